import { parseParameterised } from './words.ts';

/** A media type (RFC 2045 §5). Type, subtype and the names of parameters are in lower case. */
export interface ContentType {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * How a body was made fit for the way (RFC 2045 §6). Of what we do not know, the content stays unknown too
 * (§6.4).
 */
export type TransferEncoding = '7bit' | '8bit' | 'binary' | 'quoted-printable' | 'base64' | 'unknown';

/** How a part shall be shown (RFC 2183): mostly `inline` or `attachment`, in lower case. */
export interface Disposition {
  readonly kind: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** RFC 2045 §5.2: what a message without a valid Content-Type holds. */
export const plainText: ContentType = {
  type: 'text',
  subtype: 'plain',
  parameters: new Map([['charset', 'us-ascii']]),
};

/** The default within multipart/digest (RFC 2046 §5.1.5). */
export const wholeMessage: ContentType = { type: 'message', subtype: 'rfc822', parameters: new Map() };

/** Characters of a value that are read. */
const valueLengthMax = 16 * 1024;

/**
 * Parses a Content-Type value; `fallback` where there is none, or it names no type and subtype (RFC 2045
 * §5.2).
 */
export function parseContentType(value: string | undefined, fallback: ContentType = plainText): ContentType {
  if (value === undefined) return fallback;
  const parsed = parseParameterised(value.slice(0, valueLengthMax));
  const match = /^\s*([^\s/]+)\s*\/\s*([^\s/]+)/.exec(parsed.value.toLowerCase());
  if (!match?.[1] || !match[2]) return fallback;
  return { type: match[1], subtype: match[2], parameters: parsed.parameters };
}

/** Parses a Content-Disposition value; undefined where there is none. */
export function parseDisposition(value: string | undefined): Disposition | undefined {
  if (value === undefined) return undefined;
  const parsed = parseParameterised(value.slice(0, valueLengthMax));
  const kind = parsed.value.trim().toLowerCase();
  return kind === '' ? undefined : { kind, parameters: parsed.parameters };
}

/** Parses a Content-Transfer-Encoding value; 7bit where there is none (RFC 2045 §6.1). */
export function parseTransferEncoding(value: string | undefined): TransferEncoding {
  const word = /^\s*([^\s;(]*)/.exec(value ?? '')?.[1]?.toLowerCase() ?? '';
  switch (word) {
    case '':
    case '7bit':
      return '7bit';
    case '8bit':
    case 'binary':
    case 'quoted-printable':
    case 'base64':
      return word;
    default:
      return 'unknown';
  }
}

/**
 * True for a media type of this name, given in lower case: `isType(t, 'text/plain')`, or `text/*` for all of
 * a kind.
 */
export const isType = (contentType: ContentType, name: string): boolean =>
  name === `${contentType.type}/${contentType.subtype}` || name === `${contentType.type}/*`;
