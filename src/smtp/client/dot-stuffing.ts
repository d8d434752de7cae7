import { type Bytes, CR, fromLatin1, indexOfBytes, LF } from '../../base/bytes.ts';

const DOT = 46;
const lineEndAndDot = fromLatin1('\r\n.');

/** What ended with the last octet seen. */
type Position = 'line-start' | 'after-cr' | 'within-line';

/**
 * The transparency of RFC 5321 §4.5.2 for content that comes in chunks: a dot at the start of a line is doubled. A line ends with
 * CRLF and with nothing else; every octet of the content goes out as it came.
 */
export class DotStuffer {
  #position: Position = 'line-start';

  /** The chunk with its dots doubled; the chunk itself where there is nothing to double. */
  push(chunk: Bytes): Bytes {
    if (chunk.length === 0) return chunk;
    const dots = this.#lineStartDots(chunk);
    this.#position = positionAfter(chunk, this.#position);
    return dots.length === 0 ? chunk : doubled(chunk, dots);
  }

  /** The end of the content, and what its last line lacks: CRLF, or the LF of a CR at the very end. */
  end(): Bytes {
    if (this.#position === 'line-start') return fromLatin1('.\r\n');
    return fromLatin1(this.#position === 'after-cr' ? '\n.\r\n' : '\r\n.\r\n');
  }

  /** Where the dots are that begin a line. */
  #lineStartDots(chunk: Bytes): number[] {
    const dots: number[] = [];
    if (this.#position === 'line-start' && chunk[0] === DOT) dots.push(0);
    if (this.#position === 'after-cr' && chunk[0] === LF && chunk[1] === DOT) dots.push(1);
    for (let at = indexOfBytes(chunk, lineEndAndDot); at !== -1; ) {
      dots.push(at + 2);
      at = indexOfBytes(chunk, lineEndAndDot, at + 3);
    }
    return dots;
  }
}

function positionAfter(chunk: Bytes, before: Position): Position {
  const last = chunk[chunk.length - 1];
  if (last === CR) return 'after-cr';
  if (last !== LF) return 'within-line';
  const isAfterCr = chunk.length === 1 ? before === 'after-cr' : chunk[chunk.length - 2] === CR;
  return isAfterCr ? 'line-start' : 'within-line';
}

function doubled(chunk: Bytes, dots: readonly number[]): Bytes {
  const result = new Uint8Array(chunk.length + dots.length);
  let from = 0;
  let to = 0;
  for (const dot of dots) {
    result.set(chunk.subarray(from, dot), to);
    to += dot - from;
    result[to++] = DOT;
    from = dot;
  }
  result.set(chunk.subarray(from), to);
  return result;
}
