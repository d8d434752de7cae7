/** What may be claimed next. */
export interface FairShare {
  /** Those who have their share already. */
  readonly busySenders: readonly string[];
  /** Claims that may be made at once, even if all of them are of one sender. */
  readonly claimsMax: number;
}

/**
 * Shares the attempts among the senders: each may have as many as it leaves to others. One alone gets half of all, two get a third
 * each, and there is nearly always room for one more. So, however slow the hosts are to which somebody writes, the mail of others
 * does not wait for them.
 *
 * @param underWay the sender of each claim in hand
 * @param room how many more there may be; at least one
 */
export function fairShare(underWay: Iterable<string>, room: number): FairShare {
  const claims = new Map<string, number>();
  for (const sender of underWay) claims.set(sender, (claims.get(sender) ?? 0) + 1);
  const others = [...claims.values()].filter((own) => own < room);
  return {
    busySenders: [...claims].filter(([, own]) => own >= room).map(([sender]) => sender),
    claimsMax: Math.ceil((room - Math.max(0, ...others)) / 2),
  };
}
