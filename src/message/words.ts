/**
 * Text in header fields beyond ASCII: encoded words (RFC 2047), parameters (RFC 2231) and charsets, all by
 * way of libmime.
 */
import libmime from 'libmime';
import { createDecodeStream, decode } from 'libmime/lib/charset.js';
import { type Bytes, strictUtf8, toBuffer } from '../base/bytes.ts';

/** Octets of one encoded word, short enough that it fits beside most field names (RFC 2047 §2 allows 75). */
const encodedWordMax = 63;

/**
 * Decodes the encoded words in an unfolded value. Control characters, which may hide in them, become blanks.
 */
export const decodeWords = (text: string): string =>
  (text.includes('=?') ? libmime.decodeWords(text) : text).replace(/[\x00-\x1f\x7f]/g, ' ');

/** encoded-word (RFC 2047 §2), its charset perhaps with a language behind it (RFC 2231 §5). */
const encodedWord = /^=\?([^\s?*]{1,100})(?:\*[\w-]{0,100})?\?[QqBb]\?[!->@-~]*\?=$/;

/**
 * Decodes the encoded words in an unfolded value of free text by the letter of RFC 2047 §5 (1): only where they stand between blanks and
 * their charset is known; control characters that hide in them are dropped. decodeWords forgives more, as names and file names need it.
 */
export function decodeTextWords(text: string): string {
  if (!text.includes('=?')) return text;
  const pieces = text.split(/([ \t]+)/);
  const isEncoded = pieces.map(isDecodable);
  let out = '';
  let run: string[] = [];
  for (const [i, piece] of pieces.entries()) {
    if (isEncoded[i]) run.push(piece);
    // RFC 2047 §6.2: white space between two encoded words is not shown.
    else if (!(isEncoded[i - 1] && isEncoded[i + 1])) {
      out += decodeRun(run) + piece;
      run = [];
    }
  }
  return out + decodeRun(run);
}

/** Together, because a character may be torn apart between two words. */
const decodeRun = (words: readonly string[]): string =>
  words.length === 0 ? '' : libmime.decodeWords(words.join(' ')).replace(/[\x00-\x1f\x7f]/g, '');

function isDecodable(word: string): boolean {
  const charset = encodedWord.exec(word)?.[1];
  return charset !== undefined && isKnownCharset(charset);
}

/** True for a charset that decodeCharset decodes as what it is, instead of as UTF-8 for want of better. */
export const isKnownCharset = (charset: string): boolean => createDecodeStream(charset.trim()).supported;

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
