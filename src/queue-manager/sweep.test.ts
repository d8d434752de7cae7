import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayMs, hourMs, minuteMs } from '../base/instant.ts';
import { transient } from '../queue/testing/samples.ts';
import { report } from './testing/scripted-transport.ts';
import { TestQueue } from './testing/test-queue.ts';

describe('the sweep', () => {
  it('forgets messages when they have been settled for long enough', async () => {
    const queue = await TestQueue.open({ historyKeptMs: 3 * dayMs });
    const id = await queue.send();
    await queue.clock.pass(3 * dayMs);
    assert.deepEqual(await queue.standing(id), ['relayed']);
    await queue.clock.pass(2 * minuteMs);
    assert.equal(await queue.data.queue.find(id), undefined);
  });

  it('does not forget what still waits', async () => {
    const queue = await TestQueue.open({ historyKeptMs: hourMs });
    queue.transport.script = (job) => report(job, transient);
    const id = await queue.send();
    await queue.clock.pass(2 * dayMs);
    assert.deepEqual(await queue.standing(id), ['waiting']);
  });

  it('forgets as many as there are', async () => {
    const forgotten: number[] = [];
    const queue = await TestQueue.open({}, (store) => {
      let left = 2_500;
      store.forgetSettled = async (_before, limit) => {
        const now = Math.min(left, limit);
        left -= now;
        forgotten.push(now);
        return now;
      };
      return store;
    });
    await queue.clock.pass(minuteMs);
    assert.deepEqual(forgotten, [1_000, 1_000, 500]);
  });

  it('goes on after a failure of the store', async () => {
    let calls = 0;
    const queue = await TestQueue.open({}, (store) => {
      store.forgetSettled = async () => {
        calls++;
        throw new Error('busy');
      };
      return store;
    });
    await queue.clock.pass(3 * minuteMs);
    assert.equal(calls, 3);
    assert.deepEqual(new Set(queue.complaints()), new Set(['the queue could not be swept']));
  });
});
