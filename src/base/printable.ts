/**
 * Untrusted text, made harmless for a terminal, a log or a page: control characters (C0, DEL, C1), line and paragraph separators,
 * bidirectional controls, what is invisible but for a joiner, and lone surrogates become visible escapes. Nothing is dropped.
 */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/**
 * One harmless line.
 * @param maxLength characters kept; the rest is replaced by `…`
 */
export function printable(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return cut.replace(unsafe, (c) => {
    const code = c.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${hex(code, 2)}`;
    return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 5)}}`;
  });
}

/** A value as JSON in one harmless line: what is unsafe stands there as an escape of JSON's own, so that its reader gets it back. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value).replace(unsafe, (c) =>
    Array.from({ length: c.length }, (_, i) => `\\u${hex(c.charCodeAt(i), 4)}`).join(''),
  );

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
