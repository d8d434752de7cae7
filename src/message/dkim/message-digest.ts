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
  #header: Header | undefined;

  push(piece: Bytes): void {
    const bodyStart = this.#header ? 0 : this.#headerEnd.find(piece);
    this.#keep(bodyStart === -1 ? piece : piece.subarray(0, bodyStart));
    if (bodyStart === -1) return;
    this.#header ??= parseHeader(this.#section.bytes);
    this.#body.push(piece.subarray(bodyStart));
  }

  /** The header section, once it has come. */
  get header(): Header | undefined {
    return this.#header;
  }

  /** Undefined if the header section is longer than any that we accept. */
  end(): DigestedMessage | undefined {
    this.#body.end();
    const header = this.#header ?? parseHeader(this.#section.bytes);
    const bodyHash = this.#hash.end();
    return this.#section.length > sectionBytesMax ? undefined : { header, bodyHash };
  }

  #keep(piece: Bytes): void {
    if (!this.#header && this.#section.length <= sectionBytesMax) this.#section.push(piece);
  }
}

/** Our own fields stand before those that came in. */
const sectionBytesMax = headerBytesMax + 16 * 1024;
