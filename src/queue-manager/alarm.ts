import type { Instant } from '../base/instant.ts';
import { type Clock, sleep } from '../base/ports.ts';

/** Wakes a loop: at a time, or when somebody rings. A ring that comes while the loop is at work is kept for its next sleep. */
export class Alarm {
  readonly #clock: Clock;
  #ring = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#ring.abort();
  }

  /** Sleeps until then, without an end if it is undefined, or until the next ring. */
  async sleep(until: Instant | undefined): Promise<void> {
    const { signal } = this.#ring;
    if (until !== undefined) await sleep(this.#clock, until, signal);
    else if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    if (signal.aborted) this.#ring = new AbortController();
  }
}
