import { type Bytes, latin1 } from '../../base/bytes.ts';
import type { Field } from '../fields.ts';

/**
 * The "relaxed" form of a field (RFC 6376 §3.4.2), without a line end. Each octet is a character: what is not ASCII is signed as it
 * stands, whatever it means.
 */
export const relaxedField = (bytes: Bytes, { name, valueStart, end }: Field): string =>
  relaxed(name, latin1(bytes, valueStart, end));

/** The same of a field that is not part of a message yet. */
export const relaxed = (name: string, value: string): string =>
  `${name.toLowerCase()}:${value
    .replace(/[\r\n]+/g, '')
    .replace(/[\t ]+/g, ' ')
    .replace(/^ | $/g, '')}`;
