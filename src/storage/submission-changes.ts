import type { SubmissionChanges } from '../outbox/outbox-store.ts';
import type { QueueId } from '../queue/message.ts';

/** A submission that has changed, and the states at which it was made and changed last. */
export interface ChangedSubmission {
  readonly id: QueueId;
  readonly created: number;
  readonly changed: number;
  readonly isDestroyed: boolean;
}

export interface ChangesAsked {
  readonly since: number;
  /** The state now. */
  readonly state: number;
  readonly limit: number;
}

/**
 * Sorts changes as RFC 8620 §5.2 wants it: what was made and destroyed since is not told at all.
 * @param rows in the order of their changes; one more than the limit shows that there are more
 */
export function sortChanges(
  rows: readonly ChangedSubmission[],
  { since, state, limit }: ChangesAsked,
): SubmissionChanges | undefined {
  if (since < 0 || since > state) return undefined;
  const told = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  const ids = (isTold: (row: ChangedSubmission) => boolean) => told.filter(isTold).map(({ id }) => id);
  return {
    state: hasMore ? (told.at(-1)?.changed ?? since) : state,
    hasMore,
    created: ids((row) => row.created > since && !row.isDestroyed),
    updated: ids((row) => row.created <= since && !row.isDestroyed),
    destroyed: ids((row) => row.created <= since && row.isDestroyed),
  };
}
