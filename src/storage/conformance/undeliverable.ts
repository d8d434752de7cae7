import assert from 'node:assert/strict';
import { fromUtf8 } from '../../base/bytes.ts';
import type { FiledReason, Undeliverable } from '../../queue/undeliverable.ts';
import { historyTextMax } from '../history-bounds.ts';
import type { Store } from '../store.ts';
import { acceptance, address, claimOne, diagnostic, failed, queueId, settlement, t } from './fixtures.ts';
import type { Suite } from './suite.ts';

function filing(number: number, reason: FiledReason = 'return-path-unproven', at = 30): Undeliverable {
  return {
    at: t(at),
    reason,
    message: acceptance({ number }).message,
    recipients: [
      {
        index: 1,
        address: address('krusty@krustylu.test'),
        alias: address('clown@springfield.test'),
        diagnostic,
      },
    ],
    header: fromUtf8(`Return-Path: <>\r\nSubject: message ${number}\r\n`),
  };
}

/** Settles a message of its own and files with it. */
async function file(store: Store, number: number, ...filed: Undeliverable[]) {
  await store.queue.accept([acceptance({ number })]);
  return await store.queue.commit(settlement(await claimOne(store), { outcome: failed }, { filed }));
}

const numbers = async (
  store: Store,
  filter: { reason?: FiledReason; before?: number; limit?: number } = {},
) =>
  (await store.undeliverable.list({ limit: 10, ...filter })).map(({ message }) =>
    Number(message.queueId.slice(1)),
  );

export const undeliverableSuite: Suite = {
  'has what a settlement filed, as it was': async (store) => {
    await file(store, 1, filing(1), filing(1, 'already-told'));
    const { header, ...first } = filing(1);
    const [latest, earliest, ...others] = await store.undeliverable.list({ limit: 10 });
    assert.deepEqual(others, []);
    assert.equal(latest?.reason, 'already-told');
    assert.deepEqual(earliest, { ...first, number: earliest?.number });
    const ofMessage = await store.undeliverable.ofMessage(queueId(1));
    assert.deepEqual(
      ofMessage.map(({ reason }) => reason),
      ['return-path-unproven', 'already-told'],
    );
    assert.deepEqual(ofMessage[0]?.header, new Uint8Array(header));
    assert.deepEqual(await store.undeliverable.ofMessage(queueId(2)), []);
  },

  'has nothing of a settlement that was not written': async (store) => {
    await store.queue.accept([acceptance({ number: 1 })]);
    const claim = await claimOne(store);
    const end = settlement(claim, { outcome: failed }, { filed: [filing(1)] });
    const lost = await store.queue.commit({ ...end, lease: { ...claim.lease, id: 'another' } });
    assert.equal(lost, 'lease-lost');
    assert.deepEqual(await numbers(store), []);
  },

  'shows the latest first, page by page, and by reason': async (store) => {
    for (const number of [1, 2, 3, 4])
      await file(store, number, filing(number, number % 2 === 0 ? 'automatic' : 'cap-all'));
    assert.deepEqual(await numbers(store), [4, 3, 2, 1]);
    const [, last] = await store.undeliverable.list({ limit: 2 });
    assert.ok(last);
    assert.deepEqual(await numbers(store, { before: last.number, limit: 1 }), [2]);
    assert.deepEqual(await numbers(store, { reason: 'automatic' }), [4, 2]);
    assert.deepEqual(await numbers(store, { reason: 'automatic', before: last.number }), [2]);
    assert.deepEqual(await store.undeliverable.counts(), { automatic: 2, 'cap-all': 2 });
  },

  'forgets what was filed before a time, so many at once': async (store) => {
    for (const number of [1, 2, 3]) await file(store, number, filing(number, 'automatic', number * 100));
    assert.equal(await store.undeliverable.forget(t(300), 1), 1);
    assert.equal(await store.undeliverable.forget(t(300), 10), 1);
    assert.equal(await store.undeliverable.forget(t(300), 10), 0);
    assert.deepEqual(await numbers(store), [3]);
  },

  'outlives the message': async (store) => {
    await file(store, 1, filing(1));
    assert.equal(await store.queue.forgetSettled(t(1_000), 10), 1);
    assert.equal((await store.undeliverable.ofMessage(queueId(1))).length, 1);
  },

  'keeps only so much of what another host says': async (store) => {
    const [recipient] = filing(1).recipients;
    assert.ok(recipient);
    const chatty = { ...recipient, diagnostic: { ...diagnostic, text: 'y'.repeat(9_999) } };
    await file(store, 1, { ...filing(1), recipients: [chatty] });
    const [filed] = await store.undeliverable.list({ limit: 1 });
    assert.equal(filed?.recipients[0]?.diagnostic.text.length, historyTextMax);
  },
};
