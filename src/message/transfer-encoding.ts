import { type Bytes, CR, fromLatin1, indexOfByte, isAscii, LF, toBase64 } from '../base/bytes.ts';
import { encodeQuotedPrintable } from './quoted-printable.ts';
import { lineLengthMax } from './write-fields.ts';

/**
 * What octets ask of the way (RFC 2045 §2.7–2.9): 7bit data is ASCII without NUL in lines of at most 998
 * octets that end in CRLF, and holds CR and LF nowhere else; 8bit data may hold octets above 127 too; binary
 * data is anything.
 */
export type ContentNeed = '7bit' | '8bit' | 'binary';

export function contentNeed(bytes: Bytes): ContentNeed {
  if (indexOfByte(bytes, 0) !== -1 || !hasLawfulLines(bytes)) return 'binary';
  return isAscii(bytes) ? '7bit' : '8bit';
}

function hasLawfulLines(bytes: Bytes): boolean {
  for (let at = 0; at < bytes.length; ) {
    const lf = indexOfByte(bytes, LF, at);
    const cr = indexOfByte(bytes, CR, at);
    const end = lf === -1 ? bytes.length : lf - 1;
    if (end - at > lineLengthMax || (cr === -1 ? lf !== -1 : cr !== end || lf === -1)) return false;
    at = lf === -1 ? bytes.length : lf + 1;
  }
  return true;
}

/** A body made fit for the way, and what to call the encoding. */
export interface EncodedBody {
  readonly encoding: '7bit' | '8bit' | 'quoted-printable' | 'base64';
  readonly bytes: Bytes;
}

/**
 * Encodes no more than the way asks for: text that is mostly ASCII stays legible in quoted-printable, all
 * else becomes base64.
 */
export function encodeBody(bytes: Bytes, isText: boolean, allows8bit: boolean): EncodedBody {
  const need = contentNeed(bytes);
  if (need === '7bit' || (need === '8bit' && allows8bit)) return { encoding: need, bytes };
  if (isText && escapedShare(bytes) < 1 / 3) {
    return { encoding: 'quoted-printable', bytes: fromLatin1(encodeQuotedPrintable(bytes, true)) };
  }
  return { encoding: 'base64', bytes: fromLatin1(encodeBase64Lines(bytes)) };
}

/** RFC 2045 §6.8: lines of at most 76 characters. */
const encodeBase64Lines = (bytes: Bytes): string => toBase64(bytes).replace(/.{76}(?=.)/g, '$&\r\n');

/** The share of octets that quoted-printable would write as three characters. */
function escapedShare(bytes: Bytes): number {
  let escaped = 0;
  for (const octet of bytes) if (octet > 126 || (octet < 32 && octet !== CR && octet !== LF)) escaped++;
  return escaped / bytes.length;
}
