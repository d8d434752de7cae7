import type { Instant } from '../base/instant.ts';

/**
 * Notices to addresses whose mail leaves under tags. `tagged`: it came under a good one. Without one, `yours`: it is about mail that
 * was sent from here all the same; `doubtful`: nothing proves that, but its reader has written to an address of which it speaks;
 * `strange`: nothing speaks for it at all. Where tags are enforced, the last two are refused.
 */
export type TagCount = 'tagged' | 'yours' | 'doubtful' | 'strange';

export const tagCounts: readonly TagCount[] = ['tagged', 'yours', 'doubtful', 'strange'];

/** A notice that stands for others, as the operator sees it. Untrusted texts, bounded in length. */
export interface NoticeExample {
  readonly at: Instant;
  /** The id under which it came; if it was taken, it can be traced. */
  readonly queueId: string;
  readonly to: string;
  readonly host: string;
  readonly subject: string;
}

/** What was counted on one day. */
export interface DayCounts {
  /** Since 1970-01-01, in UTC. */
  readonly day: number;
  readonly counts: Readonly<Record<TagCount, number>>;
  /** Of what came without a good tag, the latest last. */
  readonly examples: Readonly<Record<TagCount, readonly NoticeExample[]>>;
}

/** Examples that are kept of one kind and day. */
export const examplesMax = 5;
/** Days that are remembered. */
export const countedDays = 90;

export const noCounts = (day: number): DayCounts => ({
  day,
  counts: { tagged: 0, yours: 0, doubtful: 0, strange: 0 },
  examples: { tagged: [], yours: [], doubtful: [], strange: [] },
});

/** All days together; the examples are the latest. */
export function sumOf(days: readonly DayCounts[]): Omit<DayCounts, 'day'> {
  const { counts, examples } = noCounts(0);
  const sum = { counts: { ...counts }, examples: { ...examples } };
  for (const each of days) {
    for (const what of tagCounts) {
      sum.counts[what] += each.counts[what];
      sum.examples[what] = [...sum.examples[what], ...each.examples[what]].slice(-examplesMax);
    }
  }
  return sum;
}
