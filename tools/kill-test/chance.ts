/**
 * Choices that a seed decides. Everybody who chooses gets a generator of his own, so that the choices of one do not depend on how
 * fast another is.
 */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A generator for somebody else. */
  fork(): Chance {
    return new Chance(this.#next());
  }

  /** A whole number, 0 … bound − 1. */
  below(bound: number): number {
    return this.#next() % bound;
  }

  /** True in `percent` of 100 cases. */
  happens(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.below(from.length)] ?? from[0];
  }

  /** The generator "mulberry32": 32 bits of state, good enough to choose by. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
}
