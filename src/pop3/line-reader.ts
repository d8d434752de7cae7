import { type Bytes, CR, concat, indexOfByte, LF, NO_BYTES } from '../base/bytes.ts';

/** Cuts what the client sends into lines. A lone LF ends a line too, for people who type; no meaning hangs on it here. */
export class LineReader {
  #rest: Bytes = NO_BYTES;

  push(bytes: Bytes): void {
    this.#rest = this.#rest.length === 0 ? bytes : concat([this.#rest, bytes]);
  }

  get isEmpty(): boolean {
    return this.#rest.length === 0;
  }

  /**
   * The next line without its end, or undefined if it is not complete yet.
   *
   * @param lengthMax octets, the line end counted in
   */
  next(lengthMax: number): Bytes | 'too-long' | undefined {
    const lf = indexOfByte(this.#rest, LF);
    if ((lf === -1 ? this.#rest.length : lf + 1) > lengthMax) return 'too-long';
    if (lf === -1) return undefined;
    const line = this.#rest.subarray(0, this.#rest[lf - 1] === CR ? lf - 1 : lf);
    this.#rest = this.#rest.subarray(lf + 1);
    return line;
  }
}
