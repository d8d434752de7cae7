import { type Bytes, CR, LF } from '../base/bytes.ts';
import { lineEnd } from './fields.ts';

/** RFC 2045 §6.7 (5), line end not counted. */
const lineLengthMax = 76;
const EQUALS = 61;
const SPACE = 32;
const TAB = 9;

/**
 * Encodes octets (RFC 2045 §6.7), as characters of ASCII.
 * @param isText CRLF stands for line ends, which stay as they are; in anything else they are encoded too
 */
export function encodeQuotedPrintable(bytes: Bytes, isText: boolean): string {
  const out: string[] = [];
  let line = '';
  for (let i = 0; i < bytes.length; i++) {
    const octet = bytes[i] as number;
    if (isText && octet === CR && bytes[i + 1] === LF) {
      out.push(`${line}\r\n`);
      line = '';
      i++;
      continue;
    }
    const word = isLiteral(bytes, i, isText) ? String.fromCharCode(octet) : `=${hexOf(octet)}`;
    // A soft line break needs the last column.
    if (line.length + word.length >= lineLengthMax) {
      out.push(`${line}=\r\n`);
      line = '';
    }
    line += word;
  }
  out.push(line);
  return out.join('');
}

function isLiteral(bytes: Bytes, i: number, isText: boolean): boolean {
  const octet = bytes[i] as number;
  if (!isBlank(octet)) return octet > SPACE && octet < 127 && octet !== EQUALS;
  // §6.7 (3): no blank may end a line.
  const isLast = i === bytes.length - 1 || (isText && bytes[i + 1] === CR && bytes[i + 2] === LF);
  return !isLast;
}

/**
 * Decodes octets, generously (RFC 2045 §6.7): a `=` that begins no escape stands for itself, blanks at a
 * line's end go.
 */
export function decodeQuotedPrintable(bytes: Bytes): Bytes {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0, next = 0; at < bytes.length; at = next) {
    next = lineEnd(bytes, at, bytes.length);
    let lineStop = next;
    if (bytes[lineStop - 1] === LF) lineStop--;
    if (lineStop < next && lineStop > at && bytes[lineStop - 1] === CR) lineStop--;
    let stop = lineStop;
    while (stop > at && isBlank(bytes[stop - 1])) stop--;
    const isSoft = stop > at && bytes[stop - 1] === EQUALS;
    length = decodeLine(bytes, at, isSoft ? stop - 1 : stop, out, length);
    for (let i = lineStop; i < next && !isSoft; i++) out[length++] = bytes[i] as number;
  }
  return out.subarray(0, length);
}

function decodeLine(bytes: Bytes, start: number, stop: number, out: Bytes, outStart: number): number {
  let length = outStart;
  for (let i = start; i < stop; i++) {
    const high = bytes[i] === EQUALS && i + 2 < stop ? hexValue(bytes[i + 1]) : -1;
    const low = high === -1 ? -1 : hexValue(bytes[i + 2]);
    if (low !== -1) i += 2;
    out[length++] = low === -1 ? (bytes[i] as number) : high * 16 + low;
  }
  return length;
}

const isBlank = (octet: number | undefined): boolean => octet === SPACE || octet === TAB;

const hexOf = (octet: number): string => octet.toString(16).toUpperCase().padStart(2, '0');

/** §6.7 note (1) lets a reader take lower-case digits too. */
function hexValue(octet: number | undefined): number {
  const value = Number.parseInt(String.fromCharCode(octet ?? 0), 16);
  return Number.isNaN(value) ? -1 : value;
}
