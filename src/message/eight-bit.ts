import { type Bytes, isAscii } from '../base/bytes.ts';
import { HeaderEnd } from './header-reader.ts';

/**
 * Looks for octets above 127 in a message that comes in pieces: in its header section they need SMTPUTF8 on
 * the way (RFC 6532), in its body 8BITMIME (RFC 6152). The headers of MIME parts count as body.
 */
export class EightBitScan {
  readonly #headerEnd = new HeaderEnd();
  #isInBody = false;
  #isHeader8bit = false;
  #isBody8bit = false;

  get isHeader8bit(): boolean {
    return this.#isHeader8bit;
  }

  get isBody8bit(): boolean {
    return this.#isBody8bit;
  }

  push(chunk: Bytes): void {
    const bodyStart = this.#isInBody ? 0 : this.#headerEnd.find(chunk);
    if (bodyStart === -1) {
      this.#isHeader8bit ||= !isAscii(chunk);
      return;
    }
    this.#isHeader8bit ||= !isAscii(chunk.subarray(0, bodyStart));
    this.#isBody8bit ||= !isAscii(chunk.subarray(bodyStart));
    this.#isInBody = true;
  }
}
