import * as v from 'valibot';
import type { QueueStore } from '../../queue/queue-store.ts';
import type { UndeliverableStore } from '../../queue/undeliverable.ts';
import type { SelftestRecord } from '../selftest/watch.ts';
import { type Operations, operation } from './operation.ts';
import { outcomeView } from './selftest.ts';

export interface StatusWorld {
  readonly queue: Pick<QueueStore, 'statistics'>;
  readonly undeliverable: Pick<UndeliverableStore, 'counts'>;
  /** Undefined while no server runs. */
  readonly backscatter: () => SelftestRecord | undefined;
}

/** `status`: how the server does. */
export function statusOperations({ queue, undeliverable, backscatter }: StatusWorld): Operations {
  return {
    status: operation(v.strictObject({}), async () => {
      const record = backscatter();
      return {
        isRunning: record !== undefined,
        queue: await queue.statistics(),
        undeliverable: await undeliverable.counts(),
        ...(record && { selftest: { backscatter: selftestView(record) } }),
      };
    }),
  };
}

const selftestView = ({ last, ...counts }: SelftestRecord) => ({
  ...counts,
  ...(last && { last: outcomeView(last) }),
});
