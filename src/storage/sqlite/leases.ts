import { integer, text } from './connection.ts';
import { widenLane } from './lanes.ts';
import type { WriteContext } from './write-context.ts';

export function extendLease(
  { connection }: WriteContext,
  queueId: string,
  lease: string,
  until: number,
): boolean {
  const extended = connection.run(
    'UPDATE recipient SET lease_until = ? WHERE queue_id = ? AND phase = 1 AND lease = ?',
    until,
    queueId,
    lease,
  );
  return extended > 0;
}

/**
 * Puts recipients back whose lease ended before `now` (null: all of them). They are due since they were claimed, so that they keep
 * their place before what came later. Their number is bounded by the attempts that were under way, not by the queue.
 */
export function releaseExpired(context: WriteContext, now: number | null): number {
  const released = context.connection.all(
    `UPDATE recipient SET phase = 0, due = since, lease = NULL, lease_until = NULL, since = NULL
     WHERE phase = 1 AND lease_until < coalesce(?, 9e15) RETURNING sender, destination, due, held`,
    now,
  );
  for (const { sender, destination, due, held } of released) {
    if (held === 0)
      widenLane(context, { sender: text(sender), destination: text(destination) }, integer(due));
  }
  return released.length;
}
