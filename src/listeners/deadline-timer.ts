import type { Instant } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';

/**
 * Wakes a session when its deadline is over. Deadlines move with each command, timers are dear: the timer is left alone until it
 * fires, and only then it is seen whether the deadline has moved on.
 */
export class DeadlineTimer {
  readonly #clock: Clock;
  readonly #deadline: () => Instant;
  readonly #expired: () => void;
  #armedFor: Instant | undefined;
  #cancel: () => void = () => {};

  constructor(clock: Clock, deadline: () => Instant, expired: () => void) {
    this.#clock = clock;
    this.#deadline = deadline;
    this.#expired = expired;
  }

  /** Call after whatever may have moved the deadline. */
  update(): void {
    const deadline = this.#deadline();
    if (this.#armedFor !== undefined && this.#armedFor <= deadline) return;
    this.#cancel();
    this.#armedFor = deadline;
    this.#cancel = this.#clock.schedule(deadline, () => {
      this.#armedFor = undefined;
      if (this.#clock.now() >= this.#deadline()) this.#expired();
      else this.update();
    });
  }

  stop(): void {
    this.#cancel();
    this.#armedFor = undefined;
  }
}
