import { printable } from '../../base/printable.ts';

/** A line of text as its renderers get it: words of a catalogue, and between them what is quoted from elsewhere. */
export type Line = readonly Inline[];

export type Inline = string | Quote;

/**
 * Something that others have written, or that is of no language: it must not be read as a part of the sentence, nor change its
 * direction. Made by the functions below, which make it harmless.
 */
export interface Quote {
  /** `words` have a direction of their own; everything else runs from left to right. */
  readonly kind: 'address' | 'host' | 'code' | 'words';
  readonly text: string;
  /** The part of an address that differs from another one: from … to, in code units. */
  readonly marks?: readonly Mark[];
  /** What is marked is what was wrong. */
  readonly isWrong?: boolean;
}

export interface Mark {
  readonly from: number;
  readonly to: number;
}

/** Characters of untrusted text that are repeated in one place. */
const quotedLengthMax = 300;

const quote =
  (kind: Quote['kind']) =>
  (text: string, lengthMax = quotedLengthMax): Quote => ({ kind, text: printable(text, lengthMax) });

export const quotedAddress = quote('address');
export const quotedHost = quote('host');
export const quotedCode = quote('code');
export const quotedWords = quote('words');
