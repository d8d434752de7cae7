import { ByteBuilder } from '../../base/byte-builder.ts';
import type { Bytes } from '../../base/bytes.ts';
import { sha256InPieces } from '../../base/hash.ts';
import { type Header, parseHeader } from '../fields.ts';
import { HeaderEnd, headerBytesMax } from '../header-reader.ts';
import { RelaxedBody } from './relaxed-body.ts';

/** What a signature is made of. */
export interface DigestedMessage {
  readonly header: Header;
  /** SHA-256 of the body in its relaxed form. */
  readonly bodyHash: Bytes;
}

/** Reads a message once, in pieces, for its signature: keeps the header section, and of the body nothing but its hash. */
export class MessageDigest {
  readonly #headerEnd = new HeaderEnd();
  readonly #section = new ByteBuilder();
  readonly #hash = sha256InPieces();
  readonly #body = new RelaxedBody((block) => this.#hash.push(block));
  #isInBody = false;

  push(piece: Bytes): void {
    const bodyStart = this.#isInBody ? 0 : this.#headerEnd.find(piece);
    this.#keep(bodyStart === -1 ? piece : piece.subarray(0, bodyStart));
    if (bodyStart === -1) return;
    this.#isInBody = true;
    this.#body.push(piece.subarray(bodyStart));
  }

  /** Undefined if the header section is longer than any that we accept. */
  end(): DigestedMessage | undefined {
    this.#body.end();
    const bodyHash = this.#hash.end();
    const section = this.#section.bytes;
    return section.length > sectionBytesMax ? undefined : { header: parseHeader(section), bodyHash };
  }

  #keep(piece: Bytes): void {
    if (this.#section.length <= sectionBytesMax) this.#section.push(piece);
  }
}

/** Our own fields stand before those that came in. */
const sectionBytesMax = headerBytesMax + 16 * 1024;
