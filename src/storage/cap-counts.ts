import { type Cap, capWindowMs } from '../queue/notice-caps.ts';
import type { CapObjection } from '../queue/objection.ts';
import type { Acceptance } from '../queue/queue-store.ts';

/** A report as the caps count it. */
export interface CountedReport {
  readonly report: string;
  readonly at: number;
  readonly caps: readonly Cap[];
}

export const countedReports = (acceptances: readonly Acceptance[]): readonly CountedReport[] =>
  acceptances.flatMap(({ message, caps = [] }) =>
    caps.length === 0 ? [] : [{ report: message.queueId, at: message.arrivedAt, caps }],
  );

/**
 * The first cap that reports of one transaction would go past: all of them are written, or none.
 * @param written how many reports have been counted by a key since a time
 */
export function objectionOfCaps(
  reports: readonly CountedReport[],
  written: (key: string, since: number) => number,
): CapObjection | undefined {
  const wanted = new Map<string, number>();
  for (const { at, caps } of reports) {
    for (const { key, max, because } of caps) {
      const more = (wanted.get(key) ?? 0) + 1;
      wanted.set(key, more);
      if (written(key, windowStart(at)) + more > max) return { kind: 'capped', because };
    }
  }
  return undefined;
}

/** Reports of this moment and before count no more. */
export const windowStart = (at: number): number => at - capWindowMs;
