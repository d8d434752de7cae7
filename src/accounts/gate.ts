/** Lets a few in at once, keeps a few more waiting in order, and turns away the rest. */
export class Gate {
  readonly #insideMax: number;
  readonly #waitingMax: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(insideMax: number, waitingMax: number) {
    this.#insideMax = insideMax;
    this.#waitingMax = waitingMax;
  }

  /** Runs `work` when its turn comes. @returns undefined, at once, if too many wait already */
  async pass<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#inside < this.#insideMax) this.#inside++;
    else if (this.#waiting.length < this.#waitingMax)
      // Whoever leaves hands over the place, so that `#inside` stays as it is.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else return undefined;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    }
  }
}
