/** The ids that were given to records created in a request, by the creation ids that its sender made up (RFC 8620 §3.3). */
export class CreatedIds {
  readonly #ids: Map<string, string>;

  constructor(known: Iterable<readonly [creationId: string, id: string]> = []) {
    this.#ids = new Map(known);
  }

  /** A creation id that is used again means the newest record (RFC 8620 §5.3). */
  add(creationId: string, id: string): void {
    this.#ids.set(creationId, id);
  }

  /** An id as it stands, or the one that `#` and a creation id stand for; undefined if nothing was created under it. */
  resolve(reference: string): string | undefined {
    return reference.startsWith('#') ? this.#ids.get(reference.slice(1)) : reference;
  }

  /** For the response. */
  get all(): Record<string, string> {
    return Object.fromEntries(this.#ids);
  }
}
