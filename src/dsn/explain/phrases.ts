import { withoutAccents } from './comparable-text.ts';

/**
 * A phrase to look for: words in lower case, as a host writes them. A `…` stands for a few words of any kind; a `*` at the end of a
 * word for any ending of it.
 */
export type Phrase = string;

export interface Match<T> {
  readonly value: T;
  readonly start: number;
  readonly end: number;
  /** Its characters without those for which a `…` stands. */
  readonly literal: number;
}

/** Characters that a `…` may stand for; not those that introduce what somebody else says. */
const gapMax = 60;

interface Entry<T> {
  readonly value: T;
  readonly first: Part;
  /** Behind one `…` each. */
  readonly further: readonly Part[];
}

interface Part {
  readonly text: string;
  readonly isOpenEnded: boolean;
  /** True if it is one word: then it does not count as part of a host's name, as `spam` in `spam.example`. */
  readonly isOneWord: boolean;
}

/** Phrases that begin with the same word, by as many of their first characters as tell them apart. */
type Shelf<T> = Map<number, Map<string, Entry<T>[]>>;

/** Characters by which phrases are told apart: with more, few would be left to tell. */
const labelLengthMax = 10;

/**
 * Looks for all phrases of a list at once. Phrases are filed under the characters that they begin with, so that a text is read once,
 * and at each of its words only the few are tried that begin like it: the time is linear in the text.
 */
export class PhraseFinder<T> {
  readonly #shelves = new Map<string, Shelf<T>>();

  constructor(phrases: Iterable<readonly [Phrase, T]>) {
    for (const [phrase, value] of phrases) {
      const entry = entryOf(withoutAccents(phrase), value);
      const label = entry.first.text.slice(0, labelLengthMax);
      const shelf = entryAt(this.#shelves, keyAt(label, 0), () => new Map());
      const box = entryAt(shelf, label.length, () => new Map<string, Entry<T>[]>());
      entryAt<string, Entry<T>[]>(box, label, () => []).push(entry);
    }
  }

  /** All occurrences in a text as comparableText() makes it, in the order in which they begin. */
  find(text: string): Match<T>[] {
    const matches: Match<T>[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const shelf = isWordStart(text, at) ? this.#shelves.get(keyAt(text, at)) : undefined;
      if (!shelf) continue;
      for (const [length, box] of shelf) {
        for (const entry of box.get(text.slice(at, at + length)) ?? []) {
          const end = endOf(entry, text, at);
          if (end !== undefined)
            matches.push({ value: entry.value, start: at, end, literal: literalOf(entry) });
        }
      }
    }
    return matches;
  }
}

/** What stands under a key; what is made there if nothing does. */
function entryAt<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

function entryOf<T>(phrase: Phrase, value: T): Entry<T> {
  const [first, ...further] = phrase.split('…').map((part) => partOf(part.trim()));
  return {
    value,
    first: first ?? partOf(phrase),
    further,
  };
}

const literalOf = <T>({ first, further }: Entry<T>): number =>
  further.reduce((sum, { text }) => sum + text.length, first.text.length);

const partOf = (text: string): Part =>
  text.endsWith('*')
    ? { text: text.slice(0, -1), isOpenEnded: true, isOneWord: false }
    : { text, isOpenEnded: /[^a-z0-9]$/.test(text), isOneWord: /^[a-z0-9-]+$/.test(text) };

/** Under what a phrase is filed: of a script without blanks between words the first character; else the first word. */
function keyAt(text: string, at: number): string {
  if (!isWordCharacter(text.charCodeAt(at))) return text.charAt(at);
  let end = at + 1;
  while (end < text.length && end - at < keyLengthMax && isWordCharacter(text.charCodeAt(end))) end += 1;
  return text.slice(at, end);
}

/** Shorter than the words that phrases leave open (`*`). */
const keyLengthMax = 3;

/** ASCII letters and digits. */
const isWordCharacter = (code: number): boolean => (code > 96 && code < 123) || (code > 47 && code < 58);

const isWordStart = (text: string, at: number): boolean =>
  text.charCodeAt(at) !== 32 &&
  !(isWordCharacter(text.charCodeAt(at)) && at > 0 && isWordCharacter(text.charCodeAt(at - 1)));

/** Where the phrase ends if it begins at `at`. */
function endOf<T>({ first, further }: Entry<T>, text: string, at: number): number | undefined {
  if (!text.startsWith(first.text, at)) return undefined;
  let end = at + first.text.length;
  if (!isWhole(first, text, at, end)) return undefined;
  for (const part of further) {
    const found = text.slice(end, end + gapMax + part.text.length).indexOf(part.text);
    if (found < 0 || text.slice(end, end + found).includes(' said: ')) return undefined;
    end += found + part.text.length;
    if (!isWhole(part, text, end - part.text.length, end)) return undefined;
  }
  return end;
}

/** False where words go on behind the end, or where a name goes on. */
const isWhole = (part: Part, text: string, start: number, end: number): boolean =>
  (part.isOpenEnded || !isWordCharacter(text.charCodeAt(end))) &&
  !(part.isOneWord && isInName(text, start, end));

/** Behind a sign that joins the parts of names and addresses of pages, or before one. */
const isInName = (text: string, start: number, end: number): boolean =>
  (start > 1 && /[./_@=&]/.test(text.charAt(start - 1)) && text.charAt(start - 2) !== ' ') ||
  (/[._@]/.test(text.charAt(end)) && isWordCharacter(text.charCodeAt(end + 1)));

/**
 * Without the matches that lie within a longer one that weighs as much or more: `user unknown` says nothing in `sender user unknown`.
 * Of two for the same words, the one that leaves fewer of them open counts.
 *
 * @param weightOf one of few weights
 */
export function outermost<T>(matches: readonly Match<T>[], weightOf: (value: T) => number): Match<T>[] {
  const longestFirst = matches.toSorted(
    (a, b) => a.start - b.start || b.end - a.end || b.literal - a.literal,
  );
  /** By weight: the one that reaches furthest. */
  const reaching = new Map<number, Match<T>>();
  return longestFirst.filter((match) => {
    const weight = weightOf(match.value);
    for (const [otherWeight, other] of reaching) {
      if (otherWeight >= weight && isLonger(other, match) && other.end >= match.end) return false;
    }
    const former = reaching.get(weight);
    if (!former || match.end > former.end) reaching.set(weight, match);
    return true;
  });
}

const isLonger = <T>(a: Match<T>, b: Match<T>): boolean =>
  a.end - a.start > b.end - b.start || (a.end - a.start === b.end - b.start && a.literal > b.literal);
