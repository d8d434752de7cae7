/** A record that has changed, and the states of its account at which it was made and changed last. */
export interface ChangedRecord<Id extends string> {
  readonly id: Id;
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

/** What became of the records of an account since a state. */
export interface NumberedChanges<Id extends string> {
  readonly state: number;
  readonly hasMore: boolean;
  readonly created: readonly Id[];
  readonly updated: readonly Id[];
  readonly destroyed: readonly Id[];
}

/**
 * Sorts changes as RFC 8620 §5.2 wants it: what was made and destroyed since is not told at all.
 * @param rows in the order of their changes; one more than the limit shows that there are more
 */
export function sortChanges<Id extends string>(
  rows: readonly ChangedRecord<Id>[],
  { since, state, limit }: ChangesAsked,
): NumberedChanges<Id> | undefined {
  if (since < 0 || since > state) return undefined;
  const told = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  const ids = (isTold: (row: ChangedRecord<Id>) => boolean) => told.filter(isTold).map(({ id }) => id);
  return {
    state: hasMore ? (told.at(-1)?.changed ?? since) : state,
    hasMore,
    created: ids((row) => row.created > since && !row.isDestroyed),
    updated: ids((row) => row.created <= since && !row.isDestroyed),
    destroyed: ids((row) => row.created <= since && row.isDestroyed),
  };
}
