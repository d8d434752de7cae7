import { ByteBuilder } from '../base/byte-builder.ts';
import { type Bytes, CR, indexOfByte, LF, latin1 } from '../base/bytes.ts';
import { isType, parseContentType, parseDisposition } from './content-type.ts';
import { type Header, parseHeader } from './fields.ts';

/** Octets of the header section of one part that are read. */
export const partHeaderBytesMax = 64 * 1024;
/** Multiparts of one message whose parts are found. */
const boundariesMax = 1_000;
/** RFC 2046 §5.1.1 allows a boundary 70 characters; we look at lines of up to so many octets. */
const delimiterLengthMax = 250;

const hyphen = '-'.charCodeAt(0);

/**
 * Finds the names of the files in a message that comes in pieces, enclosed messages too, and keeps nothing of their content. Untrusted:
 * where several fields or parameters name one file, all of the names are told, since nobody knows which of them a mail program takes.
 */
export class FileNameScan {
  readonly #onName: (name: string) => void;
  readonly #boundaries = new Set<string>();
  readonly #section = new ByteBuilder();
  #isInHeader = true;
  /** RFC 2046 §5.1.5: parts without a type are messages. */
  #hasDigest = false;
  /** The start of the line in hand, if it begins as a delimiter does. */
  #start = '';
  #lineLength = 0;
  #isBlank = true;

  constructor(onName: (name: string) => void) {
    this.#onName = onName;
  }

  push(chunk: Bytes): void {
    for (let at = 0; at < chunk.length; ) {
      const found = indexOfByte(chunk, LF, at);
      const end = found === -1 ? chunk.length : found + 1;
      this.#take(chunk.subarray(at, end));
      if (found !== -1) this.#endLine();
      at = end;
    }
  }

  #take(piece: Bytes): void {
    const mayDelimit = this.#lineLength === 0 ? piece[0] === hyphen : this.#start !== '';
    if (mayDelimit && this.#start.length < delimiterLengthMax)
      this.#start += latin1(piece.subarray(0, delimiterLengthMax - this.#start.length));
    this.#lineLength += piece.length;
    if (!this.#isInHeader) return;
    this.#isBlank &&= piece.every((octet) => octet === CR || octet === LF);
    if (this.#section.length + piece.length <= partHeaderBytesMax) this.#section.push(piece);
  }

  #endLine(): void {
    const delimiter = this.#delimiter();
    if (this.#isInHeader && (delimiter || this.#isBlank)) this.#endHeader();
    if (delimiter) this.#isInHeader = delimiter === 'next';
    this.#start = '';
    this.#lineLength = 0;
    this.#isBlank = true;
  }

  #delimiter(): 'next' | 'last' | undefined {
    if (!this.#start.startsWith('--')) return undefined;
    const text = this.#start.trimEnd().slice(2);
    if (this.#boundaries.has(text)) return 'next';
    return text.endsWith('--') && this.#boundaries.has(text.slice(0, -2)) ? 'last' : undefined;
  }

  #endHeader(): void {
    const header = parseHeader(this.#section.bytes);
    this.#section.clear();
    const types = header.values('Content-Type').map((value) => parseContentType(value));
    for (const { type, parameters } of types) {
      const boundary = parameters.get('boundary')?.trimEnd();
      if (type === 'multipart' && boundary && this.#boundaries.size < boundariesMax)
        this.#boundaries.add(boundary);
    }
    this.#hasDigest ||= types.some((type) => isType(type, 'multipart/digest'));
    for (const name of namesIn(header)) this.#onName(name);
    const isMessage = types.some((type) => isType(type, 'message/rfc822') || isType(type, 'message/global'));
    this.#isInHeader = isMessage || (this.#hasDigest && types.length === 0);
  }
}

/** RFC 2183 §2.3, and the older `name` of the Content-Type. */
function namesIn(header: Header): readonly string[] {
  const dispositions = header.values('Content-Disposition').map((value) => parseDisposition(value));
  const types = header.values('Content-Type').map((value) => parseContentType(value));
  return [
    ...dispositions.flatMap((disposition) => disposition?.parameters.get('filename') ?? []),
    ...types.flatMap(({ parameters }) => parameters.get('name') ?? []),
  ];
}
