import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccountId } from '../accounts/accounts.ts';
import { fromUtf8 } from '../base/bytes.ts';
import { reply } from '../envelope/reply.ts';
import { address } from '../storage/conformance/fixtures.ts';
import { objectionToRecipient, submitMail } from './submit.ts';
import { TestReception } from './testing/test-reception.ts';
import type { ReceptionWorld } from './world.ts';

const mail = (to: readonly string[], content = 'From: homer@springfield.test\r\n\r\nHi\r\n') => ({
  account: 'homer@springfield.test' as AccountId,
  transaction: {
    envelope: { reversePath: address('homer@springfield.test'), body: '8bitmime', smtpUtf8: false } as const,
    recipients: to.map((each) => ({ path: address(each), notify: 'never' as const })),
  },
  content: fromUtf8(content),
});

describe('submitMail', () => {
  it('accepts a mail under the id that it was given, as a submission of its author', async () => {
    const reception = await TestReception.open();
    const queueId = reception.world.nextQueueId();
    const to = ['marge@springfield.test', 'krusty@krustylu.test'];
    const verdict = await submitMail({ ...mail(to), queueId }, reception.world);
    assert.equal(verdict.isAccepted, true);
    const record = await reception.store.queue.find(queueId);
    assert.deepEqual(record?.message.origin, { kind: 'submission', account: 'homer@springfield.test' });
    assert.deepEqual(
      record?.recipients.map(({ state, parameters }) => [state.kind, parameters.notify]),
      [
        ['settled', 'never'],
        ['waiting', 'never'],
      ],
    );
    assert.equal(reception.wakes, 1);
  });

  it('adds what a submission must have', async () => {
    const reception = await TestReception.open();
    await submitMail(
      { ...mail(['marge@springfield.test']), queueId: reception.world.nextQueueId() },
      reception.world,
    );
    const [letter] = await reception.inbox('marge');
    assert.match(letter?.content ?? '', /^Return-Path: <homer@springfield.test>\r\nReceived: .*ESMTPA/s);
    assert.match(letter?.content ?? '', /^Date: /m);
    assert.match(letter?.content ?? '', /^Message-ID: /m);
  });

  it('takes a large mail in pieces', async () => {
    const reception = await TestReception.open();
    const content = `From: homer@springfield.test\r\n\r\n${'x'.repeat(70).concat('\r\n').repeat(1_200)}`;
    await submitMail(
      { ...mail(['marge@springfield.test'], content), queueId: reception.world.nextQueueId() },
      reception.world,
    );
    const [letter] = await reception.inbox('marge');
    assert.ok(letter?.content.endsWith(content.slice(-1_000)));
  });

  it('leaves to the queue whoever has gone meanwhile', async () => {
    const reception = await TestReception.open();
    const queueId = reception.world.nextQueueId();
    await submitMail({ ...mail(['nobody@springfield.test']), queueId }, reception.world);
    const record = await reception.store.queue.find(queueId);
    assert.deepEqual(
      record?.recipients.map(({ state }) => state.kind),
      ['waiting'],
    );
  });
});

describe('objectionToRecipient', () => {
  it('says why a recipient would be refused', async () => {
    const { world } = await TestReception.open();
    const account = 'homer@springfield.test' as AccountId;
    const said = { account, reversePath: address('homer@springfield.test'), sizeBytes: 10 };
    assert.equal((await objectionToRecipient(address('nobody@springfield.test'), said, world))?.code, 550);
    assert.equal(await objectionToRecipient(address('marge@springfield.test'), said, world), undefined);
    assert.equal(await objectionToRecipient(address('krusty@krustylu.test'), said, world), undefined);
  });

  it('lets the author write to an address that has failed before, and to nobody else whom that would not help', async () => {
    const { world: lenient } = await TestReception.open();
    const failed = reply(550, '5.1.1', 'It has failed before');
    const world: ReceptionWorld = {
      ...lenient,
      preflight: async (_address, _account, wish) => (wish?.sendAnyway ? undefined : failed),
    };
    const account = 'homer@springfield.test' as AccountId;
    const said = { account, reversePath: address('homer@springfield.test'), sizeBytes: 10 };
    const krusty = address('krusty@krustylu.test');
    assert.equal(await objectionToRecipient(krusty, said, world), failed);
    assert.equal(await objectionToRecipient(krusty, { ...said, sendAnyway: false }, world), failed);
    const anyway = { ...said, sendAnyway: true };
    assert.equal(await objectionToRecipient(krusty, anyway, world), undefined);
    assert.equal((await objectionToRecipient(address('nobody@springfield.test'), anyway, world))?.code, 550);
  });
});
