/** The encodings of an address of type utf-8 in ORCPT and in reports (RFC 6533 §3). */

/**
 * HEXPOINT: ASCII that needs the escape, and Unicode above it without surrogates. Some controls are in it, but neither NUL nor CR
 * nor LF.
 */
const hexPoint = [
  '[01][1-9]|10|20|2B|3D|5C|7F|[89A-F][0-9A-F]',
  '[1-9A-F][0-9A-F]{2}',
  '[1-9A-CEF][0-9A-F]{3}|D[0-7][0-9A-F]{2}',
  '[1-9A-F][0-9A-F]{4}',
  '10[0-9A-F]{4}',
].join('|');
/** EmbeddedUnicodeChar = "\x{" HEXPOINT "}" */
const embedded = new RegExp(`\\\\x\\{(${hexPoint})\\}`, 'g');

/** utf-8-addr-xtext or utf-8-addr-unitext: `\x{…}` escapes, else printable ASCII without `+`, `=`, `\`, or UTF-8. */
const utf8AddressXtext = new RegExp(
  `^(?:[!-*,-<>-[\\]-~\\u0080-\\u{10ffff}]|\\\\x\\{(?:${hexPoint})\\})+$`,
  'u',
);

/** True if `text` may stand after `utf-8;` in ORCPT. */
export const isUtf8AddressXtext = (text: string): boolean => utf8AddressXtext.test(text);

/** Takes the escapes out. `text` must satisfy isUtf8AddressXtext. */
export const decodeUtf8AddressXtext = (text: string): string =>
  text.replace(embedded, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));

/** Pure ASCII for a way that knows no SMTPUTF8: everything but printable ASCII, and `+`, `=`, `\`, becomes an escape. */
export const encodeUtf8AddressXtext = (address: string): string =>
  address.replace(/[^!-*,-<>-[\]-~]/gu, (c) => `\\x{${hexOf(c)}}`);

const hexOf = (c: string): string => (c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0');
