import { type Bytes, CR, LF } from '../../base/bytes.ts';

const SP = 32;
const TAB = 9;

/** Octets that are handed on at a time. */
const blockBytes = 32 * 1024;

/**
 * The "relaxed" form of a body (RFC 6376 §3.4.4), made of pieces of any size in one pass and in constant memory: blanks become one
 * space, those at the end of a line vanish, and so do empty lines at the end of the body.
 */
export class RelaxedBody {
  readonly #sink: (block: Bytes) => void;
  readonly #block = new Uint8Array(blockBytes);
  #used = 0;
  /** Line ends that count only if something follows. */
  #lineEnds = 0;
  /** Blanks that count only if something follows in their line. */
  #hasBlank = false;
  #isAfterCr = false;
  #isEmpty = true;

  /** @param sink takes each block at once: its octets are written over later */
  constructor(sink: (block: Bytes) => void) {
    this.#sink = sink;
  }

  push(piece: Bytes): void {
    for (let at = 0; at < piece.length; at++) {
      at = this.#copyWord(piece, at);
      const octet = piece[at];
      if (octet !== undefined) this.#take(octet);
    }
  }

  /** The body is over. A last line without its end gets one, as it does on the wire (smtp/client/dot-stuffing.ts). */
  end(): void {
    if (!this.#isEmpty) {
      this.#put(CR);
      this.#put(LF);
    }
    this.#flush();
  }

  /** Most octets are amid a word, so that nothing is pending before them. Answers where the next one stands that is not. */
  #copyWord(piece: Bytes, start: number): number {
    if (this.#isAfterCr || this.#hasBlank || this.#lineEnds > 0 || this.#isEmpty) return start;
    const block = this.#block;
    let used = this.#used;
    let at = start;
    for (; at < piece.length && used < blockBytes; at++) {
      const octet = piece[at] as number;
      if (octet <= SP) break;
      block[used++] = octet;
    }
    this.#used = used;
    return at;
  }

  #take(octet: number): void {
    const isAfterCr = this.#isAfterCr;
    this.#isAfterCr = octet === CR;
    if (isAfterCr && octet === LF) {
      this.#hasBlank = false;
      this.#lineEnds++;
      return;
    }
    if (isAfterCr) this.#write(CR);
    if (octet === CR) return;
    if (octet === SP || octet === TAB) this.#hasBlank = true;
    else this.#write(octet);
  }

  /** An octet that is no blank, and before it what only counts because it follows. */
  #write(octet: number): void {
    for (; this.#lineEnds > 0; this.#lineEnds--) {
      this.#put(CR);
      this.#put(LF);
    }
    if (this.#hasBlank) this.#put(SP);
    this.#hasBlank = false;
    this.#isEmpty = false;
    this.#put(octet);
  }

  #put(octet: number): void {
    if (this.#used === blockBytes) this.#flush();
    this.#block[this.#used++] = octet;
  }

  #flush(): void {
    this.#sink(this.#block.subarray(0, this.#used));
    this.#used = 0;
  }
}
