import { fromUtf8, latin1, strictUtf8 } from '../base/bytes.ts';

/** Text in the xtext encoding of RFC 3461 §4, as it stands on the wire: printable ASCII without `+`, `=` and blanks but for `+HH`. */
export type Xtext = string & { readonly __brand: 'Xtext' };

/** xtext = *( xchar / hexchar ), hexchar = "+" and two upper-case hexadecimal digits */
const xtext = /^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/;

export const parseXtext = (text: string): Xtext | undefined =>
  xtext.test(text) ? (text as Xtext) : undefined;

/** Encodes the UTF-8 octets of `text`. */
export function encodeXtext(text: string): Xtext {
  return latin1(fromUtf8(text)).replace(
    /[^!-*,-<>-~]/g,
    (c) => `+${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  ) as Xtext;
}

/** The octets behind the encoding, as UTF-8 text where they are that, else as Latin-1. */
export function decodeXtext(encoded: Xtext): string {
  const octets = encoded.replace(/\+([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return strictUtf8(Uint8Array.from(octets, (c) => c.charCodeAt(0))) ?? octets;
}
