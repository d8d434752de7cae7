import type { Cause } from './causes.ts';
import type { Evidence } from './explanation.ts';

/**
 * How much a piece of evidence speaks for causes: as odds. 9 means that, were there nothing else to go by, the cause would be true
 * nine times and something else once. 1 says nothing.
 */
export type Odds = Partial<Readonly<Record<Cause, number>>>;

/** One piece of evidence and what it speaks for. */
export interface Vote {
  readonly by: Evidence['by'];
  /** The rule that matched, or the code. */
  readonly rule: string;
  readonly odds: Odds;
  /** The words that it matched; untrusted. */
  readonly matched?: string;
}

export interface Verdict {
  readonly cause: Cause;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

/**
 * What the votes come to. Odds for the same cause multiply, as they do for evidence that is independent; so a code and a text that
 * agree are surer than either, and a text that is unmistakable outvotes a code that lies. The confidence sets the best cause against
 * the second best, and against 1, which stands for all that nobody spoke for. What nothing speaks for clearly stays unknown.
 */
export function verdictOf(votes: readonly Vote[]): Verdict {
  const totals = new Map<Cause, number>();
  for (const { odds } of votes) {
    for (const [cause, value] of entriesOf(odds)) totals.set(cause, (totals.get(cause) ?? 1) * value);
  }
  let best: [cause: Cause, odds: number] = ['undefined', 1];
  let secondOdds = 0;
  for (const [cause, odds] of totals) {
    if (odds > best[1]) {
      secondOdds = best[0] === 'undefined' ? 0 : best[1];
      best = [cause, odds];
    } else secondOdds = Math.max(secondOdds, odds);
  }
  const confidence = best[1] / (best[1] + secondOdds + 1);
  const evidence = evidenceOf(votes);
  if (best[1] >= tellingMin) return { cause: best[0], confidence, evidence };
  return { cause: 'undefined', confidence: best[0] === 'undefined' ? 0 : confidence, evidence };
}

/** Odds below which a cause is not told: a guess. */
const tellingMin = 1.5;

const entriesOf = (odds: Odds): [Cause, number][] => Object.entries(odds) as [Cause, number][];

/** Of each vote what it spoke for most; the weightiest first. */
function evidenceOf(votes: readonly Vote[]): Evidence[] {
  const weighed = votes.flatMap(({ by, rule, odds, matched }) => {
    const [first] = entriesOf(odds).toSorted(([, a], [, b]) => b - a);
    if (!first) return [];
    const [cause, weight] = first;
    return [{ weight, evidence: { by, cause, rule, ...(matched !== undefined && { matched }) } }];
  });
  return weighed.toSorted((a, b) => b.weight - a.weight).map(({ evidence }) => evidence);
}
