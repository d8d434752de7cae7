import { withoutAccents } from '../../../explain/comparable-text.ts';

/** Phrases of many languages, looked for in one pass. */
export interface Phrases {
  isIn(text: string): boolean;
}

/**
 * Phrases by language, as one pattern. Gaps in them are bounded (`.{0,60}`), so that looking for all of them is linear in the text.
 * Letters match with or without their accents: many programs cannot write them. An apostrophe may be any of the signs that are put in
 * its place.
 */
export function anyPhrase(phrases: Readonly<Record<string, readonly string[]>>): Phrases {
  const all = Object.values(phrases)
    .flat()
    .join('|')
    .replaceAll("'", "['’‘`´]")
    .replace(/[äöüß]/g, (letter) => `(?:${letter}|${written[letter]})`);
  const pattern = new RegExp(withoutAccents(all), 'i');
  return { isIn: (text) => pattern.test(withoutAccents(text)) };
}

/** As Germans write where these letters cannot be had. */
const written: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
