import type { Submission } from '../../outbox/outbox-store.ts';
import type { Comparator } from '../standard/comparators.ts';
import type { Filter } from '../standard/filter.ts';
import { undoStatus } from './show-submission.ts';

/** RFC 8621 §7.3. Dates are as they are written. */
export interface SubmissionCondition {
  readonly identityIds?: readonly string[];
  readonly emailIds?: readonly string[];
  readonly threadIds?: readonly string[];
  readonly undoStatus?: string;
  readonly before?: string;
  readonly after?: string;
}

/** The ids of those that match, in order; the latest first where nothing else is asked for. */
export function findSubmissions(
  all: readonly Submission[],
  filter: Filter<SubmissionCondition> | undefined,
  sort: readonly Comparator[],
): string[] {
  const found = filter ? all.filter((each) => matches(each, filter)) : [...all];
  return found.sort((a, b) => compare(a, b, sort)).map(({ id }) => id);
}

function matches(submission: Submission, filter: Filter<SubmissionCondition>): boolean {
  if (filter.kind === 'condition') return meets(submission, filter.condition);
  const hits = filter.conditions.map((each) => matches(submission, each));
  if (filter.operator === 'AND') return hits.every(Boolean);
  return filter.operator === 'OR' ? hits.some(Boolean) : !hits.some(Boolean);
}

function meets(submission: Submission, condition: SubmissionCondition): boolean {
  const { identityIds, emailIds, threadIds, before, after } = condition;
  return (
    identityIds?.includes(submission.identityId) !== false &&
    emailIds?.includes(submission.emailId) !== false &&
    threadIds?.includes(submission.threadId) !== false &&
    (condition.undoStatus === undefined || condition.undoStatus === undoStatus(submission)) &&
    (before === undefined || submission.announcedAt < Date.parse(before)) &&
    (after === undefined || submission.announcedAt >= Date.parse(after))
  );
}

function compare(a: Submission, b: Submission, sort: readonly Comparator[]): number {
  for (const { property, isAscending } of sort) {
    const [x, y] = [keyOf(a, property), keyOf(b, property)];
    if (x !== y) return x < y === isAscending ? -1 : 1;
  }
  return a.id < b.id ? 1 : -1;
}

function keyOf(submission: Submission, property: string): string | number {
  if (property === 'emailId') return submission.emailId;
  return property === 'threadId' ? submission.threadId : submission.announcedAt;
}
