import type { AccountId } from '../accounts/accounts.ts';
import { later, secondMs } from '../base/instant.ts';
import { Digester } from '../jmap/mail/digester.ts';
import type { Core } from './core.ts';

/** How soon after mail has come in it is read: others that come with it are read in one go. */
const delayMs = 20;
/** Of the time, the share that reading may take while nobody waits for it: accepting mail comes first. */
const share = 0.2;
/** The longest pause between two rounds. */
const pauseMsMax = secondMs;

type World = Pick<Core, 'data' | 'clock' | 'log'>;

/** Reads mail that comes in, soon but at leisure, so that it shows in lists and searches; at once for who asks. */
export class Digesting {
  readonly #world: World;
  readonly #digester: Digester;
  readonly #waiting = new Set<string>();
  #cancel: (() => void) | undefined;
  #unlisten: (() => void) | undefined;

  constructor(world: World) {
    this.#world = world;
    this.#digester = new Digester(world.data.emails, world.log);
  }

  /** Begins with what came in while nobody read. */
  start(): void {
    this.#unlisten = this.#world.data.emails.onChange((account) => {
      this.#waiting.add(account);
      this.#schedule(delayMs);
    });
    void this.#digester.catchUp(undefined).catch(() => {});
  }

  stop(): void {
    this.#unlisten?.();
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Resolves when all that has come in so far for the account shows. @throws StoreError */
  async catchUp(account: AccountId): Promise<void> {
    const [first] = await this.#world.data.emails.undigested(account, 1);
    if (first) await this.#digester.catchUp(account);
  }

  #schedule(ms: number): void {
    if (this.#cancel) return;
    const { clock } = this.#world;
    this.#cancel = clock.schedule(later(clock.now(), ms), () => void this.#run());
  }

  async #run(): Promise<void> {
    const { clock } = this.#world;
    const accounts = [...this.#waiting];
    this.#waiting.clear();
    const began = clock.now();
    for (const account of accounts) await this.#digester.catchUp(account).catch(() => {});
    this.#cancel = undefined;
    const pause = Math.min(pauseMsMax, (clock.now() - began) / share);
    if (this.#waiting.size > 0 && this.#unlisten) this.#schedule(Math.max(delayMs, pause));
  }
}
