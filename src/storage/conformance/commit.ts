import assert from 'node:assert/strict';
import { InvariantError } from '../../base/invariant.ts';
import { StoreError } from '../../queue/queue-store.ts';
import { historyEntriesMax, historyReplyLinesMax, historyTextMax } from '../history-bounds.ts';
import {
  acceptance,
  account,
  attemptEntry,
  claimOne,
  collect,
  diagnostic,
  failed,
  queueId,
  relayed,
  settlement,
  t,
} from './fixtures.ts';
import type { Suite } from './suite.ts';

export const commitSuite: Suite = {
  'settles recipients': async (store) => {
    await store.queue.accept([acceptance({ number: 1 })]);
    const end = settlement(await claimOne(store), { outcome: relayed, at: 40 });
    assert.equal(await store.queue.commit(end), 'committed');
    const state = { kind: 'settled', at: t(40), attempts: 1, outcome: relayed } as const;
    assert.deepEqual((await store.queue.find(queueId(1)))?.recipients[0]?.state, state);
    assert.deepEqual(await store.queue.statistics(), { waiting: 0, attempting: 0, held: 0 });
  },

  'puts recipients back with what they met, and remembers a delay report': async (store) => {
    await store.queue.accept([acceptance({ number: 1 })]);
    const { transitions, ...end } = settlement(await claimOne(store), { due: 700 });
    const reported = transitions.map((transition) => ({ ...transition, isDelayReported: true }));
    await store.queue.commit({ ...end, transitions: reported });
    const [recipient] = (await store.queue.find(queueId(1)))?.recipients ?? [];
    assert.deepEqual(recipient?.state, { kind: 'waiting', due: t(700), attempts: 1, last: diagnostic });
    assert.equal(recipient?.isDelayReported, true);
    const again = settlement(await claimOne(store, { now: t(700) }), { due: 900 });
    await store.queue.commit(again);
    assert.equal((await store.queue.find(queueId(1)))?.recipients[0]?.isDelayReported, true);
  },

  'settles some recipients of a claim and keeps the others under the lease': async (store) => {
    const to = [{ address: 'a@x.test' }, { address: 'b@x.test' }];
    await store.queue.accept([acceptance({ number: 1, to })]);
    const claim = await claimOne(store);
    const { transitions, ...end } = settlement(claim, { outcome: failed });
    assert.equal(await store.queue.commit({ ...end, transitions: transitions.slice(0, 1) }), 'committed');
    assert.deepEqual(await store.queue.statistics(), { waiting: 0, attempting: 1, held: 0 });
    assert.equal(await store.queue.commit({ ...end, transitions: transitions.slice(1) }), 'committed');
  },

  'writes reports and their deliveries in the same transaction': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    await store.queue.accept([acceptance({ number: 1 })]);
    const toHomer = { address: 'homer@springfield.test', account: 'homer' };
    const reports = [acceptance({ number: 2, from: '<>', to: [toHomer] })];
    const end = settlement(await claimOne(store), { outcome: failed }, { reports });
    assert.equal(await store.queue.commit(end), 'committed');
    const [entry] = await store.mailboxes.listInbox('homer');
    assert.equal(entry?.queueId, queueId(2));
    assert.ok(await store.queue.find(queueId(2)));
  },

  'changes nothing if a report cannot be written': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    await store.queue.accept([acceptance({ number: 1 })]);
    const claim = await claimOne(store);
    const before = await store.queue.find(queueId(1));
    const toHomer = { address: 'homer@springfield.test', account: 'homer' };
    const toNobody = { address: 'bart@springfield.test', account: 'bart' };
    const reports = [
      acceptance({ number: 2, to: [toHomer] }),
      acceptance({ number: 3, from: '<>', to: [toNobody] }),
    ];
    const history = [attemptEntry(queueId(1), 30)];
    await assert.rejects(
      store.queue.commit(settlement(claim, { outcome: failed }, { reports, history })),
      StoreError,
    );
    assert.deepEqual(await store.queue.find(queueId(1)), before);
    assert.deepEqual(await store.queue.history(queueId(1)), []);
    assert.deepEqual(await store.mailboxes.usage('homer'), { bytes: 0, messages: 0 });
    assert.equal(await store.queue.commit(settlement(claim, { outcome: failed })), 'committed');
  },

  'delivers a queued message into a mailbox': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    const accepted = acceptance({ number: 1, to: [{ address: 'homer@springfield.test' }] });
    await store.queue.accept([accepted]);
    const deliveries = [{ account: 'homer', recipient: 0 }];
    const end = settlement(await claimOne(store), { outcome: { kind: 'delivered' }, at: 77 }, { deliveries });
    assert.equal(await store.queue.commit(end), 'committed');
    const [entry] = await store.mailboxes.listInbox('homer');
    assert.ok(entry);
    assert.deepEqual([entry.queueId, entry.receivedAt, entry.uid], [queueId(1), 77, 1]);
    const content = await collect(await store.mailboxes.readMessage('homer', entry.uid));
    assert.equal(content.length, entry.sizeBytes);
  },

  'refuses a delivery that nothing settles, and an attempt without an end': async (store) => {
    await store.queue.accept([acceptance({ number: 1 })]);
    const claim = await claimOne(store);
    const deliveries = [{ account: 'homer', recipient: 0 }];
    await assert.rejects(
      store.queue.commit(settlement(claim, { outcome: relayed }, { deliveries })),
      InvariantError,
    );
    const transitions = claim.recipients.map(({ index, state }) => ({
      recipient: index,
      next: state,
      isDelayReported: false,
    }));
    await assert.rejects(
      store.queue.commit(settlement(claim, { outcome: relayed }, { transitions })),
      InvariantError,
    );
  },

  'tells the history of a message in order': async (store) => {
    await store.queue.accept([acceptance({ number: 1 }), acceptance({ number: 2 })]);
    const first = [attemptEntry(queueId(1), 90), attemptEntry(queueId(1), 10)];
    const event = { kind: 'report', action: 'failed', as: queueId(3) } as const;
    const second = [{ at: t(95), queueId: queueId(1), recipients: [0], event }];
    const claims = await store.queue.claimDue({ ...request, leaseId: nextLease() });
    const claim = claims.find(({ message }) => message.queueId === queueId(1));
    assert.ok(claim);
    await store.queue.commit(settlement(claim, { due: 100 }, { history: first }));
    const again = await claimOne(store, { now: t(100) });
    await store.queue.commit(settlement(again, { outcome: failed }, { history: second }));
    assert.deepEqual(await store.queue.history(queueId(1)), [...first, ...second]);
    assert.deepEqual(await store.queue.history(queueId(2)), []);
  },

  'bounds the history of a message': async (store) => {
    await store.queue.accept([acceptance({ number: 1 })]);
    const reply = { code: 450, lines: Array.from({ length: 1_000 }, () => 'x'.repeat(9_999)) };
    const chatty = { ...diagnostic, text: 'y'.repeat(9_999), reply };
    const history = Array.from({ length: historyEntriesMax + 3 }, (_, i) =>
      attemptEntry(queueId(1), i, `${i}`),
    );
    const event = {
      kind: 'attempt',
      result: 'transient',
      detail: { text: 'last', diagnostic: chatty },
    } as const;
    const last = { at: t(5_000), queueId: queueId(1), recipients: [0], event };
    await store.queue.commit(settlement(await claimOne(store), { due: 1 }, { history: [...history, last] }));
    const kept = await store.queue.history(queueId(1));
    assert.equal(kept.length, historyEntriesMax);
    assert.equal(kept[0]?.at, 4);
    const shortened = kept.at(-1)?.event;
    assert.ok(shortened?.kind === 'attempt');
    assert.equal(shortened.detail.diagnostic?.text.length, historyTextMax);
    assert.equal(shortened.detail.diagnostic.reply?.lines.length, historyReplyLinesMax);
    assert.equal(shortened.detail.diagnostic.reply.lines[0]?.length, historyTextMax);
  },
};

const request = { now: t(10), leaseUntil: t(1_000), claimsMax: 10, recipientsMax: 100, except: {} };

function nextLease(): () => string {
  let count = 0;
  return () => `history-${++count}`;
}
