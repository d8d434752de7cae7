import { later } from '../base/instant.ts';
import type { Claim } from '../queue/queue-store.ts';
import { leaseMs } from './limits.ts';
import type { QueueWorld } from './world.ts';

/** Prolongs the lease of a claim again and again, until it is told to stop or the lease is lost. */
export class LeaseKeeper {
  readonly #world: Pick<QueueWorld, 'clock' | 'store' | 'log'>;
  readonly #claim: Claim;
  readonly #lost = new AbortController();
  #cancel: () => void = () => {};
  #isStopped = false;

  constructor(world: Pick<QueueWorld, 'clock' | 'store' | 'log'>, claim: Claim) {
    this.#world = world;
    this.#claim = claim;
    this.#arm();
  }

  /** Aborts when the lease is lost: somebody else may be attempting now. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  #arm(): void {
    const { clock } = this.#world;
    this.#cancel = clock.schedule(later(clock.now(), leaseMs / 2), () => void this.#prolong());
  }

  async #prolong(): Promise<void> {
    const { clock, store, log } = this.#world;
    const { message, lease } = this.#claim;
    try {
      const answer = await store.extendLease(message.queueId, lease, later(clock.now(), leaseMs));
      if (this.#isStopped) return;
      if (answer === 'lease-lost') {
        this.#lost.abort();
        return;
      }
    } catch (error) {
      // Half of the lease is left to try again. If that fails too, the settlement will meet a lost lease, and be void.
      log.warn('a lease could not be prolonged', { queueId: message.queueId, error });
    }
    if (!this.#isStopped) this.#arm();
  }
}
