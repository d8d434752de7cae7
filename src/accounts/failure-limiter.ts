import type { Instant } from '../base/instant.ts';

export interface FailureLimits {
  /** Failures in a row that are put up with. */
  readonly failuresMax: number;
  /** One failure is forgotten each time this is over. */
  readonly forgottenEveryMs: number;
  /** Keys remembered at once. When there are more, the one that failed longest ago is let off. */
  readonly keysMax: number;
}

/**
 * Counts failures by key, and forgets them at a steady pace: a leaky bucket. An attempt is charged before its outcome is known
 * and refunded if it succeeds, so that a thousand attempts at the same moment are not a thousand free guesses.
 */
export class FailureLimiter {
  readonly #limits: FailureLimits;
  /** In the order of the last charge, oldest first. `level` is what it was at `at`. */
  readonly #buckets = new Map<string, { readonly level: number; readonly at: Instant }>();

  constructor(limits: FailureLimits) {
    this.#limits = limits;
  }

  /** @returns false if there were too many failures; then nothing is charged */
  charge(key: string, now: Instant): boolean {
    const level = this.#level(key, now);
    if (level + 1 > this.#limits.failuresMax) return false;
    this.#buckets.delete(key);
    this.#buckets.set(key, { level: level + 1, at: now });
    if (this.#buckets.size > this.#limits.keysMax) this.#dropOldest();
    return true;
  }

  /** Takes back one charge. */
  refund(key: string, now: Instant): void {
    const level = this.#level(key, now) - 1;
    if (level > 0) this.#buckets.set(key, { level, at: now });
    else this.#buckets.delete(key);
  }

  #level(key: string, now: Instant): number {
    const bucket = this.#buckets.get(key);
    return bucket ? Math.max(0, bucket.level - (now - bucket.at) / this.#limits.forgottenEveryMs) : 0;
  }

  #dropOldest(): void {
    for (const key of this.#buckets.keys()) {
      this.#buckets.delete(key);
      return;
    }
  }
}
