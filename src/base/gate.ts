/** Lets a few pieces of work in at once; the others wait and begin in the order in which they came. */
export class Gate {
  readonly #insideMax: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(insideMax: number) {
    this.#insideMax = insideMax;
  }

  /** How many wait for their turn: whoever would rather turn away than wait behind so many looks here first. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Runs `work` when its turn comes, and ends as it does. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    // Whoever leaves hands over the place, so that nobody slips in between and `#inside` stays as it is.
    if (this.#inside >= this.#insideMax) await new Promise<void>((begin) => this.#waiting.push(begin));
    else this.#inside++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    }
  }
}
