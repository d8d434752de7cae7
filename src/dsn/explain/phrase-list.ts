import type { Phrase } from './phrases.ts';

/** Phrases between bars, over any number of lines. */
export const phrases = ({ raw }: TemplateStringsArray): readonly Phrase[] =>
  raw
    .join('')
    .split('|')
    .map((phrase) => phrase.trim().replace(/\s+/g, ' '))
    .filter((phrase) => phrase !== '');
