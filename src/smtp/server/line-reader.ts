import { type Bytes, CR, fromLatin1, indexOfBytes } from '../../base/bytes.ts';
import type { InputBuffer } from './input-buffer.ts';

const lineEnd = fromLatin1('\r\n');

/** A line as it came, without its CRLF; or one that was too long to keep. */
export type Line = { readonly kind: 'line'; readonly bytes: Bytes } | { readonly kind: 'too-long' };

/** Takes lines out of a buffer. What is too long is let go as it comes, so that the buffer holds no more than one line's maximum. */
export class LineReader {
  #isTooLong = false;

  /**
   * The next line; undefined while its end has not come. Only CRLF ends a line (RFC 5321 §2.3.8).
   *
   * @param bytesMax octets of the line, CRLF counted in
   */
  take(input: InputBuffer, bytesMax: number): Line | undefined {
    const bytes = input.peek();
    const end = indexOfBytes(bytes, lineEnd);
    if (end === -1) {
      if (bytes.length >= bytesMax) this.#isTooLong = true;
      if (this.#isTooLong) input.skip(bytes[bytes.length - 1] === CR ? bytes.length - 1 : bytes.length);
      return undefined;
    }
    const length = end + lineEnd.length;
    const isTooLong = this.#isTooLong || length > bytesMax;
    this.#isTooLong = false;
    input.skip(length);
    return isTooLong ? { kind: 'too-long' } : { kind: 'line', bytes: bytes.subarray(0, end) };
  }
}
