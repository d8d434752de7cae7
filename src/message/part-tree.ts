import type { Bytes } from '../base/bytes.ts';
import { CR, LF } from '../base/bytes.ts';
import {
  type ContentType,
  type Disposition,
  isType,
  parseContentType,
  parseDisposition,
  parseTransferEncoding,
  plainText,
  type TransferEncoding,
  wholeMessage,
} from './content-type.ts';
import { type Header, headerText, isBlankLine, lineEnd, parseHeader } from './fields.ts';

/** A part of a message, or the message itself, with offsets into the octets that were parsed. */
export interface Part {
  readonly header: Header;
  readonly headerStart: number;
  /** Where the content begins, behind the empty line. */
  readonly bodyStart: number;
  /** Where it ends: before the line end that belongs to the boundary behind it (RFC 2046 §5.1.1). */
  readonly bodyEnd: number;
  /** Lines of the content; a last one without a line end counts. */
  readonly lines: number;
  readonly contentType: ContentType;
  readonly encoding: TransferEncoding;
  readonly disposition: Disposition | undefined;
  /** The parts of a multipart, or the one message within message/rfc822 or message/global. */
  readonly children: readonly Part[];
}

/** What is nested deeper is content of the part around it. */
export const partDepthMax = 100;
/** What follows so many parts is content of the last one. */
export const partsMax = 10_000;
/** RFC 2046 §5.1.1 allows a boundary 70 characters; we look at lines of up to so many octets. */
const boundaryLineLengthMax = 250;

/**
 * Parses the structure of a message, in one pass over its lines. Every octet string is some message: it never
 * throws.
 */
export const parsePartTree = (bytes: Bytes): Part => new TreeParser(bytes).parse();

/** A part whose end is not found yet. Its boundary is set while further parts may follow. */
interface OpenPart {
  readonly part: { -readonly [Key in keyof Part]: Part[Key] } & { readonly children: Part[] };
  boundary: string | undefined;
  /** Number of the line at which the content begins. */
  readonly firstLine: number;
}

/** A line that separates the parts of the multipart at `depth`, or ends the last of them. */
interface Delimiter {
  readonly depth: number;
  readonly isLast: boolean;
}

class TreeParser {
  readonly #bytes: Bytes;
  /** Outermost first; each is a child of the one before it. */
  readonly #open: OpenPart[] = [];
  /** How often each boundary stands in `#open`. */
  readonly #boundaries = new Map<string, number>();
  #parts = 0;
  #at = 0;
  /** Number of the line at `#at`, and where the line before it begins. */
  #line = 0;
  #lineBefore = -1;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  parse(): Part {
    const root = this.#openPart(plainText);
    while (this.#at < this.#bytes.length) {
      const start = this.#at;
      const next = lineEnd(this.#bytes, start, this.#bytes.length);
      const delimiter = this.#delimiter(start, next);
      if (delimiter) this.#endParts(delimiter, start);
      this.#at = next;
      this.#line++;
      this.#lineBefore = start;
      if (delimiter) this.#nextPart(delimiter);
    }
    this.#close(0, this.#bytes.length, this.#line);
    return root;
  }

  /** Reads the header of a part that begins here, and of the message within it if it is one. */
  #openPart(fallback: ContentType): Part {
    const start = this.#at;
    const header = parseHeader(this.#bytes, start, this.#headerLimit());
    for (let at = start; at < header.bodyStart; this.#line++) at = lineEnd(this.#bytes, at, header.bodyStart);
    this.#at = header.bodyStart;
    this.#lineBefore = -1;
    this.#parts++;
    const part = {
      header,
      headerStart: start,
      bodyStart: header.bodyStart,
      bodyEnd: header.bodyStart,
      lines: 0,
      contentType: parseContentType(header.value('Content-Type'), fallback),
      encoding: parseTransferEncoding(header.value('Content-Transfer-Encoding')),
      disposition: parseDisposition(header.value('Content-Disposition')),
      children: [],
    };
    this.#open.at(-1)?.part.children.push(part);
    this.#descend({ part, boundary: undefined, firstLine: this.#line });
    return part;
  }

  #descend(open: OpenPart): void {
    this.#open.push(open);
    const { contentType, encoding } = open.part;
    if (this.#open.length >= partDepthMax || this.#parts >= partsMax) return;
    const boundary = contentType.parameters.get('boundary');
    if (isType(contentType, 'multipart/*') && boundary) {
      open.boundary = boundary.trimEnd();
      this.#count(open.boundary, 1);
    }
    // RFC 2046 §5.2.1: a message has no other encodings. Where it has, its octets are not in our bytes (RFC
    // 6532 §3.7).
    const isReadable = encoding === '7bit' || encoding === '8bit' || encoding === 'binary';
    const isMessage = isType(contentType, 'message/rfc822') || isType(contentType, 'message/global');
    if (isMessage && isReadable) this.#openPart(plainText);
  }

  /**
   * Where the header of the part that begins here ends at the latest: behind an empty line, or at a
   * delimiter.
   */
  #headerLimit(): number {
    for (let at = this.#at; at < this.#bytes.length; ) {
      const next = lineEnd(this.#bytes, at, this.#bytes.length);
      if (isBlankLine(this.#bytes, at, next)) return next;
      if (this.#delimiter(at, next)) return at;
      at = next;
    }
    return this.#bytes.length;
  }

  /** delimiter = "--" boundary, close-delimiter = delimiter "--"; blanks may follow (RFC 2046 §5.1.1). */
  #delimiter(start: number, next: number): Delimiter | undefined {
    if (this.#bytes[start] !== HYPHEN || this.#bytes[start + 1] !== HYPHEN) return undefined;
    if (this.#boundaries.size === 0 || next - start > boundaryLineLengthMax) return undefined;
    const text = headerText(this.#bytes, start + 2, next).trimEnd();
    const depth = this.#depthOf(text);
    if (depth !== -1) return this.#parts < partsMax ? { depth, isLast: false } : undefined;
    const last = text.endsWith('--') ? this.#depthOf(text.slice(0, -2)) : -1;
    return last === -1 ? undefined : { depth: last, isLast: true };
  }

  #depthOf(boundary: string): number {
    return this.#boundaries.has(boundary)
      ? this.#open.findLastIndex((open) => open.boundary === boundary)
      : -1;
  }

  /** Closes the parts that the delimiter at `start` ends. The line end before a delimiter belongs to it. */
  #endParts({ depth }: Delimiter, start: number): void {
    let end = start;
    if (this.#bytes[end - 1] === LF) end--;
    if (end < start && this.#bytes[end - 1] === CR) end--;
    this.#close(depth + 1, end, this.#lineBefore === end ? this.#line - 1 : this.#line);
  }

  #nextPart({ depth, isLast }: Delimiter): void {
    const multipart = this.#open[depth];
    if (!multipart) return;
    if (isLast) this.#forgetBoundary(multipart);
    // A message that was cut off behind a delimiter has no further part.
    else if (this.#at < this.#bytes.length)
      this.#openPart(isType(multipart.part.contentType, 'multipart/digest') ? wholeMessage : plainText);
  }

  /** Closes the open parts from `depth` on. `lines` is the number of lines that begin before `end`. */
  #close(depth: number, end: number, lines: number): void {
    for (const open of this.#open.splice(depth)) {
      open.part.bodyEnd = Math.max(open.part.bodyStart, end);
      // The line end before a delimiter may be that of the header: then there is no body, and no line of it.
      open.part.lines = end > open.part.bodyStart ? Math.max(0, lines - open.firstLine) : 0;
      this.#forgetBoundary(open);
    }
  }

  #forgetBoundary(open: OpenPart): void {
    if (open.boundary !== undefined) this.#count(open.boundary, -1);
    open.boundary = undefined;
  }

  #count(boundary: string, change: number): void {
    const count = (this.#boundaries.get(boundary) ?? 0) + change;
    if (count > 0) this.#boundaries.set(boundary, count);
    else this.#boundaries.delete(boundary);
  }
}

const HYPHEN = 45;
