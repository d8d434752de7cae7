/** Tells whoever wants to know that the mail of an account has changed. */
export class ChangeBell {
  readonly #listeners = new Set<(account: string) => void>();

  /** @returns what ends it */
  listen(listener: (account: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  ring(accounts: Iterable<string>): void {
    for (const account of new Set(accounts)) for (const listener of this.#listeners) listener(account);
  }
}
