import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayMs } from '../base/instant.ts';
import { transient } from '../queue/testing/samples.ts';
import { carryOut } from './operator.ts';
import { report } from './testing/scripted-transport.ts';
import { TestQueue } from './testing/test-queue.ts';

async function withWaitingMail() {
  const queue = await TestQueue.open();
  queue.transport.script = (job) => report(job, transient);
  const id = await queue.send({ to: ['a@krustylu.test', 'b@krustylu.test'] });
  await queue.clock.pass(0);
  const order = (verb: 'fail' | 'drop', recipients: readonly number[] | 'all' = 'all') =>
    carryOut(queue.world, { verb, queueId: id, recipients, who: 'frink' });
  return { queue, id, order };
}

describe("the operator's fail", () => {
  it('ends the message and tells the sender', async () => {
    const { queue, id, order } = await withWaitingMail();
    assert.equal(await order('fail'), 2);
    assert.deepEqual(await queue.standing(id), ['failed', 'failed']);
    const [notice, ...others] = await queue.inbox('homer');
    assert.deepEqual(others, []);
    assert.match(notice ?? '', /operator/);
    const history = await queue.data.queue.history(id);
    assert.deepEqual(
      history.map(({ event }) => event.kind),
      ['attempt', 'operator', 'report'],
    );
  });

  it('ends one recipient and leaves the others', async () => {
    const { queue, id, order } = await withWaitingMail();
    assert.equal(await order('fail', [1]), 1);
    assert.deepEqual(await queue.standing(id), ['waiting', 'failed']);
  });

  it('also ends what is held', async () => {
    const { queue, id, order } = await withWaitingMail();
    const event = { kind: 'operator' as const, verb: 'hold' as const, who: 'frink' };
    await queue.data.queue.setHeld({ queueId: id, recipients: 'all' }, true, {
      at: queue.clock.now(),
      event,
    });
    assert.equal(await order('fail'), 2);
  });

  it('has nothing to end where all is settled, or unknown', async () => {
    const { queue, order } = await withWaitingMail();
    await order('fail');
    assert.equal(await order('fail'), 0);
    assert.equal((await queue.inbox('homer')).length, 1);
    const unknown = { verb: 'fail', queueId: queue.nextQueueId(), recipients: 'all', who: 'frink' } as const;
    assert.equal(await carryOut(queue.world, unknown), 0);
  });

  it('leaves an attempt under way alone', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = () => new Promise(() => {});
    const id = await queue.send();
    await queue.clock.pass(0);
    assert.equal(
      await carryOut(queue.world, { verb: 'fail', queueId: id, recipients: 'all', who: 'frink' }),
      0,
    );
    assert.deepEqual(await queue.standing(id), ['attempting']);
  });
});

describe("the operator's drop", () => {
  it('ends the message, tells nobody, and says who did it', async () => {
    const { queue, id, order } = await withWaitingMail();
    assert.equal(await order('drop'), 2);
    await queue.clock.pass(6 * dayMs);
    assert.deepEqual(await queue.standing(id), ['failed', 'failed']);
    assert.deepEqual([await queue.inbox('homer'), await queue.inbox('postmaster')], [[], []]);
    const history = await queue.data.queue.history(id);
    assert.deepEqual(history.at(-1)?.event, { kind: 'operator', verb: 'drop', who: 'frink' });
  });
});
