import type { Cause } from './causes.ts';
import type { Family, Phrases, Strength } from './family.ts';
import { type Match, outermost, type Phrase, PhraseFinder } from './phrases.ts';
import { families } from './rules/families.ts';
import { noise } from './rules/noise.ts';
import type { Vote } from './votes.ts';

/** As odds (votes.ts). */
const oddsOf: Readonly<Record<Strength, number>> = { code: 150, sure: 40, likely: 10, hint: 2.2, topic: 2.6 };
/** Of causes that are equally sure, the one that was spoken of first. */
const firstMention = 1.1;

/** What a phrase tells: nothing, who speaks, or a cause. */
type Meaning = { readonly kind: 'noise' } | { readonly kind: 'sign'; readonly family: Family } | CauseMeaning;

interface CauseMeaning {
  readonly kind: 'cause';
  readonly family: Family;
  readonly cause: Cause;
  readonly strength: Strength;
  /** True if it counts only in the mouth of the family. */
  readonly isOwn: boolean;
}

/** Made when something is to be explained: a server that has nothing to explain need not hold it. */
let finder: PhraseFinder<Meaning> | undefined;

const findPhrases = (text: string): Match<Meaning>[] => {
  finder ??= new PhraseFinder<Meaning>([
    ...noise.map((phrase) => [phrase, { kind: 'noise' }] as const),
    ...families.flatMap(phrasesOf),
  ]);
  return finder.find(text);
};

function phrasesOf(family: Family): [Phrase, Meaning][] {
  const signs = (family.signs ?? []).map((sign): [Phrase, Meaning] => [sign, { kind: 'sign', family }]);
  return [
    ...signs,
    ...meanings(family, family.phrases ?? {}, false),
    ...meanings(family, family.own ?? {}, true),
  ];
}

function meanings(family: Family, phrases: Phrases, isOwn: boolean): [Phrase, Meaning][] {
  return Object.entries(phrases).flatMap(([cause, byStrength]) =>
    Object.entries(byStrength).flatMap(([strength, list]) =>
      list.map((phrase): [Phrase, Meaning] => [
        phrase,
        { kind: 'cause', family, cause: cause as Cause, strength: strength as Strength, isOwn },
      ]),
    ),
  );
}

export interface TextVotes {
  readonly votes: readonly Vote[];
  /** Who is thought to speak, by the name of the host or by the way of speaking. */
  readonly speakers: ReadonlySet<Family>;
}

/**
 * @param text as comparableText() makes it
 * @param host that said it; else the domain that was written to. In lower case
 * @param isReply false of words that may be about anything
 */
export function textVotes(text: string, host: string | undefined, isReply: boolean): TextVotes {
  const found = findPhrases(text);
  const speakers = new Set(host === undefined ? [] : familiesOfHost(host));
  for (const { value } of found) if (value.kind === 'sign') speakers.add(value.family);
  const heard = outermost(
    found.filter(({ value }) => counts(value, speakers, isReply)),
    (value) => (value.kind === 'cause' ? oddsOf[value.strength] : Number.POSITIVE_INFINITY),
  );
  const votes = votesOf(heard, text);
  return { votes: votes.length > 0 ? votes : usualVotes(speakers), speakers };
}

/** The same for words that may be about something else. */
const contextOdds = { sure: 4, likely: 2.5 };

/** @param text all of a notice, as comparableText() makes it */
export function contextVotes(text: string): Vote[] {
  const { votes } = textVotes(text, undefined, false);
  return votes.flatMap((vote) => {
    const [[cause, odds] = []] = Object.entries(vote.odds);
    if (cause === undefined || odds === undefined || odds < oddsOf.likely) return [];
    return [{ ...vote, odds: { [cause]: odds < oddsOf.sure ? contextOdds.likely : contextOdds.sure } }];
  });
}

function counts(meaning: Meaning, speakers: ReadonlySet<Family>, isReply: boolean): boolean {
  switch (meaning.kind) {
    case 'noise':
      return true;
    case 'sign':
      return false;
    case 'cause':
      return (!meaning.isOwn || speakers.has(meaning.family)) && (meaning.strength !== 'topic' || isReply);
  }
}

const usualVotes = (speakers: ReadonlySet<Family>): Vote[] =>
  [...speakers].flatMap(({ name, usual }) => (usual ? [{ by: 'host', rule: name, odds: usual }] : []));

const familiesOfHost = (host: string): Family[] =>
  families.filter(({ hosts }) => hosts?.some((end) => host === end || host.endsWith(`.${end}`)));

/** One vote for each cause: phrases of one text are not independent, so only the strongest of them counts. */
function votesOf(heard: readonly Match<Meaning>[], text: string): Vote[] {
  const strongest = new Map<Cause, { meaning: CauseMeaning; odds: number; matched: string }>();
  for (const { value: meaning, start, end } of heard) {
    if (meaning.kind !== 'cause') continue;
    const odds = oddsOf[meaning.strength] * (strongest.size === 0 ? firstMention : 1);
    const known = strongest.get(meaning.cause);
    if (!known || odds > known.odds) {
      strongest.set(meaning.cause, { meaning, odds, matched: text.slice(start, end) });
    }
  }
  return [...strongest.values()].map(
    ({ meaning: { family, cause }, odds, matched }): Vote => ({
      by: 'text',
      rule: `${family.name}/${cause}`,
      odds: { [cause]: odds },
      matched,
    }),
  );
}
