import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NULL_PATH } from '../address/path.ts';
import { dayMs, hourMs } from '../base/instant.ts';
import { notifyOf, permanent, relayed, transient } from '../queue/testing/samples.ts';
import { report } from './testing/scripted-transport.ts';
import { type Mail, TestQueue } from './testing/test-queue.ts';

const sales = 'sales@springfield.test';
const target = 'krusty@krustylu.test';
const aliases = { [sales]: [target] };
const owner = 'marge@springfield.test';

async function afterFailure(mail: Partial<Mail>): Promise<TestQueue> {
  const queue = await TestQueue.open();
  queue.transport.script = (job) => report(job, permanent);
  await queue.send({ to: [sales], aliases, ...mail });
  await queue.clock.pass(0);
  return queue;
}

const inboxes = async (queue: TestQueue) => ({
  homer: await queue.inbox('homer'),
  marge: await queue.inbox('marge'),
  postmaster: await queue.inbox('postmaster'),
});

describe('mail that is forwarded, and fails there', () => {
  it('is told to the owner of the forward, by the address that forwards and the one where it failed', async () => {
    const { homer, marge, postmaster } = await inboxes(await afterFailure({ owner }));
    assert.deepEqual([homer, postmaster], [[], []]);
    const [notice = '', ...others] = marge;
    assert.deepEqual(others, []);
    assert.match(notice, /^Return-Path: <>\r\n/);
    assert.match(notice, /\r\nFinal-Recipient: rfc822; krusty@krustylu\.test\r\n/);
    assert.match(notice, /krusty@krustylu\.test \(mail to sales@springfield\.test goes there\)/);
    assert.match(notice, /The sender is not told/);
    assert.match(notice, /\r\n\r\nHi!\r\n/, 'nobody else has the message any more');
  });

  it("is the postmaster's business where nobody else is responsible, and what it says is not", async () => {
    const { homer, marge, postmaster } = await inboxes(await afterFailure({}));
    assert.deepEqual([homer, marge], [[], []]);
    assert.equal(postmaster.length, 1);
    assert.match(postmaster[0] ?? '', /Subject: Hello/);
    assert.doesNotMatch(postmaster[0] ?? '', /Hi!/);
  });

  it('is told to the postmaster if the owner has gone', async () => {
    const { postmaster } = await inboxes(await afterFailure({ owner: 'bart@springfield.test' }));
    assert.match(postmaster[0] ?? '', /A message could not be forwarded/);
  });

  it('is one notice for all targets of an owner, and says NEVER in the name of nobody', async () => {
    const targets = ['krusty@krustylu.test', 'mel@krustylu.test'];
    const queue = await afterFailure({ owner, aliases: { [sales]: targets }, notify: 'never' });
    const { marge } = await inboxes(queue);
    assert.equal(marge.length, 1);
    for (const each of targets) assert.ok(marge[0]?.includes(`Final-Recipient: rfc822; ${each}`));
  });

  it('and a recipient of the same message who is not forwarded: each is told to whom it belongs', async () => {
    const { homer, marge } = await inboxes(await afterFailure({ owner, to: [sales, 'mel@krustylu.test'] }));
    assert.equal(homer.length, 1);
    assert.match(homer[0] ?? '', /Final-Recipient: rfc822; mel@krustylu\.test/);
    assert.doesNotMatch(homer[0] ?? '', /krusty@/);
    assert.match(marge[0] ?? '', /Final-Recipient: rfc822; krusty@/);
    assert.doesNotMatch(marge[0] ?? '', /Final-Recipient: rfc822; mel@/);
  });

  it('with the null reverse-path is shown to the postmaster, and makes no notice (RFC 5321 §4.5.5)', async () => {
    const { marge, postmaster } = await inboxes(await afterFailure({ owner, from: NULL_PATH }));
    assert.deepEqual(marge, []);
    assert.equal(postmaster.length, 1);
  });

  it('late: its sender hears nothing of a delay, and its owner of the end', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, transient);
    await queue.send({ to: [sales], aliases, owner, notify: notifyOf('failure', 'delay') });
    await queue.clock.pass(5 * hourMs);
    assert.deepEqual(await inboxes(queue), { homer: [], marge: [], postmaster: [] });
    await queue.clock.pass(6 * dayMs);
    const { homer, marge } = await inboxes(queue);
    assert.deepEqual(homer, []);
    assert.equal(marge.length, 1);
  });
});

describe('mail that is forwarded, and arrives there', () => {
  it('is told to nobody, whether the next host knows DSN or not', async () => {
    for (const dsnPassedOn of [true, false]) {
      const queue = await TestQueue.open();
      queue.transport.script = (job) => report(job, relayed(dsnPassedOn));
      await queue.send({ to: [sales], aliases, owner });
      await queue.clock.pass(0);
      assert.deepEqual(await inboxes(queue), { homer: [], marge: [], postmaster: [] });
    }
  });
});
