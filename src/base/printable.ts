/**
 * Untrusted text, made harmless for one line of a terminal, a log or a page: control characters (C0, DEL, C1), line and
 * paragraph separators, bidirectional controls and lone surrogates become visible escapes. Nothing is dropped, so that two
 * different texts stay different.
 */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

/** @param maxLength characters kept; the rest is replaced by `…` */
export function printable(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return cut.replace(unsafe, (c) => {
    const code = c.charCodeAt(0);
    if (code < 256) return `\\x${code.toString(16).padStart(2, '0')}`;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
