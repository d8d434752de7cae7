import { type Bytes, CR, indexOfByte, LF } from '../base/bytes.ts';

/** Cuts off a message behind its header section, the empty line and some lines of its body (RFC 1939 §7, TOP). */
export class Top {
  #linesLeft: number;
  #isInHeader = true;
  /** Of the line in hand: how many octets were seen, and the first of them. */
  #octets = 0;
  #first: number | undefined;

  constructor(lines: number) {
    this.#linesLeft = lines;
  }

  /** What belongs to the top of the message, and whether that is all of it. The pieces come in order. */
  take(chunk: Bytes): { readonly bytes: Bytes; readonly isComplete: boolean } {
    let from = 0;
    for (let lf = indexOfByte(chunk, LF); lf !== -1; lf = indexOfByte(chunk, LF, from)) {
      const isBlank = this.#isBlank(chunk, from, lf);
      this.#octets = 0;
      if (!this.#isInHeader) this.#linesLeft--;
      else if (isBlank) this.#isInHeader = false;
      if (!this.#isInHeader && this.#linesLeft === 0)
        return { bytes: chunk.subarray(0, lf + 1), isComplete: true };
      from = lf + 1;
    }
    if (this.#octets === 0) this.#first = chunk[from];
    this.#octets += chunk.length - from;
    return { bytes: chunk, isComplete: false };
  }

  /** True if the line that ends at `lf`, and whose last piece began at `from`, holds nothing, or nothing but a CR. */
  #isBlank(chunk: Bytes, from: number, lf: number): boolean {
    const octets = this.#octets + lf - from;
    const first = this.#octets === 0 ? chunk[from] : this.#first;
    return octets === 0 || (octets === 1 && first === CR);
  }
}
