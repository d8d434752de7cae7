import { type Instant, later, minuteMs, secondMs } from '../base/instant.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { QueueId } from '../queue/message.ts';
import type { OutboxStore, Submission } from './outbox-store.ts';

/** What the releaser works on. */
export interface ReleaserWorld {
  readonly outbox: Pick<OutboxStore, 'claimDue' | 'nextDue' | 'content' | 'markSent'>;
  readonly clock: Clock;
  readonly log: Log;
  /** True if the queue has it: it was accepted, and a crash came before that was noted. */
  readonly isQueued: (id: QueueId) => Promise<boolean>;
  /** Has it accepted into the queue. @returns why not, if it was not */
  readonly submit: (submission: Submission, content: Uint8Array) => Promise<string | undefined>;
}

/** Submissions claimed at once. */
const claimedMax = 20;
/** What could not be accepted is tried again so much later. */
export const retryMs = minuteMs;
/** While there are such, the others are looked for so often. */
const checkMs = 5 * secondMs;

/** Hands submissions over to the queue when their time has come: once each, whatever happens in between. */
export class Releaser {
  readonly #world: ReleaserWorld;
  #cancel: () => void = () => {};
  #round: Promise<void> = Promise.resolve();
  #isStopped = true;
  /** Those that failed in this process, and when they may be tried again. */
  readonly #failed = new Map<QueueId, Instant>();

  constructor(world: ReleaserWorld) {
    this.#world = world;
  }

  start(): void {
    this.#isStopped = false;
    this.wake();
  }

  /** Something was submitted, or may have become due. */
  wake(): void {
    this.#cancel();
    this.#cancel = () => {};
    this.#round = this.#round.then(() => this.#run());
  }

  /** Lets what is under way end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#round;
  }

  async #run(): Promise<void> {
    if (this.#isStopped) return;
    try {
      await this.#release();
      await this.#sleep();
    } catch (error) {
      this.#world.log.error('submissions could not be released', { error });
      this.#wakeAt(later(this.#world.clock.now(), retryMs));
    }
  }

  async #release(): Promise<void> {
    const { outbox, clock } = this.#world;
    for (let isMore = true; isMore && !this.#isStopped; ) {
      const due = await outbox.claimDue(clock.now(), claimedMax + this.#failed.size);
      const ready = due.filter(({ id }) => (this.#failed.get(id) ?? 0) <= clock.now());
      for (const submission of ready) await this.#send(submission);
      isMore = ready.length >= claimedMax;
    }
  }

  async #send(submission: Submission): Promise<void> {
    const { outbox, clock, log, isQueued, submit } = this.#world;
    const { id } = submission;
    try {
      const content = (await isQueued(id)) ? undefined : await outbox.content(id);
      const objection = content && (await submit(submission, content));
      if (objection === undefined) {
        await outbox.markSent(id);
        this.#failed.delete(id);
        return;
      }
      log.warn('a submission is not accepted yet', { queueId: id, because: objection });
    } catch (error) {
      log.error('a submission could not be accepted', { queueId: id, error });
    }
    this.#failed.set(id, later(clock.now(), retryMs));
  }

  async #sleep(): Promise<void> {
    const { outbox, clock } = this.#world;
    const next = await outbox.nextDue();
    // Before those that failed, nobody knows when the next of the others is due.
    if (this.#failed.size > 0) this.#wakeAt(later(clock.now(), checkMs));
    else if (next !== undefined) this.#wakeAt(next);
  }

  #wakeAt(at: Instant): void {
    if (this.#isStopped) return;
    this.#cancel();
    this.#cancel = this.#world.clock.schedule(at, () => this.wake());
  }
}
