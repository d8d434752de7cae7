import { type Instant, later } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import { sleep } from '../base/ports.ts';
import { senderKey } from '../queue/message.ts';
import type { Objections } from '../queue/objection.ts';
import type { Claim } from '../queue/queue-store.ts';
import { Alarm } from './alarm.ts';
import { type AttemptEnd, type AttemptEnds, attempt } from './attempt.ts';
import { commitPatiently } from './commit.ts';
import { Destinations } from './destinations.ts';
import { fairShare } from './fair-share.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import {
  claimsMax,
  idlePauseMs,
  leaseMs,
  recipientsPerClaimMax,
  storePauseMs,
  sweepEveryMs,
} from './limits.ts';
import { type PreparedSettlement, prepareSettlement, writeSettlement } from './settlement.ts';
import { sweep } from './sweep.ts';
import { tell } from './tell.ts';
import type { QueueWorld } from './world.ts';

/**
 * Works the queue off: claims what is due, has it attempted, settles what came of it, and sleeps until something is due again.
 * It holds nothing in memory but the claims under way. One manager owns a store.
 */
export class QueueManager {
  readonly #world: QueueWorld;
  readonly #alarm: Alarm;
  readonly #destinations: Destinations;
  /** The claims in hand, and whose they are. */
  readonly #underWay = new Map<Promise<void>, string>();
  /** No more claims. */
  readonly #stopping = new AbortController();
  /** No more attempts. */
  readonly #callingOff = new AbortController();
  #loops: Promise<unknown> | undefined;

  constructor(world: QueueWorld) {
    this.#world = world;
    this.#alarm = new Alarm(world.clock);
    this.#destinations = new Destinations(world.limits.destinationAttemptsMax);
  }

  /** Begins. Whatever lay under a lease is due at once: its holder died with the process before us. @throws StoreError */
  async start(): Promise<void> {
    invariant(!this.#loops, 'a queue manager is started once');
    await this.#world.store.releaseExpired(undefined);
    this.#loops = Promise.all([this.#claimLoop(), this.#sweepLoop()]);
  }

  /** Something may be due that was not before. */
  wake(): void {
    this.#alarm.ring();
  }

  /** Somebody knows better: a destination that was found dead a moment ago is to be dialled again all the same. */
  forgetDeaths(): void {
    this.#destinations.forgetDeaths();
  }

  /** Claims no more, gives the attempts under way this long to end, calls off the rest, and puts that back into the queue. */
  async stop(graceMs: number): Promise<void> {
    const { clock } = this.#world;
    this.#stopping.abort();
    this.#alarm.ring();
    this.#destinations.close();
    await this.#loops;
    const grace = new AbortController();
    const ended = Promise.all(this.#underWay.keys()).then(() => grace.abort());
    await sleep(clock, later(clock.now(), graceMs), grace.signal);
    this.#callingOff.abort();
    await ended;
  }

  async #claimLoop(): Promise<void> {
    const { clock, log } = this.#world;
    while (!this.#isStopping) {
      let until: Instant | undefined;
      try {
        until = await this.#claimWhatIsDue();
      } catch (error) {
        log.error('the queue could not be read', { error });
        until = later(clock.now(), storePauseMs);
      }
      if (!this.#isStopping) await this.#alarm.sleep(until);
    }
  }

  /** Claims until nothing is due or every hand is full. Answers when to look again if nobody rings. */
  async #claimWhatIsDue(): Promise<Instant | undefined> {
    const { clock, store, limits, nextQueueId } = this.#world;
    while (!this.#isStopping) {
      const room = limits.attemptsMax - this.#underWay.size;
      if (room <= 0) return undefined;
      const now = clock.now();
      const share = fairShare(this.#underWay.values(), room);
      const except = { destinations: this.#destinations.full(), senders: share.busySenders };
      const claims = await store.claimDue({
        now,
        leaseUntil: later(now, leaseMs),
        leaseId: nextQueueId,
        claimsMax: Math.min(share.claimsMax, claimsMax),
        recipientsMax: recipientsPerClaimMax,
        except,
      });
      for (const claim of claims) this.#begin(claim);
      if (claims.length > 0) continue;
      const due = await store.nextDue(except);
      // What is due but was not claimed became so this moment.
      return due !== undefined && due <= now ? later(now, idlePauseMs) : due;
    }
    return undefined;
  }

  #begin(claim: Claim): void {
    const work = this.#work(claim).finally(() => {
      this.#underWay.delete(work);
      this.#alarm.ring();
    });
    this.#underWay.set(work, senderKey(claim.message));
  }

  async #work(claim: Claim): Promise<void> {
    const world = this.#world;
    const log = world.log.with({ queueId: claim.message.queueId });
    const lease = new LeaseKeeper(world, claim);
    try {
      const signal = AbortSignal.any([lease.lost, this.#callingOff.signal]);
      const ends = await attempt(world, claim, this.#destinations, signal);
      const isWritten = !lease.lost.aborted && (await this.#settle(claim, ends, signal));
      if (!isWritten) log.warn('a lease was lost during an attempt; its result is void', { ends: [...ends] });
    } catch (error) {
      // Nothing was written, so nothing has happened: the lease ends, and the recipients are attempted again.
      log.error('a settlement could not be written; the attempt will be repeated', { error });
    } finally {
      lease.stop();
    }
  }

  /** True if it is durable now, false if the lease was lost. @throws StoreError */
  async #settle(claim: Claim, ends: AttemptEnds, signal: AbortSignal): Promise<boolean> {
    const written = await writeSettlement(
      (objections) => this.#prepare(claim, ends, objections),
      (settlement) => commitPatiently(this.#world, settlement, signal),
    );
    if (!written) return false;
    tell(this.#world, claim, written);
    await this.#world.suppressor?.settled(claim, written.settlement);
    return true;
  }

  /** A report that cannot be written must not undo what was relayed: the others wait until the lease ends. @throws StoreError */
  async #prepare(claim: Claim, ends: AttemptEnds, objections: Objections): Promise<PreparedSettlement> {
    try {
      return await prepareSettlement(this.#world, claim, ends, objections);
    } catch (error) {
      const recipients = claim.recipients.filter(({ index }) => isDone(ends.get(index)));
      if (recipients.length === 0) throw error;
      const { queueId } = claim.message;
      this.#world.log.error('a report could not be written; what it is about will be attempted again', {
        queueId,
        error,
      });
      return await prepareSettlement(this.#world, { ...claim, recipients }, ends, objections);
    }
  }

  async #sweepLoop(): Promise<void> {
    const { clock, log } = this.#world;
    while (!this.#isStopping) {
      await sleep(clock, later(clock.now(), sweepEveryMs), this.#stopping.signal);
      if (this.#isStopping) return;
      this.#destinations.prune(clock.now());
      try {
        await sweep(this.#world, clock.now());
        this.#alarm.ring();
      } catch (error) {
        log.error('the queue could not be swept', { error });
      }
    }
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }
}

const isDone = (end: AttemptEnd | undefined): boolean => end?.kind === 'delivered' || end?.kind === 'relayed';
