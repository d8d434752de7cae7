import { type Bytes, concat, NO_BYTES } from '../../base/bytes.ts';

/** Octets that came and were not read yet. They are kept, not copied: who pushes them must not write to them again. */
export class InputBuffer {
  #pieces: Bytes[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(bytes: Bytes): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  /** All of them, in one piece. */
  peek(): Bytes {
    if (this.#pieces.length > 1) this.#pieces = [concat(this.#pieces)];
    return this.#pieces[0] ?? NO_BYTES;
  }

  /** Lets go of the first `count`. */
  skip(count: number): void {
    const rest = this.peek().subarray(count);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
  }
}
