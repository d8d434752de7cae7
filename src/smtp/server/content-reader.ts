import { type Bytes, CR, indexOfByte, LF } from '../../base/bytes.ts';

const DOT = 46;

/** Why content cannot be accepted, in the order of what is said if there is more than one reason. */
export type Flaw = 'bare-line-ending' | 'too-large' | 'line-too-long';

export interface ContentRules {
  /** The content comes by DATA: dots are stuffed and CRLF.CRLF ends it (RFC 5321 §4.5.2). By BDAT neither (RFC 3030 §2). */
  readonly isDotStuffed: boolean;
  readonly contentBytesMax: number;
  /** With CRLF, and without the stuffed dot (RFC 5321 §4.5.3.1.6). */
  readonly textLineBytesMax: number;
}

/** Where in a line the next octet stands. A line begins after CRLF and nowhere else. */
type Position =
  | 'line-start'
  | 'within-line'
  | 'after-cr'
  /** After a stuffed dot, or the dot that ends the content. */
  | 'after-dot'
  | 'after-dot-cr';

/**
 * Reads content as it comes, in pieces cut anywhere: takes the transparency out, finds the end, and sees whether it is lawful. The
 * content goes out as views of the pieces that came in. This is the hot path: octets are looked at only around line ends.
 */
export class ContentReader {
  readonly #rules: ContentRules;
  #position: Position = 'line-start';
  #isComplete = false;
  /** Octets of the content so far. */
  #sizeBytes = 0;
  /** Octets of the line at hand, as far as earlier pieces brought it. */
  #lineBytes = 0;
  #hasBareLineEnding = false;
  #hasLongLine = false;

  constructor(rules: ContentRules) {
    this.#rules = rules;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** The end of data was found; only with dot-stuffing. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  get flaw(): Flaw | undefined {
    if (this.#hasBareLineEnding) return 'bare-line-ending';
    if (this.#sizeBytes > this.#rules.contentBytesMax) return 'too-large';
    return this.#hasLongLine ? 'line-too-long' : undefined;
  }

  /** @returns how many of the octets belonged to the content and its end: all but those behind the end */
  read(bytes: Bytes, emit: (piece: Bytes) => void): number {
    let at = 0;
    let pieceStart = 0;
    const cut = () => {
      if (at > pieceStart) this.#emit(bytes.subarray(pieceStart, at), emit);
    };
    while (at < bytes.length && !this.#isComplete) {
      const octet = bytes[at];
      switch (this.#position) {
        case 'line-start':
          this.#position = 'within-line';
          if (octet !== DOT || !this.#rules.isDotStuffed) break;
          // The first dot is never part of the content, whether it is a stuffed one or the end.
          cut();
          at += 1;
          pieceStart = at;
          this.#position = 'after-dot';
          break;
        case 'after-dot':
          this.#position = octet === CR ? 'after-dot-cr' : 'within-line';
          if (octet !== CR) break;
          // Part of the end, or bare and thus part of nothing that could be accepted.
          at += 1;
          pieceStart = at;
          break;
        case 'after-dot-cr':
          this.#isComplete = octet === LF;
          if (octet === LF) at += 1;
          else this.#endBadly();
          break;
        case 'after-cr':
          if (octet === LF) at = this.#endLine(at, 0);
          else this.#endBadly();
          break;
        case 'within-line':
          at = this.#readLine(bytes, at);
      }
    }
    if (!this.#isComplete) cut();
    return at;
  }

  /** The end of what BDAT brought. @returns true if the last line has no CRLF and one must be added */
  finish(): boolean {
    if (this.#position === 'after-cr') this.#hasBareLineEnding = true;
    // RFC 5321 §4.1.1.4: a message that does not end in CRLF is refused, or gets one.
    const isLineOpen = this.#position === 'within-line';
    if (isLineOpen) this.#sizeBytes += 2;
    return isLineOpen;
  }

  /** @returns where to go on: behind the next LF, or at the end */
  #readLine(bytes: Bytes, start: number): number {
    const lineFeed = indexOfByte(bytes, LF, start);
    const end = lineFeed === -1 ? bytes.length : lineFeed;
    const isAfterCr = end > start && bytes[end - 1] === CR;
    // One bare CR or LF is enough, so that CRs are sought only up to the first; else text without CR would be searched again
    // for each of its LFs.
    if (!this.#hasBareLineEnding) {
      const firstCr = indexOfByte(bytes, CR, start);
      const isClean = isAfterCr ? firstCr === end - 1 : lineFeed === -1 && firstCr === -1;
      if (!isClean) this.#hasBareLineEnding = true;
    }
    if (isAfterCr && lineFeed !== -1) return this.#endLine(lineFeed, lineFeed - start);
    this.#position = isAfterCr ? 'after-cr' : 'within-line';
    const next = lineFeed === -1 ? end : lineFeed + 1;
    this.#growLine(next - start);
    return next;
  }

  /** Ends a line at the LF of its CRLF. */
  #endLine(lineFeed: number, bytesBefore: number): number {
    this.#growLine(bytesBefore + 1);
    this.#lineBytes = 0;
    this.#position = 'line-start';
    return lineFeed + 1;
  }

  /** A CR was not followed by LF; what follows is still the same line. */
  #endBadly(): void {
    this.#hasBareLineEnding = true;
    this.#position = 'within-line';
  }

  #growLine(bytes: number): void {
    this.#lineBytes += bytes;
    if (this.#lineBytes > this.#rules.textLineBytesMax) this.#hasLongLine = true;
  }

  /** What cannot be accepted any more need not be stored. */
  #emit(piece: Bytes, emit: (piece: Bytes) => void): void {
    this.#sizeBytes += piece.length;
    if (this.flaw === undefined) emit(piece);
  }
}
