/** Counts what is under way for each account, so that one cannot take all. Whoever has entered must leave. */
export class Places {
  readonly #max: number;
  readonly #taken = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Does the work if there is a place for it; undefined if there is none. */
  async take<T>(account: string, work: () => Promise<T>): Promise<T | undefined> {
    const leave = this.enter(account);
    if (!leave) return undefined;
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** @returns how to leave again, once; undefined if there is no place */
  enter(account: string): (() => void) | undefined {
    const taken = this.#taken.get(account) ?? 0;
    if (taken >= this.#max) return undefined;
    this.#taken.set(account, taken + 1);
    return () => {
      const left = (this.#taken.get(account) ?? 1) - 1;
      if (left > 0) this.#taken.set(account, left);
      else this.#taken.delete(account);
    };
  }
}
