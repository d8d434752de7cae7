import { later } from '../base/instant.ts';
import { sleep } from '../base/ports.ts';
import type { CommitAnswer, Settlement } from '../queue/queue-store.ts';
import { settlementPatienceMs, storePauseMs } from './limits.ts';
import type { QueueWorld } from './world.ts';

/**
 * Commits a settlement, again and again if the store fails: giving up means that what was relayed already is relayed once more.
 * @throws what the store threw last, after some time or when `signal` aborts
 */
export async function commitPatiently(
  { clock, store, log }: Pick<QueueWorld, 'clock' | 'store' | 'log'>,
  settlement: Settlement,
  signal: AbortSignal,
): Promise<CommitAnswer> {
  const patienceEnds = later(clock.now(), settlementPatienceMs);
  for (;;) {
    try {
      return await store.commit(settlement);
    } catch (error) {
      if (signal.aborted || clock.now() >= patienceEnds) throw error;
      log.warn('a settlement could not be written yet', { queueId: settlement.queueId, error });
    }
    await sleep(clock, later(clock.now(), storePauseMs), signal);
  }
}
