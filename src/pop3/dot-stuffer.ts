import { type Bytes, CR, concat, fromLatin1, indexOfBytes, LF } from '../base/bytes.ts';

const DOT = 46;
const lineFeedDot = fromLatin1('\n.');
const oneDot = fromLatin1('.');

/**
 * Writes content as the lines of a multi-line response: lines that begin with a dot get another one, and a line with a dot only
 * ends it (RFC 1939 §3). The content comes in pieces, and goes out as it is otherwise. A dot behind a lone LF is doubled too: a
 * client that takes LF for a line end must not see the end of the response there.
 */
export class DotStuffer {
  /** The last octet; LF at the beginning, which is the beginning of a line. */
  #last = LF;

  push(chunk: Bytes): Bytes {
    if (chunk.length === 0) return chunk;
    const pieces: Bytes[] = [];
    if (this.#last === LF && chunk[0] === DOT) pieces.push(oneDot);
    let from = 0;
    for (let at = indexOfBytes(chunk, lineFeedDot); at !== -1; at = indexOfBytes(chunk, lineFeedDot, from)) {
      pieces.push(chunk.subarray(from, at + 1), oneDot);
      from = at + 1;
    }
    this.#last = chunk[chunk.length - 1] ?? LF;
    if (pieces.length === 0) return chunk;
    pieces.push(chunk.subarray(from));
    return concat(pieces);
  }

  /** The end of the response, behind the end of the last line if the content has none. */
  end(): Bytes {
    if (this.#last === LF) return fromLatin1('.\r\n');
    return fromLatin1(this.#last === CR ? '\n.\r\n' : '\r\n.\r\n');
  }
}
