import assert from 'node:assert/strict';
import type { Acceptance } from '../../queue/queue-store.ts';
import type { Vacation } from '../../vacation/vacation.ts';
import type { Store } from '../store.ts';
import { acceptance, account, address, ids, queueId, t } from './fixtures.ts';
import type { Suite } from './suite.ts';

const homer = account('homer');
const marge = account('marge');

const away: Vacation = {
  isEnabled: true,
  fromDate: t(1_000),
  toDate: null,
  subject: 'At the lake',
  textBody: 'Mmh, fish \u{1f41f}',
  htmlBody: null,
  from: { name: 'Homer', address: address('homer@springfield.test') },
};

/** An answer of Homer's, given at 0. */
const answer = (number: number, sender: string, until: number, sendersMax = 3): Acceptance => ({
  ...acceptance({ number, from: '<>', to: [{ address: sender }] }),
  once: { account: homer.id, sender, until: t(until), sendersMax },
});

const later = (given: Acceptance, arrivedAt: number): Acceptance => ({
  ...given,
  message: { ...given.message, arrivedAt: t(arrivedAt) },
});

/** The numbers of the answers that were accepted. */
async function given({ queue }: Pick<Store, 'queue'>): Promise<readonly string[]> {
  return ids(await queue.list({ which: 'all', limit: 100 }));
}

export const vacationSuite: Suite = {
  'tells who listens of each change, and of nothing else': async ({ accounts, emails, vacations }) => {
    await accounts.addAccount(homer, undefined);
    const heard: string[] = [];
    emails.onChange((who) => heard.push(who));
    await vacations.put(homer.id, away);
    assert.deepEqual(heard, [homer.id]);
    await vacations.put(marge.id, away);
    assert.equal(heard.length, 1);
  },

  'keeps what an account answers, and counts its changes': async ({ accounts, vacations }) => {
    await accounts.addAccount(homer, undefined);
    assert.equal(await vacations.find(homer.id), undefined);
    assert.equal(await vacations.state(homer.id), 0);
    assert.equal(await vacations.put(homer.id, away), 'put');
    assert.deepEqual(await vacations.find(homer.id), away);
    const off: Vacation = { ...away, isEnabled: false, subject: null, from: null };
    assert.equal(await vacations.put(homer.id, off), 'put');
    assert.deepEqual(await vacations.find(homer.id), off);
    assert.equal(await vacations.state(homer.id), 2);
    assert.equal(await vacations.find(marge.id), undefined);
  },

  'keeps it no longer than the account': async ({ accounts, vacations }) => {
    assert.equal(await vacations.put(homer.id, away), 'no-such-account');
    await accounts.addAccount(homer, undefined);
    await vacations.put(homer.id, away);
    await accounts.removeAccount(homer.id);
    assert.equal(await vacations.find(homer.id), undefined);
    await accounts.addAccount(homer, undefined);
    assert.equal(await vacations.state(homer.id), 0);
  },

  'accepts an answer once for a sender, beside the message that it answers': async (store) => {
    const { accounts, vacations, queue } = store;
    await accounts.addAccount(homer, undefined);
    await vacations.put(homer.id, away);
    const to = [{ address: 'homer@springfield.test', account: homer.id }];
    await queue.accept([acceptance({ number: 1, to }), answer(2, 'ned@church.test', 100)]);
    await queue.accept([acceptance({ number: 3, to }), answer(4, 'ned@church.test', 200)]);
    await queue.accept([answer(5, 'moe@bar.test', 100)]);
    assert.deepEqual(await given(store), [1, 2, 3, 5].map(queueId));
    assert.equal(await vacations.answeredUntil(homer.id, 'ned@church.test'), 100);
    assert.equal(await vacations.answeredUntil(homer.id, 'otto@bus.test'), undefined);
  },

  'accepts one of two that come at once': async (store) => {
    await store.accounts.addAccount(homer, undefined);
    await store.vacations.put(homer.id, away);
    const both = [answer(1, 'ned@church.test', 100), answer(2, 'ned@church.test', 100)];
    await Promise.all(both.map((each) => store.queue.accept([each])));
    assert.equal((await given(store)).length, 1);
  },

  'accepts it again when the time is over': async (store) => {
    await store.accounts.addAccount(homer, undefined);
    await store.vacations.put(homer.id, away);
    await store.queue.accept([answer(1, 'ned@church.test', 100)]);
    await store.queue.accept([later(answer(2, 'ned@church.test', 300), 99)]);
    await store.queue.accept([later(answer(3, 'ned@church.test', 300), 100)]);
    assert.deepEqual(await given(store), [1, 3].map(queueId));
  },

  'accepts it again in other words, not after an interruption': async (store) => {
    const { accounts, vacations, queue } = store;
    await accounts.addAccount(homer, undefined);
    await vacations.put(homer.id, away);
    await queue.accept([answer(1, 'ned@church.test', 100)]);
    await vacations.put(homer.id, { ...away, isEnabled: false });
    await vacations.put(homer.id, { ...away, toDate: t(2_000) });
    await queue.accept([answer(2, 'ned@church.test', 100)]);
    await vacations.put(homer.id, { ...away, textBody: 'Mmh, more fish' });
    await queue.accept([answer(3, 'ned@church.test', 100)]);
    assert.deepEqual(await given(store), [1, 3].map(queueId));
  },

  'accepts none beyond the senders that it may remember': async (store) => {
    await store.accounts.addAccount(homer, undefined);
    await store.vacations.put(homer.id, away);
    for (const number of [1, 2, 3, 4]) await store.queue.accept([answer(number, `a${number}@b.test`, 100)]);
    assert.deepEqual(await given(store), [1, 2, 3].map(queueId));
    await store.queue.accept([later(answer(5, 'a5@b.test', 300), 100)]);
    assert.equal((await given(store)).length, 4);
  },

  'accepts no answer of an account that has none any more': async (store) => {
    await store.accounts.addAccount(homer, undefined);
    await store.queue.accept([answer(1, 'ned@church.test', 100)]);
    assert.deepEqual(await given(store), []);
  },

  'remembers no answer that a cap kept back': async (store) => {
    const { accounts, vacations, queue } = store;
    await accounts.addAccount(homer, undefined);
    await vacations.put(homer.id, away);
    const caps = [{ key: 'all', max: 0, because: 'cap-all' as const }];
    const capped = { ...answer(1, 'ned@church.test', 100), caps };
    assert.deepEqual(await queue.accept([capped]), { kind: 'capped', because: 'cap-all' });
    assert.equal(await vacations.answeredUntil(homer.id, 'ned@church.test'), undefined);
    assert.deepEqual(await given(store), []);
  },

  'counts no answer against a cap that was given before': async (store) => {
    const { accounts, vacations, queue } = store;
    await accounts.addAccount(homer, undefined);
    await vacations.put(homer.id, away);
    const caps = [{ key: 'all', max: 2, because: 'cap-all' as const }];
    for (const number of [1, 2, 3])
      assert.equal(await queue.accept([{ ...answer(number, 'ned@church.test', 100), caps }]), 'accepted');
    assert.equal(await queue.accept([{ ...answer(4, 'moe@bar.test', 100), caps }]), 'accepted');
  },
};
