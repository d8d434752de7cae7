import { type Bytes, fromLatin1 } from '../base/bytes.ts';
import type { Reply } from '../envelope/reply.ts';

/** RFC 5321 §4.5.3.1.5, in octets, code and CRLF counted in. */
export const replyLineBytesMax = 512;

/**
 * Writes a reply as it goes over the wire (RFC 5321 §4.2). The status stands before the text of each line (RFC 2034 §4). Text that
 * is not printable ASCII is escaped (RFC 6531 §3.7.4 allows UTF-8 only where we say nothing). A line that is too long becomes
 * several, but for the challenge of a 334, which is one however long it is (RFC 4954 §4).
 */
export function formatReply({ code, status, lines }: Reply): Bytes {
  const prefix = status === undefined ? '' : `${status} `;
  const room = code === 334 ? Number.POSITIVE_INFINITY : replyLineBytesMax - `${code}-${prefix}\r\n`.length;
  const texts = lines.flatMap((line) => split(escapeText(line), room));
  const last = texts.pop() ?? '';
  const before = texts.map((text) => `${code}-${prefix}${text}\r\n`).join('');
  return fromLatin1(`${before}${code} ${prefix}${last}\r\n`);
}

/** textstring = 1*(%d09 / %d32-126) */
const escapeText = (text: string): string =>
  /^[\t -~]*$/.test(text) ? text : text.replace(/[^\t -~]/gu, (c) => `\\x{${hexOf(c)}}`);

const hexOf = (c: string): string => (c.codePointAt(0) ?? 0).toString(16).toUpperCase();

/** Cuts at a blank where there is one in the second half, else in the middle of a word. */
function split(text: string, room: number): string[] {
  if (text.length <= room) return [text];
  const parts: string[] = [];
  let rest = text;
  while (rest.length > room) {
    const blank = rest.lastIndexOf(' ', room);
    const end = blank > room / 2 ? blank : room;
    parts.push(rest.slice(0, end));
    rest = rest.slice(blank === end ? end + 1 : end);
  }
  return [...parts, rest];
}
