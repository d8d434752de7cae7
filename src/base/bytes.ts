/**
 * Octets and text. The only file of the pure core that touches Buffer (whose native conversions are several times faster than
 * TextDecoder on short strings); everywhere else an octet string is a Uint8Array.
 */
import { isAscii as bufferIsAscii } from 'node:buffer';

export type Bytes = Uint8Array;

export const CR = 13;
export const LF = 10;
export const NO_BYTES: Bytes = new Uint8Array(0);

const buffer = (bytes: Bytes): Buffer =>
  bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The same octets, without a copy, for a library that takes nothing but a Buffer. */
export const toBuffer = buffer;

/** Each octet as the character of the same number, 0–255: loses nothing. */
export const latin1 = (bytes: Bytes, start = 0, end = bytes.length): string =>
  buffer(bytes).toString('latin1', start, end);

/** UTF-8 to text; what is not UTF-8 becomes U+FFFD. */
export const utf8 = (bytes: Bytes, start = 0, end = bytes.length): string =>
  buffer(bytes).toString('utf8', start, end);

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 to text, or undefined where the octets are not UTF-8. */
export function strictUtf8(bytes: Bytes): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Text whose characters are all ≤ U+00FF to octets of the same numbers. */
export const fromLatin1 = (text: string): Bytes => Buffer.from(text, 'latin1');

export const fromUtf8 = (text: string): Bytes => Buffer.from(text, 'utf8');

/** Base64 (RFC 4648 §4), strictly: undefined for any other character, wrong padding or stray bits. */
export function fromBase64(text: string): Bytes | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return toBase64(bytes) === text ? bytes : undefined;
}

/** Base64 as mail brings it: other characters are passed over, padding may be missing or stand amid the text. */
export const fromLooseBase64 = (text: string): Bytes =>
  concat(
    text
      .replace(/[^A-Za-z0-9+/=]+/g, '')
      .split(/=+/)
      .map((run) => Buffer.from(run, 'base64')),
  );

export const toBase64 = (bytes: Bytes): string => buffer(bytes).toString('base64');

/** Two lower-case hexadecimal digits for each octet. */
export const toHex = (bytes: Bytes): string => buffer(bytes).toString('hex');

export const concat = (parts: readonly Bytes[]): Bytes =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);

/** All that a stream brings, as one octet string; of no stream, none. */
export async function collect(pieces: AsyncIterable<Bytes> | undefined): Promise<Bytes> {
  const all: Bytes[] = [];
  for await (const piece of pieces ?? []) all.push(piece);
  return concat(all);
}

/** The index of `octet` at or after `from`, or −1. */
export const indexOfByte = (bytes: Bytes, octet: number, from = 0): number => bytes.indexOf(octet, from);

/** The index of the octet string `needle` at or after `from`, or −1. */
export const indexOfBytes = (bytes: Bytes, needle: Bytes, from = 0): number =>
  buffer(bytes).indexOf(needle, from);

export function equalBytes(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && buffer(a).equals(b);
}

/** True if every octet is below 128. */
export const isAscii = (bytes: Bytes): boolean => bufferIsAscii(bytes);
