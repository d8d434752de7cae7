import type { AccountId } from '../accounts/accounts.ts';
import { later, secondMs } from '../base/instant.ts';
import { Digester } from '../jmap/mail/digester.ts';
import type { Core } from './core.ts';

/** How soon after mail has come in it is read: others that come with it are read in one go. */
const delayMs = 20;
/** Of the time, the share that reading may take while nobody waits for it: accepting mail comes first. */
const share = 0.2;
/** The longest pause between two batches. */
const pauseMsMax = secondMs;

interface World extends Pick<Core, 'clock' | 'log'> {
  readonly data: Pick<Core['data'], 'emails'>;
}

/** Reads mail that comes in, soon but at leisure, so that it shows in lists and searches; at once for who asks. */
export class Digesting {
  readonly #world: World;
  readonly #digester: Digester;
  #cancel: (() => void) | undefined;
  #unlisten: (() => void) | undefined;
  #round: Promise<void> = Promise.resolve();
  /** Something came in since the batch in hand was begun. */
  #isMore = false;

  constructor(world: World) {
    this.#world = world;
    this.#digester = new Digester(world.data.emails, world.log);
  }

  /** Begins with what came in while nobody read. */
  start(): void {
    this.#unlisten = this.#world.data.emails.onChange(() => {
      this.#isMore = true;
      this.#schedule(delayMs);
    });
    this.#schedule(delayMs);
  }

  /** Lets the batch in hand end. */
  async stop(): Promise<void> {
    this.#unlisten?.();
    this.#unlisten = undefined;
    this.#cancel?.();
    await this.#round;
  }

  /** Resolves when all that has come in so far for the account shows. @throws StoreError */
  async catchUp(account: AccountId): Promise<void> {
    const [first] = await this.#world.data.emails.undigested(account, 1);
    if (first) await this.#digester.catchUp(account);
  }

  #schedule(ms: number): void {
    if (this.#cancel || !this.#unlisten) return;
    const { clock } = this.#world;
    this.#cancel = clock.schedule(later(clock.now(), ms), () => {
      this.#round = this.#run();
    });
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#world;
    this.#isMore = false;
    const began = clock.now();
    try {
      if (await this.#digester.step(undefined)) this.#isMore = true;
    } catch (error) {
      // The next mail, or the next reader, tries again.
      log.error('mail could not be digested', { error });
    }
    this.#cancel = undefined;
    const pause = Math.min(pauseMsMax, (clock.now() - began) / share);
    if (this.#isMore) this.#schedule(Math.max(delayMs, pause));
  }
}
