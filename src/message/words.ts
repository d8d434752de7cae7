/**
 * Text in header fields beyond ASCII: encoded words (RFC 2047), parameters (RFC 2231) and charsets, all by
 * way of libmime.
 */
import libmime from 'libmime';
import { decode } from 'libmime/lib/charset.js';
import { type Bytes, strictUtf8, toBuffer } from '../base/bytes.ts';

/** Octets of one encoded word, short enough that it fits beside most field names (RFC 2047 §2 allows 75). */
const encodedWordMax = 63;

/**
 * Decodes the encoded words in an unfolded value. Control characters, which may hide in them, become blanks.
 */
export const decodeWords = (text: string): string =>
  (text.includes('=?') ? libmime.decodeWords(text) : text).replace(/[\x00-\x1f\x7f]/g, ' ');

/**
 * Writes text in ASCII: as it is where it is that and does not look encoded, else as encoded words of UTF-8.
 */
export function encodeWords(text: string): string {
  if (isPlain(text)) return text;
  // Text that looks like an encoded word would be decoded by its reader, so it is encoded as a whole.
  return text.includes('=?')
    ? encodeWord(text)
    : libmime.encodeWords(text, encodingFor(text), encodedWordMax);
}

/** Writes a display name (RFC 5322 §3.2.5 phrase): atoms, a quoted string, or encoded words. */
export function encodePhrase(text: string): string {
  if (!isPlain(text)) return encodeWord(text);
  return /^[\w!#$%&'*+\-/=?^`{|}~ ]*$/.test(text) && !/^ | $| {2}|^$/.test(text) ? text : quote(text);
}

/** quoted-string (RFC 5322 §3.2.4) */
export const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/**
 * A value such as `text/plain; charset=utf-8`, taken apart. Names of parameters are in lower case, their
 * values decoded.
 */
export interface Parameterised {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Parses value and parameters (RFC 2045 §5.1, RFC 2231); of two parameters of the same name the first counts.
 */
export function parseParameterised(text: string): Parameterised {
  const { value, params, decodedParams } = libmime.parseHeaderValue(text, { stripComments: true });
  const decoded = new Set(decodedParams);
  const parameters = Object.entries(params)
    .filter(([name, each]) => name !== '' && each !== '')
    .map(([name, each]): [string, string] => [name, decoded.has(name) ? each : decodeWords(each)]);
  return { value, parameters: new Map(parameters) };
}

/** Writes value and parameters, by RFC 2231 where a parameter is not ASCII or too long. */
export const writeParameterised = ({ value, parameters }: Parameterised): string =>
  libmime.buildHeaderValue({ value, params: Object.fromEntries(parameters) });

/**
 * Text of octets in a named charset. An unknown charset, and ASCII with octets above 127, is tried as UTF-8
 * first (RFC 7103 §7.6).
 */
export function decodeCharset(bytes: Bytes, charset: string): string {
  const isAscii = /^(?:us-ascii|ascii)?$/i.test(charset.trim());
  return (isAscii ? strictUtf8(bytes) : undefined) ?? decode(toBuffer(bytes), charset);
}

const encodeWord = (text: string): string => libmime.encodeWord(text, encodingFor(text), encodedWordMax);

/** Q keeps Western text legible; B is shorter as soon as most of it is not ASCII. */
function encodingFor(text: string): 'Q' | 'B' {
  const others = text.replace(/[ -~]/g, '').length;
  return others * 3 > text.length ? 'B' : 'Q';
}

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text) && !text.includes('=?');
