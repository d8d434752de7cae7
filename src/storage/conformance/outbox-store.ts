import assert from 'node:assert/strict';
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import type { NewSubmission } from '../../outbox/outbox-store.ts';
import { StoreError } from '../../queue/queue-store.ts';
import type { Store } from '../store.ts';
import {
  acceptance,
  account,
  address,
  claimOne,
  failed,
  heard,
  queueId,
  relayed,
  settlement,
  t,
} from './fixtures.ts';
import type { Suite } from './suite.ts';

const submission = (number: number, more: Partial<NewSubmission> = {}): NewSubmission => ({
  id: queueId(number),
  account: 'homer',
  identityId: 'I1',
  emailId: `M${number}`,
  threadId: 'T1',
  envelope: { reversePath: address('homer@springfield.test'), body: '8bitmime', smtpUtf8: false },
  recipients: [{ path: address('krusty@krustylu.test'), notify: 'never' }],
  sendAt: t(100 * number),
  announcedAt: t(number),
  ...more,
});

const content = fromUtf8('Subject: x\r\n\r\nHello');
const add = (store: Store, number: number, more: Partial<NewSubmission> = {}) =>
  store.outbox.add(submission(number, more), content);
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

async function withAccounts({ accounts }: Store): Promise<void> {
  for (const id of ['homer', 'marge']) await accounts.addAccount(account(id), undefined);
}

export const outboxSuite: Suite = {
  'keeps what was submitted, and its content': async (store) => {
    await withAccounts(store);
    await add(store, 1, { resendOf: queueId(9) });
    const expected = { ...submission(1, { resendOf: queueId(9) }), phase: 'pending' };
    assert.deepEqual(await store.outbox.find('homer', [queueId(1)]), [expected]);
    assert.equal(utf8((await store.outbox.content(queueId(1))) ?? fromUtf8('')), utf8(content));
    assert.deepEqual(await store.outbox.find('marge', [queueId(1)]), []);
    assert.deepEqual(await store.outbox.find('homer', [queueId(2)]), []);
  },

  'takes nothing twice, and nothing of nobody': async (store) => {
    await withAccounts(store);
    await add(store, 1);
    await assert.rejects(add(store, 1), StoreError);
    await assert.rejects(add(store, 2, { account: 'nobody' }), StoreError);
    assert.equal(await store.outbox.state('homer'), 1);
    assert.equal(await store.outbox.state('nobody'), 0);
  },

  'lists the latest first': async (store) => {
    await withAccounts(store);
    for (const number of [1, 3, 2]) await add(store, number);
    await add(store, 4, { account: 'marge' });
    assert.deepEqual(ids(await store.outbox.find('homer', undefined)), [queueId(3), queueId(2), queueId(1)]);
  },

  'finds what repeats a submission, the earliest first': async (store) => {
    await withAccounts(store);
    await add(store, 1);
    for (const number of [3, 2]) await add(store, number, { resendOf: queueId(1) });
    await add(store, 4, { account: 'marge', resendOf: queueId(1) });
    assert.deepEqual(await store.outbox.repeatsOf('homer', queueId(1)), [queueId(2), queueId(3)]);
    await store.outbox.destroy('homer', queueId(2));
    assert.deepEqual(await store.outbox.repeatsOf('homer', queueId(1)), [queueId(3)]);
  },

  'claims what is due, the longest due first, and again until the queue has it': async (store) => {
    await withAccounts(store);
    for (const number of [3, 1, 2]) await add(store, number);
    assert.equal(await store.outbox.nextDue(), 100);
    assert.deepEqual(await store.outbox.claimDue(t(99), 10), []);
    const claimed = await store.outbox.claimDue(t(250), 10);
    assert.deepEqual(
      claimed.map(({ id, phase }) => [id, phase]),
      [1, 2].map((number) => [queueId(number), 'sending']),
    );
    assert.deepEqual(ids(await store.outbox.claimDue(t(250), 1)), [queueId(1)]);
    await store.outbox.markSent(queueId(1));
    assert.deepEqual(ids(await store.outbox.claimDue(t(250), 10)), [queueId(2)]);
    assert.equal(await store.outbox.nextDue(), 200);
    const [sent] = await store.outbox.find('homer', [queueId(1)]);
    assert.equal(sent?.phase, 'sent');
    assert.equal(await store.outbox.content(queueId(1)), undefined);
  },

  'takes back what still waits, and nothing else': async (store) => {
    await withAccounts(store);
    for (const number of [1, 2]) await add(store, number);
    await store.outbox.claimDue(t(100), 10);
    assert.equal(await store.outbox.cancel('homer', queueId(1)), 'final');
    assert.equal(await store.outbox.cancel('homer', queueId(2)), 'canceled');
    assert.equal(await store.outbox.cancel('homer', queueId(2)), 'final');
    assert.equal(await store.outbox.cancel('marge', queueId(1)), 'unknown');
    assert.equal(await store.outbox.cancel('homer', queueId(3)), 'unknown');
    const [canceled] = await store.outbox.find('homer', [queueId(2)]);
    assert.equal(canceled?.phase, 'canceled');
    assert.equal(await store.outbox.content(queueId(2)), undefined);
    assert.deepEqual(ids(await store.outbox.claimDue(t(900), 10)), [queueId(1)]);
  },

  'forgets a record, and sends the mail all the same': async (store) => {
    await withAccounts(store);
    await add(store, 1);
    assert.equal(await store.outbox.destroy('marge', queueId(1)), 'unknown');
    assert.equal(await store.outbox.destroy('homer', queueId(1)), 'destroyed');
    assert.equal(await store.outbox.destroy('homer', queueId(1)), 'unknown');
    assert.deepEqual(await store.outbox.find('homer', undefined), []);
    assert.equal(await store.outbox.cancel('homer', queueId(1)), 'unknown');
    assert.deepEqual(ids(await store.outbox.claimDue(t(100), 10)), [queueId(1)]);
    assert.notEqual(await store.outbox.content(queueId(1)), undefined);
  },

  'tells what changed since a state': async (store) => {
    await withAccounts(store);
    for (const number of [1, 2, 3]) await add(store, number);
    await store.outbox.cancel('homer', queueId(1));
    await store.outbox.destroy('homer', queueId(2));
    await add(store, 4);
    await store.outbox.destroy('homer', queueId(4));
    const changes = await store.outbox.changes('homer', 3, 10);
    const state = await store.outbox.state('homer');
    assert.deepEqual(changes, {
      state,
      hasMore: false,
      created: [],
      updated: [queueId(1)],
      destroyed: [queueId(2)],
    });
    assert.deepEqual((await store.outbox.changes('homer', 0, 10))?.created, [queueId(3), queueId(1)]);
    assert.deepEqual(await store.outbox.changes('homer', state, 10), {
      ...{ state, hasMore: false, created: [], updated: [], destroyed: [] },
    });
    assert.equal(await store.outbox.changes('homer', state + 1, 10), undefined);
    assert.equal(await store.outbox.changes('homer', -1, 10), undefined);
  },

  'tells many changes in pieces': async (store) => {
    await withAccounts(store);
    for (const number of [1, 2, 3]) await add(store, number);
    const first = await store.outbox.changes('homer', 0, 2);
    assert.deepEqual([first?.hasMore, first?.created], [true, [queueId(1), queueId(2)]]);
    const second = await store.outbox.changes('homer', first?.state ?? 0, 2);
    assert.deepEqual([second?.hasMore, second?.created, second?.state], [false, [queueId(3)], 3]);
  },

  'counts what happens to a recipient as a change': async (store) => {
    await withAccounts(store);
    await add(store, 1);
    await store.outbox.claimDue(t(100), 10);
    await store.queue.accept([acceptance({ number: 1 })]);
    await store.outbox.markSent(queueId(1));
    const changedBy = async (action: () => Promise<unknown>) => {
      const before = await store.outbox.state('homer');
      await action();
      return (await store.outbox.changes('homer', before, 10))?.updated.length;
    };
    assert.equal(await changedBy(async () => {}), 0);
    assert.equal(
      await changedBy(async () => store.queue.commit(settlement(await claimOne(store), { due: 50 }))),
      1,
    );
    const later = { now: t(60) };
    assert.equal(
      await changedBy(async () =>
        store.queue.commit(settlement(await claimOne(store, later), { outcome: relayed })),
      ),
      1,
    );
    const notice = { ...acceptance({ number: 2 }), heard: [heard(1, [0], 'failed')] };
    assert.equal(await changedBy(() => store.queue.accept([notice])), 1);
    await store.queue.accept([acceptance({ number: 3 })]);
    assert.equal(
      await changedBy(async () =>
        store.queue.commit(settlement(await claimOne(store, later), { outcome: failed })),
      ),
      0,
    );
  },

  'goes with its account': async (store) => {
    await withAccounts(store);
    await add(store, 1);
    await store.accounts.removeAccount(account('homer').id);
    assert.deepEqual(await store.outbox.find('homer', undefined), []);
    assert.equal(await store.outbox.nextDue(), undefined);
  },

  'tells who listens what becomes of submissions, and of mail that comes in': async (store) => {
    await withAccounts(store);
    const heardOf: string[] = [];
    store.emails.onChange((who) => heardOf.push(who));
    const toldBy = async (act: () => Promise<unknown>) => {
      heardOf.length = 0;
      await act();
      return [...new Set(heardOf)];
    };
    assert.deepEqual(await toldBy(() => add(store, 1)), ['homer']);
    assert.deepEqual(await toldBy(() => store.outbox.claimDue(t(1_000), 10)), ['homer']);
    const message = acceptance({ number: 1, to: [{ address: 'krusty@krustylu.test' }] });
    await store.queue.accept([message]);
    assert.deepEqual(await toldBy(() => store.outbox.markSent(queueId(1))), ['homer']);
    assert.deepEqual(
      await toldBy(async () => store.queue.commit(settlement(await claimOne(store), { due: 50 }))),
      ['homer'],
    );
    const notice = acceptance({ number: 2, to: [{ address: 'marge@springfield.test', account: 'marge' }] });
    const told = await toldBy(() => store.queue.accept([{ ...notice, heard: [heard(1, [0], 'failed')] }]));
    assert.deepEqual(told.sort(), ['homer', 'marge']);
    assert.deepEqual(await toldBy(() => store.outbox.destroy('homer', queueId(1))), ['homer']);
  },
};
