import { type Bytes, fromUtf8, strictUtf8, utf8 } from '../../base/bytes.ts';
import { isType } from '../../message/content-type.ts';
import type { Part } from '../../message/part-tree.ts';
import { decodeCharset, isKnownCharset } from '../../message/words.ts';
import type { MessageParts } from './message-parts.ts';

/** RFC 8621 §4.1.4 */
export interface EmailBodyValue {
  readonly value: string;
  readonly isEncodingProblem: boolean;
  readonly isTruncated: boolean;
}

/**
 * The text of a part, with LF for line ends.
 * @param bytesMax octets in UTF-8 that it may have; 0 = any number (RFC 8621 §4.2)
 */
export function bodyValue(parts: MessageParts, part: Part, bytesMax: number): EmailBodyValue {
  const { text, isEncodingProblem } = readText(parts.content(part), part);
  // RFC 8621 §4.1.4: any CRLF is replaced by LF.
  const whole = text.replaceAll('\r\n', '\n');
  const value = bytesMax === 0 ? whole : cut(whole, bytesMax, isType(part.contentType, 'text/html'));
  return { value, isEncodingProblem, isTruncated: value.length < whole.length };
}

/** Decodes what the charset says, or what the octets look like, and whether that went well. */
function readText(
  content: Bytes,
  part: Part,
): { readonly text: string; readonly isEncodingProblem: boolean } {
  const charset = part.contentType.parameters.get('charset') ?? 'us-ascii';
  const text = decodeCharset(content, charset);
  const isUtf8 = /^(?:us-ascii|ascii|utf-?8)$/i.test(charset.trim());
  const isMalformed = isUtf8 ? strictUtf8(content) === undefined : text.includes('\ufffd');
  // RFC 8621 §4.1.4, isEncodingProblem
  const isEncodingProblem = isMalformed || part.encoding === 'unknown' || !isKnownCharset(charset);
  return { text, isEncodingProblem };
}

/** The beginning of the text, at most `bytesMax` octets of it: no character and no HTML tag is cut in two. */
function cut(text: string, bytesMax: number, isHtml: boolean): string {
  // No octet of UTF-8 stands for more than one unit of UTF-16, so what lies further on cannot fit.
  const bytes = fromUtf8(text.slice(0, bytesMax + 1));
  if (bytes.length <= bytesMax) return text;
  let end = bytesMax;
  // 10xxxxxx stands amid a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  const start = utf8(bytes, 0, end);
  return isHtml ? start.slice(0, openTag(start) ?? start.length) : start;
}

/** Where a tag begins that does not end in this text; a `>` within quotes ends none. */
function openTag(html: string): number | undefined {
  let open: number | undefined;
  let quote: string | undefined;
  for (const match of html.matchAll(/<(?=[a-z/!?]|$)|>|=\s{0,10}["']|["']/gi)) {
    const [mark] = match;
    if (open === undefined) open = mark === '<' ? match.index : undefined;
    else if (quote !== undefined) quote = mark.endsWith(quote) ? undefined : quote;
    else if (mark === '>') open = undefined;
    else if (mark.startsWith('=')) quote = mark.at(-1);
  }
  return open;
}
