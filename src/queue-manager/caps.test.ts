import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayMs, hourMs, minuteMs } from '../base/instant.ts';
import type { QueueId } from '../queue/message.ts';
import { address, notifyOf, permanent, transient } from '../queue/testing/samples.ts';
import { report } from './testing/scripted-transport.ts';
import { TestQueue, testCaps } from './testing/test-queue.ts';

const { perAddressMax, perDomainMax, inAllMax } = testCaps;
const homer = 'homer@springfield.test';

/** A queue in which everything for krustylu.test fails, and notices to others are relayed at once. */
async function openFailing(): Promise<TestQueue> {
  const queue = await TestQueue.open({ attemptsMax: 200 });
  queue.transport.script = (job) => report(job, job.message.origin.kind === 'report' ? transient : permanent);
  return queue;
}

async function sendFrom(queue: TestQueue, senders: readonly string[]): Promise<QueueId[]> {
  const ids: QueueId[] = [];
  for (const [i, sender] of senders.entries())
    ids.push(await queue.send({ from: address(sender), to: [`k${i}@host${i}.test`], isProven: true }));
  await queue.clock.pass(0);
  return ids;
}

/** How many were told, and why the others were not. */
async function fates(queue: TestQueue, ids: readonly QueueId[]): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const id of ids) {
    const [recipient] = await queue.recipients(id);
    assert(recipient?.state.kind === 'settled' && recipient.state.outcome.kind === 'failed');
    const { report: fate } = recipient.state.outcome;
    const word = 'as' in fate ? 'told' : fate.suppressed;
    found[word] = (found[word] ?? 0) + 1;
  }
  return found;
}

const times = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i));

describe('caps on notices about mail of others', () => {
  it('hold for one address, to the notice, though all fails at once', async () => {
    const queue = await openFailing();
    const ids = await sendFrom(
      queue,
      times(perAddressMax + 2, () => 'ned@flanders.test'),
    );
    assert.deepEqual(await fates(queue, ids), { told: perAddressMax, 'cap-address': 2 });
  });

  it('hold for one domain', async () => {
    const queue = await openFailing();
    const ids = await sendFrom(
      queue,
      times(perDomainMax + 1, (i) => `ned${i}@flanders.test`),
    );
    assert.deepEqual(await fates(queue, ids), { told: perDomainMax, 'cap-domain': 1 });
  });

  it('hold in all', async () => {
    const queue = await openFailing();
    const ids = await sendFrom(
      queue,
      times(inAllMax + 3, (i) => `ned@flanders${i}.test`),
    );
    assert.deepEqual(await fates(queue, ids), { told: inAllMax, 'cap-all': 3 });
  });

  it('hold over a restart, and for an hour', async () => {
    const queue = await openFailing();
    await sendFrom(
      queue,
      times(perAddressMax, () => 'ned@flanders.test'),
    );
    await queue.restart();
    await queue.clock.pass(hourMs - minuteMs);
    assert.deepEqual(await fates(queue, await sendFrom(queue, ['ned@flanders.test'])), { 'cap-address': 1 });
    await queue.clock.pass(minuteMs);
    assert.deepEqual(await fates(queue, await sendFrom(queue, ['ned@flanders.test'])), { told: 1 });
  });

  it('do not keep back a word from those who have signed in', async () => {
    const queue = await openFailing();
    const ids: QueueId[] = [];
    for (let i = 0; i < inAllMax + 5; i++) ids.push(await queue.send());
    await queue.clock.pass(0);
    assert.deepEqual(await fates(queue, ids), { told: inAllMax + 5 });
    assert.equal((await queue.inbox('homer')).length, inAllMax + 5);
  });

  it('are told in the history, and the postmaster hears of what nobody else does', async () => {
    const queue = await openFailing();
    const ids = await sendFrom(
      queue,
      times(perAddressMax + 1, () => 'ned@flanders.test'),
    );
    const last = ids.at(-1);
    assert(last);
    const history = await queue.data.queue.history(last);
    assert.deepEqual(
      history.map(({ event }) => (event.kind === 'suppressed' ? event.reason : event.kind)),
      ['attempt', 'cap-address', 'report'],
    );
    assert.equal((await queue.inbox('postmaster')).length, 1);
  });

  it('put the news of a delay off', async () => {
    const queue = await openFailing();
    await sendFrom(
      queue,
      times(perAddressMax, () => 'ned@flanders.test'),
    );
    queue.transport.script = (job) => report(job, transient);
    const from = address('ned@flanders.test');
    const late = await queue.send({ from, isProven: true, notify: notifyOf('delay') });
    await queue.clock.pass(dayMs);
    const told = (await queue.data.queue.history(late)).filter(({ event }) => event.kind === 'report');
    assert.equal(told.length, 1, 'once, when the hour was over');
  });
});

describe('the cap on copies for the postmaster', () => {
  it('holds, and the failures stand in the history as before', async () => {
    const queue = await openFailing();
    const ids: QueueId[] = [];
    for (let i = 0; i < testCaps.postmasterMax + 2; i++)
      ids.push(await queue.send({ from: address(homer), origin: { kind: 'relay-in' } }));
    await queue.clock.pass(0);
    assert.deepEqual(await fates(queue, ids), { 'return-path-unproven': ids.length });
    assert.equal((await queue.inbox('postmaster')).length, testCaps.postmasterMax);
  });
});

describe('the cap on notices to the owner of a forward', () => {
  const forward = 'sales@springfield.test';

  it('holds; what fails after that is filed', async () => {
    const queue = await openFailing();
    const ids: QueueId[] = [];
    for (let i = 0; i < perAddressMax + 2; i++)
      ids.push(
        await queue.send({
          from: address(`ned${i}@flanders.test`),
          origin: { kind: 'relay-in' },
          to: [forward],
          aliases: { [forward]: ['krusty@krustylu.test'] },
          owner: 'marge@springfield.test',
        }),
      );
    await queue.clock.pass(0);
    assert.equal((await queue.inbox('marge')).length, perAddressMax);
    assert.deepEqual(await queue.data.undeliverable.counts(), { 'cap-owner': 2 });
    const last = ids.at(-1);
    assert(last);
    const [filing] = await queue.data.undeliverable.ofMessage(last);
    assert.deepEqual(
      filing?.recipients.map((each) => [each.alias?.text, each.address.text]),
      [[forward, 'krusty@krustylu.test']],
    );
  });
});
