import type { Result } from '../../base/result.ts';
import { err, ok } from '../../base/result.ts';

/** A macro-string (RFC 7208 §7.1): literal text, and what is put in at evaluation. */
export type MacroString = readonly (string | MacroExpansion)[];

export interface MacroExpansion {
  readonly letter: MacroLetter;
  /** Parts that are kept, from the right; all where absent. */
  readonly keep?: number;
  readonly isReversed: boolean;
  /** Characters at which the value is split. */
  readonly delimiters: string;
  /** Escape the value as in a URI: the letter was a capital. */
  readonly isEscaped: boolean;
}

export type MacroLetter = 's' | 'l' | 'o' | 'd' | 'i' | 'p' | 'v' | 'h' | 'c' | 'r' | 't';

/** What each letter stands for. */
export type MacroValues = Readonly<Record<MacroLetter, string>>;

/** RFC 7208 §7.2: what only an explanation may say. */
const explanationLetters = 'crt';

const token = /%(?:\{([a-z])(\d*)(r?)([-.+,/_=]*)\}|([%_-]))|([^%]+)|%/giy;
const shorthands: Readonly<Record<string, string>> = { '%': '%', _: ' ', '-': '%20' };

/** Reads a macro-string, or the text of an explanation, whose characters are all allowed. The error is a phrase. */
export function parseMacroString(text: string, use: 'term' | 'explanation'): Result<MacroString> {
  const parts: (string | MacroExpansion)[] = [];
  for (const [all, letter, digits = '', reversed, delimiters, shorthand, literal] of text.matchAll(token)) {
    if (literal !== undefined) parts.push(literal);
    else if (shorthand !== undefined) parts.push(shorthands[shorthand] ?? '');
    // RFC 7208 §7.3
    else if (letter === undefined) return err(`a "%" in "${text}" is not part of a macro`);
    else {
      const name = letter.toLowerCase();
      if (!isMacroLetter(name) || (use === 'term' && explanationLetters.includes(name)))
        return err(`there is no macro ${all} here`);
      if (/^0+$/.test(digits)) return err(`the macro ${all} would keep no part`);
      parts.push({
        letter: name,
        ...(digits !== '' && { keep: Number(digits) }),
        isReversed: reversed !== '',
        delimiters: delimiters || '.',
        isEscaped: letter !== name,
      });
    }
  }
  return ok(parts);
}

/** The text behind the last macro of a macro-string; undefined if it ends in one. */
export const literalEnd = (text: string): string | undefined => [...text.matchAll(token)].at(-1)?.[6];

const isMacroLetter = (text: string): text is MacroLetter => 'slodipvhcrt'.includes(text);

/** RFC 7208 §7.3 */
export const expandMacros = (parts: MacroString, values: MacroValues): string =>
  parts.map((part) => (typeof part === 'string' ? part : expanded(part, values[part.letter]))).join('');

function expanded({ keep, isReversed, delimiters, isEscaped }: MacroExpansion, value: string): string {
  const parts = split(value, delimiters);
  if (isReversed) parts.reverse();
  const text = parts.slice(-(keep ?? parts.length)).join('.');
  return isEscaped ? escaped(text) : text;
}

function split(value: string, delimiters: string): string[] {
  const parts = [''];
  for (const char of value) {
    if (delimiters.includes(char)) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

/** As in a URI: all but letters, digits and `-._~` (RFC 7208 §7.3). */
const escaped = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
