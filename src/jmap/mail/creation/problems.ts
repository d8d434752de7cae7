/** The properties of an object from a client that are wrong (RFC 8620 §5.3, invalidProperties), each by its path: `textBody/0/type`. */
export class Problems {
  readonly #paths = new Set<string>();
  readonly #reasons: string[] = [];

  /** @param reason what is wrong with it, for whoever writes the client */
  add(path: string, reason: string): void {
    if (this.#paths.size >= problemsMax) return;
    if (!this.#paths.has(path)) this.#reasons.push(`${path} ${reason}`);
    this.#paths.add(path);
  }

  get paths(): readonly string[] {
    return [...this.#paths];
  }

  get description(): string {
    return this.#reasons.join('; ');
  }
}

/** Problems that are told of one object. */
const problemsMax = 100;
