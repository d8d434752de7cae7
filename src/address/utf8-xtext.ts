/** The encodings of an address of type utf-8 in ORCPT and in reports (RFC 6533 §3). */

/** EmbeddedUnicodeChar = "\x{" HEXPOINT "}" */
const embedded = /\\x\{([0-9A-F]{2,6})\}/g;

/** utf-8-addr-xtext or utf-8-addr-unitext: `\x{…}` escapes, else printable ASCII without `+`, `=`, `\`, or UTF-8. */
const utf8AddressXtext = /^(?:[!-*,-<>-[\]-~\u0080-\u{10ffff}]|\\x\{[0-9A-F]{2,6}\})*$/u;

/** True if `text` may stand after `utf-8;` in ORCPT. */
export function isUtf8AddressXtext(text: string): boolean {
  if (!utf8AddressXtext.test(text)) return false;
  return [...text.matchAll(embedded)].every(([, hex = '']) => isScalar(Number.parseInt(hex, 16)));
}

/** Takes the escapes out. `text` must satisfy isUtf8AddressXtext. */
export const decodeUtf8AddressXtext = (text: string): string =>
  text.replace(embedded, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));

/** Pure ASCII for a way that knows no SMTPUTF8: everything but printable ASCII, and `+`, `=`, `\`, becomes an escape. */
export const encodeUtf8AddressXtext = (address: string): string =>
  address.replace(/[^!-*,-<>-[\]-~]/gu, (c) => `\\x{${hexPoint(c)}}`);

const hexPoint = (c: string): string => (c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0');

const isScalar = (point: number): boolean => point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
