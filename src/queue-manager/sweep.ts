import { type Instant, later } from '../base/instant.ts';
import { forgottenAtOnceMax } from './limits.ts';
import type { QueueWorld } from './world.ts';

/** Takes back what lies under a lease that ended, and forgets what was settled long ago. */
export async function sweep(
  { store, limits, log }: Pick<QueueWorld, 'store' | 'limits' | 'log'>,
  now: Instant,
): Promise<void> {
  const released = await store.releaseExpired(now);
  if (released > 0) log.warn('leases ended without a settlement; the recipients are due again', { released });
  let forgotten: number;
  do forgotten = await store.forgetSettled(later(now, -limits.historyKeptMs), forgottenAtOnceMax);
  while (forgotten === forgottenAtOnceMax);
}
