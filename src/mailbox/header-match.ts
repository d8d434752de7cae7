import type { Bytes } from '../base/bytes.ts';
import { parseHeader } from '../message/fields.ts';
import { decodeWords } from '../message/words.ts';

/** Octets of a message among which its header fields are looked for. */
export const searchedHeaderBytes = 256 * 1024;

/**
 * Whether a message has a header field of this name, and the value, if one is given, stands in it (RFC 8621 §4.4.1): decoded,
 * whatever the case.
 * @param head the beginning of the message
 */
export function hasHeader(head: Bytes, name: string, value: string | undefined): boolean {
  const fields = parseHeader(head).values(name);
  if (value === undefined) return fields.length > 0;
  const sought = value.toLowerCase();
  return fields.some((field) => decodeWords(field).toLowerCase().includes(sought));
}
