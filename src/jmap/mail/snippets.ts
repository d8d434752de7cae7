import { fromUtf8 } from '../../base/bytes.ts';

/** Octets of a preview (RFC 8621 §5). */
const previewBytesMax = 255;
/** Characters before the first match that are shown. */
const leadMax = 40;

/** What is looked for: words and phrases, in small letters. */
export type Terms = readonly string[];

/** The words and phrases of a text that is searched for (RFC 8621 §4.4.1): quotation marks hold a phrase together. */
export function termsOf(text: string): Terms {
  const terms: string[] = [];
  for (const [, double, single, word] of text.matchAll(
    /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"]+)/gs,
  )) {
    const phrase = double ?? single;
    const term = phrase === undefined ? (word ?? '') : phrase.replace(/\\(.)/gs, '$1');
    const words = term.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu);
    if (words) terms.push(words.join(' '));
  }
  return [...new Set(terms)];
}

/** The whole text with its matches marked; null if there is none. */
export function markAll(text: string, terms: Terms): string | null {
  const matches = matchesIn(text, terms);
  return matches.length === 0 ? null : marked(text, matches);
}

/** The part of a text around its first match, with all matches in it marked, in at most 255 octets; null if there is none. */
export function markPart(text: string, terms: Terms): string | null {
  const line = text.replace(/\s+/g, ' ').trim();
  const [first] = matchesIn(line, terms);
  if (!first) return null;
  const start = first.start <= leadMax ? 0 : line.indexOf(' ', first.start - leadMax) + 1;
  const from = start > first.start || start === 0 ? Math.max(0, Math.min(start, first.start)) : start;
  for (let length = previewBytesMax; length > 0; length = Math.floor(length * 0.9)) {
    const isWhole = from + length >= line.length;
    const part = line.slice(from, from + length).toWellFormed();
    const shown = `${from > 0 ? '…' : ''}${marked(part, matchesIn(part, terms))}${isWhole ? '' : '…'}`;
    if (fromUtf8(shown).length <= previewBytesMax) return shown;
  }
  return null;
}

interface Match {
  readonly start: number;
  readonly end: number;
}

/** Where words begin with a term, and the phrases; none overlaps another. */
function matchesIn(text: string, terms: Terms): Match[] {
  const wanted = terms.map((term) => ({ term, words: term.split(' ') }));
  const words = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((match) => ({
    text: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const matches: Match[] = [];
  for (let i = 0; i < words.length; i++) {
    const found = wanted.find(({ words: term }) =>
      term.every((word, j) => {
        const candidate = words[i + j]?.text ?? '';
        return j === term.length - 1 ? candidate.startsWith(word) : candidate === word;
      }),
    );
    if (!found) continue;
    const last = words[i + found.words.length - 1];
    matches.push({ start: words[i]?.start ?? 0, end: last?.end ?? 0 });
    i += found.words.length - 1;
  }
  return matches;
}

/** RFC 8621 §5: `<mark>` around each match; what could be markup is none. */
function marked(text: string, matches: readonly Match[]): string {
  let shown = '';
  let at = 0;
  for (const { start, end } of matches) {
    shown += `${escaped(text.slice(at, start))}<mark>${escaped(text.slice(start, end))}</mark>`;
    at = end;
  }
  return shown + escaped(text.slice(at));
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
