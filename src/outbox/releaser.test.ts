import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLog } from '../accounts/testing/doubles.ts';
import { fromUtf8, utf8 } from '../base/bytes.ts';
import { later, secondMs } from '../base/instant.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import type { QueueId } from '../queue/message.ts';
import { account, address, queueId } from '../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import { Releaser, retryMs } from './releaser.ts';

async function world() {
  const clock = new VirtualClock();
  const { outbox, accounts } = createMemoryStore();
  await accounts.addAccount(account('homer'), undefined);
  const sent: [QueueId, string][] = [];
  const queued = new Set<QueueId>();
  const objections: (string | Error)[] = [];
  const releaser = new Releaser({
    outbox,
    clock,
    log: recordingLog(),
    isQueued: async (id) => queued.has(id),
    submit: async ({ id }, content) => {
      const objection = objections.shift();
      if (objection instanceof Error) throw objection;
      if (objection !== undefined) return objection;
      sent.push([id, utf8(content)]);
      return undefined;
    },
  });
  const add = async (number: number, inMs: number) => {
    const submission = {
      ...{ id: queueId(number), account: 'homer', identityId: 'I', emailId: 'M', threadId: 'T' },
      envelope: { reversePath: address('homer@x.test'), body: '7bit', smtpUtf8: false } as const,
      recipients: [{ path: address('krusty@y.test') }],
      sendAt: later(clock.now(), inMs),
      announcedAt: clock.now(),
    };
    await outbox.add(submission, fromUtf8(`mail ${number}`));
    releaser.wake();
  };
  const phase = async (number: number) => (await outbox.find('homer', [queueId(number)]))[0]?.phase;
  return { clock, outbox, releaser, sent, queued, objections, add, phase };
}

describe('Releaser', () => {
  it('sends each submission when its time has come, once', async () => {
    const { clock, releaser, sent, add, phase } = await world();
    releaser.start();
    await add(1, 10 * secondMs);
    await add(2, 5 * secondMs);
    await clock.pass(5 * secondMs - 1);
    assert.equal(sent.length, 0);
    await clock.pass(1);
    assert.deepEqual(sent, [[queueId(2), 'mail 2']]);
    assert.deepEqual([await phase(1), await phase(2)], ['pending', 'sent']);
    await clock.pass(60 * secondMs);
    assert.deepEqual(
      sent.map(([id]) => id),
      [queueId(2), queueId(1)],
    );
    assert.equal(clock.pending, 0);
  });

  it('sends what became due while it was not there', async () => {
    const { clock, releaser, sent, add } = await world();
    await add(1, 0);
    await clock.pass(60 * secondMs);
    assert.equal(sent.length, 0);
    releaser.start();
    await clock.pass(0);
    assert.equal(sent.length, 1);
  });

  it('does not send what the queue has already', async () => {
    const { clock, releaser, sent, queued, add, phase } = await world();
    queued.add(queueId(1));
    await add(1, 0);
    releaser.start();
    await clock.pass(0);
    assert.equal(sent.length, 0);
    assert.equal(await phase(1), 'sent');
  });

  it('does not send what was taken back', async () => {
    const { clock, outbox, releaser, sent, add } = await world();
    releaser.start();
    await add(1, secondMs);
    await outbox.cancel('homer', queueId(1));
    await clock.pass(60 * secondMs);
    assert.equal(sent.length, 0);
  });

  it('tries again what was not accepted, and lets the others pass', async () => {
    const { clock, releaser, sent, objections, add, phase } = await world();
    objections.push('452 no room', new Error('disk'));
    releaser.start();
    await add(1, 0);
    await add(2, 0);
    await add(3, secondMs);
    await clock.pass(10 * secondMs);
    assert.deepEqual(
      sent.map(([id]) => id),
      [queueId(3)],
    );
    assert.equal(await phase(1), 'sending');
    await clock.pass(retryMs);
    assert.deepEqual(sent.map(([id]) => id).toSorted(), [1, 2, 3].map(queueId));
    assert.deepEqual([await phase(1), await phase(2)], ['sent', 'sent']);
  });

  it('sends more than are claimed at once', async () => {
    const { clock, releaser, sent, add } = await world();
    for (let number = 1; number <= 50; number++) await add(number, 0);
    releaser.start();
    await clock.pass(0);
    assert.equal(sent.length, 50);
  });

  it('rests once it is stopped', async () => {
    const { clock, releaser, sent, add } = await world();
    releaser.start();
    await add(1, secondMs);
    await clock.pass(0);
    await releaser.stop();
    assert.equal(clock.pending, 0);
    await clock.pass(60 * secondMs);
    assert.equal(sent.length, 0);
  });
});
