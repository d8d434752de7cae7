import { type Instant, later } from '../base/instant.ts';
import { forgottenAtOnceMax } from './limits.ts';
import type { QueueWorld } from './world.ts';

/** Takes back what lies under a lease that ended, and forgets what was settled long ago. */
export async function sweep(
  { store, undeliverable, limits, log }: Pick<QueueWorld, 'store' | 'undeliverable' | 'limits' | 'log'>,
  now: Instant,
): Promise<void> {
  const released = await store.releaseExpired(now);
  if (released > 0) log.warn('leases ended without a settlement; the recipients are due again', { released });
  await forgetAll((limit) => store.forgetSettled(later(now, -limits.historyKeptMs), limit));
  await forgetAll((limit) => undeliverable.forget(later(now, -limits.undeliverableKeptMs), limit));
}

async function forgetAll(forget: (limit: number) => Promise<number>): Promise<void> {
  let forgotten: number;
  do forgotten = await forget(forgottenAtOnceMax);
  while (forgotten === forgottenAtOnceMax);
}
