import type { Key } from '../languages/catalogue.ts';
import type { Line } from '../languages/inline.ts';
import type { Action } from '../report.ts';
import type { FateCounts, Telling } from './telling.ts';

type Fate = keyof FateCounts;

const fates: Readonly<Record<Action, Fate>> = {
  failed: 'failed',
  delayed: 'waiting',
  delivered: 'accepted',
  relayed: 'accepted',
  expanded: 'accepted',
};

const ofAll: Readonly<Record<Fate, Key>> = {
  failed: 'counts.failed',
  waiting: 'counts.delayed',
  accepted: 'counts.accepted',
};

/** `1 of 7 recipients failed. The other 6 were accepted.` Nothing where that is all of them, or may not be told. */
export function countsSentences(action: Action, count: number, telling: Telling): Line {
  const { words, fates: totals } = telling;
  const all = totals ? totals.failed + totals.waiting + totals.accepted : (telling.recipientsInAll ?? count);
  if (all <= count) return [];
  // Good news of some says nothing worse of the others.
  if (totals && totals.accepted === all) return [];
  const first = words.say(ofAll[fates[action]], { n: count, all });
  return words.sentences(first, ...(totals ? others(fates[action], count, totals, telling) : []));
}

/** @param count recipients of whom the report tells this fate already */
function others(told: Fate, count: number, totals: FateCounts, { words }: Telling): Line[] {
  const rest = (['accepted', 'waiting', 'failed'] as const)
    .map((fate) => ({ fate, n: totals[fate] - (fate === told ? count : 0) }))
    .filter(({ n }) => n > 0);
  const which = rest.length === 1 ? 'others' : 'some';
  return rest.map(({ fate, n }) => words.say(`counts.${which}-${fate}`, { n }));
}
