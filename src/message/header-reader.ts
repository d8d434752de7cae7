import { ByteBuilder } from '../base/byte-builder.ts';
import { type Bytes, CR, indexOfByte, LF } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import { type Header, parseHeader } from './fields.ts';

/**
 * Header octets kept of a message on its way in. Postfix cuts at 102,400 (header_size_limit); long ARC chains
 * want more.
 */
export const headerBytesMax = 256 * 1024;

export type HeaderProgress = 'reading' | 'complete' | 'header-too-large';

/**
 * Collects the header section of a message that comes in pieces, and nothing of its body. Push chunks until
 * the progress is no longer `reading`; call `end` when the message is over.
 */
export class HeaderReader {
  readonly #bytesMax: number;
  readonly #headerEnd = new HeaderEnd();
  readonly #octets = new ByteBuilder();
  #progress: HeaderProgress = 'reading';
  #header: Header | undefined;

  /** @param bytesMax the empty line is not counted */
  constructor(bytesMax = headerBytesMax) {
    this.#bytesMax = bytesMax;
  }

  get progress(): HeaderProgress {
    return this.#progress;
  }

  /** The parsed header section. @throws InvariantError unless the progress is `complete` */
  get header(): Header {
    invariant(this.#header, 'the header section is not complete');
    return this.#header;
  }

  /** Takes the next octets of the message; copies what it keeps. */
  push(chunk: Bytes): HeaderProgress {
    if (this.#progress !== 'reading') return this.#progress;
    const bodyStart = this.#headerEnd.find(chunk);
    const piece = bodyStart === -1 ? chunk : chunk.subarray(0, bodyStart);
    // The empty line may add two octets to a section that just fits.
    if (this.#octets.length + piece.length > this.#bytesMax + 2) return this.#refuse();
    this.#octets.push(piece);
    return bodyStart === -1 ? 'reading' : this.#complete();
  }

  /**
   * The message is over: without an empty line, all of it was header, or the body began at a line that is no
   * field.
   */
  end(): HeaderProgress {
    return this.#progress === 'reading' ? this.#complete() : this.#progress;
  }

  #complete(): HeaderProgress {
    const header = parseHeader(this.#octets.bytes);
    if (header.end > this.#bytesMax) return this.#refuse();
    this.#octets.clear();
    this.#header = header;
    this.#progress = 'complete';
    return this.#progress;
  }

  #refuse(): HeaderProgress {
    this.#octets.clear();
    this.#progress = 'header-too-large';
    return this.#progress;
  }
}

/**
 * Finds the empty line that ends a header section, in octets that come in pieces. A lone LF ends a line too
 * (RFC 7103 §6).
 */
export class HeaderEnd {
  #line: 'empty' | 'cr' | 'text' = 'empty';

  /** The index in `chunk` at which the body begins, or −1 if the header section goes on. */
  find(chunk: Bytes): number {
    for (let at = 0; at < chunk.length; ) {
      if (this.#line === 'text') {
        const lf = indexOfByte(chunk, LF, at);
        if (lf === -1) return -1;
        this.#line = 'empty';
        at = lf + 1;
      } else {
        if (chunk[at] === LF) return at + 1;
        this.#line = chunk[at] === CR && this.#line === 'empty' ? 'cr' : 'text';
        at++;
      }
    }
    return -1;
  }
}
