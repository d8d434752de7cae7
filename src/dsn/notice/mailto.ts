import { fromUtf8 } from '../../base/bytes.ts';

/** RFC 6068: whatever is not plain is percent-encoded, so that an address can bring along no header field of its own. */
export const mailto = (address: string, subject?: string): `mailto:${string}` =>
  `mailto:${percentEncoded(address)}${subject === undefined ? '' : `?subject=${percentEncoded(subject)}`}`;

const percentEncoded = (text: string): string =>
  Array.from(fromUtf8(text), (octet) =>
    /[\w.@~-]/.test(String.fromCharCode(octet))
      ? String.fromCharCode(octet)
      : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
