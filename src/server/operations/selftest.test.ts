import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant } from '../../base/instant.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { OperationError } from './operation.ts';
import { selftestOperations } from './selftest.ts';
import { statusOperations } from './status.ts';

const outcome = { verdict: 'passed', at: instant(0), findings: ['fine'] } as const;
const shown = { ...outcome, at: '1970-01-01T00:00:00.000Z' };

describe('selftest.backscatter', () => {
  it('asks the running server', async () => {
    const operations = selftestOperations(() => ({ run: async () => outcome }));
    assert.deepEqual(await operations['selftest.backscatter']?.({}), shown);
  });

  it('needs one', async () => {
    const operations = selftestOperations(() => undefined);
    await assert.rejects(async () => await operations['selftest.backscatter']?.({}), OperationError);
  });
});

describe('status', () => {
  const store = createMemoryStore();
  const queue = { waiting: 0, attempting: 0, held: 0 };

  it('tells of the running server', async () => {
    const record = { passed: 3, failed: 0, unclear: 1, last: outcome };
    const operations = statusOperations({ ...store, backscatter: () => record });
    assert.deepEqual(await operations.status?.({}), {
      isRunning: true,
      queue,
      undeliverable: {},
      selftest: { backscatter: { ...record, last: shown } },
    });
  });

  it('tells what can be told of one that does not run', async () => {
    const operations = statusOperations({ ...store, backscatter: () => undefined });
    assert.deepEqual(await operations.status?.({}), { isRunning: false, queue, undeliverable: {} });
  });
});
