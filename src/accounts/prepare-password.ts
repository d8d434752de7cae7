/** A password in the one form that is hashed and compared; made by `preparePassword` only. */
export type PreparedPassword = string & { readonly __brand: 'PreparedPassword' };

/** Octets in UTF-8. RFC 4616 §2 asks for 255 at least; the rest is room for people who type whole sentences. */
export const passwordBytesMax = 1024;

/** RFC 3454, table C.1.2: spaces other than U+0020. */
const nonAsciiSpace = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu;

/** RFC 3454, table B.1: characters that leave no trace. */
const mappedToNothing = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/gu;

/** RFC 3454, tables C.2.1 and C.2.2 (controls), C.3–C.5 (not characters of text), C.6 and C.7, C.8 and C.9 (formatting). */
const prohibited = new RegExp(
  [
    '[\\u0000-\\u001f\\u007f-\\u009f\\u06dd\\u070f\\u180e\\u2028\\u2029\\u2061-\\u2063\\u{1d173}-\\u{1d17a}]',
    '[\\p{Private_Use}\\p{Noncharacter_Code_Point}\\p{Surrogate}]',
    '[\\ufff9-\\ufffd\\u2ff0-\\u2ffb]',
    '[\\u200e\\u200f\\u202a-\\u202e\\u206a-\\u206f\\u{e0001}\\u{e0020}-\\u{e007f}]',
  ].join('|'),
  'u',
);

/**
 * Brings a password into the form in which it is hashed and compared (RFC 4616 §2, RFC 5802 §5.1): SASLprep's mapping,
 * normalization and prohibited characters (RFC 4013 §2.1–2.3), since a SCRAM client hashes exactly that. Its checks of writing
 * direction and of unassigned code points (§2.4, §2.5) are left out: they only refuse, and would refuse every newer emoji.
 *
 * @returns undefined if the password is empty, too long or has characters that nobody can type
 */
export function preparePassword(text: string): PreparedPassword | undefined {
  // Cut off before the work. Only characters that leave no trace could make a longer text short enough.
  if (text.length > 3 * passwordBytesMax) return undefined;
  const prepared = text.replace(nonAsciiSpace, ' ').replace(mappedToNothing, '').normalize('NFKC');
  if (prepared === '' || prohibited.test(prepared)) return undefined;
  return new TextEncoder().encode(prepared).length <= passwordBytesMax
    ? (prepared as PreparedPassword)
    : undefined;
}
