import { IntlMessageFormat } from 'intl-messageformat';
import { invariant } from '../../base/invariant.ts';
import { type Catalogue, catalogues, type Key } from './catalogue.ts';
import type { Inline, Line, Quote } from './inline.ts';
import { directionOf, type Language, sentenceGapOf } from './languages.ts';

/** What is filled into a text: a number decides its plural, a quote stays apart from the words. */
export type Values = Readonly<Record<string, string | number | Quote>>;

/** Texts of a catalogue that an operator has replaced. */
export type Replacements = Readonly<Partial<Catalogue>>;

/** One language, spoken: turns the name of a text and what belongs into it into a line. Keeps what it has compiled. */
export class Words {
  readonly language: Language;
  readonly #catalogue: Catalogue;
  readonly #compiled = new Map<Key, IntlMessageFormat>();

  constructor(language: Language, replacements: Replacements = {}) {
    this.language = language;
    this.#catalogue = { ...catalogues[language], ...replacements };
  }

  get direction(): 'ltr' | 'rtl' {
    return directionOf(this.language);
  }

  /** @throws FormatError if a placeholder of the text has no value */
  say(key: Key, values: Values = {}): Line {
    const parts = this.#messageOf(key).formatToParts<Quote>(values);
    return parts.map(({ value }): Inline => value);
  }

  /** A text into which no quotes are filled. */
  plain(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
    return this.say(key, values)
      .map((part) => {
        invariant(typeof part === 'string', `${key} was filled with strings and numbers alone`);
        return part;
      })
      .join('');
  }

  /** Sentences, one behind the other. */
  sentences(...lines: readonly Line[]): Line {
    const gap = sentenceGapOf(this.language);
    return lines.filter((line) => line.length > 0).flatMap((line, i) => (i === 0 ? line : [gap, ...line]));
  }

  #messageOf(key: Key): IntlMessageFormat {
    const known = this.#compiled.get(key);
    if (known) return known;
    const message = compile(this.#catalogue[key], this.language);
    this.#compiled.set(key, message);
    return message;
  }
}

/**
 * Digits are those of Western languages everywhere: they stand beside codes, addresses and dates that know no others. Texts have no
 * tags: a `<` is a `<`. @throws SyntaxError if it is not ICU MessageFormat
 */
export const compile = (text: string, language: Language): IntlMessageFormat =>
  new IntlMessageFormat(text, `${language}-u-nu-latn`, undefined, { ignoreTag: true });
