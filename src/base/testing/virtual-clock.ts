import { type Instant, instant, later } from '../instant.ts';
import type { Clock } from '../ports.ts';

/** A clock that stands still until a test moves it. */
export class VirtualClock implements Clock {
  #now: Instant;
  readonly #timers = new Set<Timer>();

  constructor(start: Instant = instant(Date.UTC(2026, 10, 23, 12))) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  schedule(at: Instant, action: () => void): () => void {
    const timer = { at, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Timers that are still to come. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets `ms` milliseconds pass: timers fire in the order of their times, and what they start runs before the next one. */
  async pass(ms: number): Promise<void> {
    const end = later(this.#now, ms);
    await idle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = instant(Math.max(this.#now, next.at));
      next.action();
      await idle();
    }
    this.#now = end;
  }

  #next(end: Instant): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= end && (first === undefined || timer.at < first.at)) first = timer;
    }
    return first;
  }
}

interface Timer {
  readonly at: Instant;
  readonly action: () => void;
}

/** Waits until all promises that can go on without time or input have done so. */
export const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
