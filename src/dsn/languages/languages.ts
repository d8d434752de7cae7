/** The languages that notices are written in. */
export const languages = ['en', 'de', 'fr', 'es', 'pt-BR', 'it', 'pl', 'ja', 'zh-Hans', 'ar'] as const;

/** A language tag (RFC 5646). */
export type Language = (typeof languages)[number];

export type Direction = 'ltr' | 'rtl';

export const directionOf = (language: Language): Direction => (language === 'ar' ? 'rtl' : 'ltr');

/** Between sentences: Japanese and Chinese end them with a wide stop, which brings its own room. */
export const sentenceGapOf = (language: Language): '' | ' ' =>
  language === 'ja' || language === 'zh-Hans' ? '' : ' ';

/** Marks of a language that stand between a label and its value, and between the items of a list. */
export interface Marks {
  readonly colon: string;
  readonly comma: string;
}

export function marksOf(language: Language): Marks {
  switch (language) {
    case 'fr':
      // A blank that no line may be broken at.
      return { colon: '\u00a0: ', comma: ', ' };
    case 'ja':
      return { colon: '：', comma: '、' };
    case 'zh-Hans':
      return { colon: '：', comma: '，' };
    case 'ar':
      return { colon: ': ', comma: '، ' };
    default:
      return { colon: ': ', comma: ', ' };
  }
}

/** What readers of other tags get: their subtags do not lead there by being shortened. */
const kin: ReadonlyMap<string, Language> = new Map([
  ['pt', 'pt-BR'],
  ['zh', 'zh-Hans'],
]);

/** Longer than any tag that is in use; what is longer still is not looked at. */
const tagLengthMax = 100;

/**
 * The language for a reader who prefers these (RFC 5646 tags, the dearest first): the first that we speak, each tag shortened from
 * its end until it is one of ours (RFC 4647 §3.4); English if there is none.
 */
export function languageFor(...preferred: readonly (string | undefined)[]): Language {
  for (const tag of preferred) {
    const found = tag === undefined ? undefined : lookUp(tag);
    if (found) return found;
  }
  return 'en';
}

function lookUp(tag: string): Language | undefined {
  const subtags = tag.slice(0, tagLengthMax).toLowerCase().replaceAll('_', '-').split('-');
  for (let length = subtags.length; length > 0; length--) {
    const range = subtags.slice(0, length).join('-');
    const found = languages.find((each) => each.toLowerCase() === range) ?? kin.get(range);
    if (found) return found;
  }
  return undefined;
}
