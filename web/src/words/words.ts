import { IntlMessageFormat } from 'intl-messageformat';
import {
  type Direction,
  directionOf,
  type Language,
  languageFor,
} from '../../../src/dsn/languages/languages.ts';
import en from './en.json' with { type: 'json' };

/** A text of the page. */
export type Key = keyof typeof en;
export type Catalogue = Readonly<Record<Key, string>>;
export type Values = Readonly<Record<string, string | number | Date>>;

/** The texts of the page in one language, and how that language writes dates, counts and sizes. */
export class Words {
  readonly language: Language;
  readonly direction: Direction;
  readonly #catalogue: Catalogue;
  readonly #formats = new Map<Key, IntlMessageFormat>();

  constructor(language: Language, catalogue: Catalogue) {
    this.language = language;
    this.direction = directionOf(language);
    this.#catalogue = catalogue;
  }

  say(key: Key, values: Values = {}): string {
    let format = this.#formats.get(key);
    if (!format) {
      format = new IntlMessageFormat(this.#catalogue[key], this.language, undefined, { ignoreTag: true });
      this.#formats.set(key, format);
    }
    return String(format.format(values));
  }
}

export const english: Words = new Words('en', en);

/** Loads a catalogue of another language. */
export type Load = (language: Language) => Promise<Catalogue>;

/** The texts for a reader who prefers these languages (tags, the dearest first). Without a catalogue it is English. */
export async function wordsFor(preferred: readonly string[], load: Load): Promise<Words> {
  const language = languageFor(...preferred);
  if (language === 'en') return english;
  return new Words(language, await load(language));
}
