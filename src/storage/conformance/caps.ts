import assert from 'node:assert/strict';
import { type Cap, capWindowMs } from '../../queue/notice-caps.ts';
import type { Acceptance } from '../../queue/queue-store.ts';
import type { Store } from '../store.ts';
import { acceptance, account, claimOne, failed, queueId, settlement, t } from './fixtures.ts';
import type { Suite } from './suite.ts';

const cap = (key: string, max: number, because: Cap['because'] = 'cap-address'): Cap => ({
  key,
  max,
  because,
});

/** A report that arrives at a time and counts against caps. */
function reportAt(number: number, at: number, ...caps: Cap[]): Acceptance {
  const toHomer = { address: 'homer@springfield.test', account: 'homer' };
  const made = acceptance({ number, from: '<>', to: [toHomer] });
  return { ...made, message: { ...made.message, arrivedAt: t(at) }, caps };
}

/** Settles a message of its own with these reports. */
async function settleWith(store: Store, number: number, reports: readonly Acceptance[]) {
  await store.queue.accept([acceptance({ number })]);
  const claim = await claimOne(store);
  return { claim, answer: await store.queue.commit(settlement(claim, { outcome: failed }, { reports })) };
}

const late = capWindowMs + 1_000;

export const capSuite: Suite = {
  'writes as many reports as a cap allows, and of the next settlement nothing': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    for (const number of [1, 2]) {
      const report = reportAt(number + 100, 50, cap('address ned', 2));
      assert.equal((await settleWith(store, number, [report])).answer, 'committed');
    }
    const { claim, answer } = await settleWith(store, 3, [reportAt(103, 50, cap('address ned', 2))]);
    assert.deepEqual(answer, { kind: 'capped', because: 'cap-address' });
    assert.equal(await store.queue.find(queueId(103)), undefined);
    assert.equal((await store.queue.find(queueId(3)))?.recipients[0]?.state.kind, 'attempting');
    assert.equal((await store.mailboxes.listInbox('homer')).length, 2);
    assert.equal(await store.queue.commit(settlement(claim, { outcome: failed })), 'committed');
  },

  'counts by key': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    const both = (name: string) => [cap(`address ${name}`, 1), cap('domain x.test', 2, 'cap-domain')];
    assert.equal((await settleWith(store, 1, [reportAt(101, 50, ...both('ned'))])).answer, 'committed');
    assert.equal((await settleWith(store, 2, [reportAt(102, 50, ...both('maude'))])).answer, 'committed');
    const { answer } = await settleWith(store, 3, [reportAt(103, 50, ...both('rod'))]);
    assert.deepEqual(answer, { kind: 'capped', because: 'cap-domain' });
  },

  'writes nothing where the cap is 0, and counts nothing without caps': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    const { answer } = await settleWith(store, 1, [reportAt(101, 50, cap('all', 0, 'cap-all'))]);
    assert.deepEqual(answer, { kind: 'capped', because: 'cap-all' });
    for (const number of [2, 3]) {
      assert.equal((await settleWith(store, number, [reportAt(number + 100, 50)])).answer, 'committed');
    }
  },

  'counts the reports of one settlement together': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    const two = [101, 102].map((number) => reportAt(number, 50, cap('address ned', 1)));
    assert.deepEqual((await settleWith(store, 1, two)).answer, { kind: 'capped', because: 'cap-address' });
    assert.equal(await store.queue.find(queueId(101)), undefined);
  },

  'lets no two settlements past a cap at once': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    const numbers = Array.from({ length: 10 }, (_, i) => i + 1);
    const answers = await Promise.all(
      numbers.map(async (number) => {
        const to = [{ address: 'krusty@krustylu.test', destination: `d${number}` }];
        await store.queue.accept([acceptance({ number, to })]);
        const lease = { id: `l${number}`, until: t(1_000) };
        const claim = await store.queue.claimMessage(queueId(number), 'all', t(10), lease);
        assert.ok(claim);
        const reports = [reportAt(number + 100, 50, cap('all', 4, 'cap-all'))];
        return await store.queue.commit(settlement(claim, { outcome: failed }, { reports }));
      }),
    );
    assert.equal(answers.filter((answer) => answer === 'committed').length, 4);
    assert.equal((await store.mailboxes.listInbox('homer')).length, 4);
  },

  'counts those of the hour before': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    const one = cap('address ned', 1);
    assert.equal((await settleWith(store, 1, [reportAt(101, 1_000, one)])).answer, 'committed');
    const early = await settleWith(store, 2, [reportAt(102, late - 1, one)]);
    assert.deepEqual(early.answer, { kind: 'capped', because: 'cap-address' });
    await store.queue.commit(settlement(early.claim, { outcome: failed }));
    assert.equal((await settleWith(store, 3, [reportAt(103, late, one)])).answer, 'committed');
  },

  'accepts a message without the reports for which there is no room': async (store) => {
    await store.accounts.addAccount(account('homer'), undefined);
    const one = cap('address ned', 1);
    const pair = (number: number) => [acceptance({ number }), reportAt(number + 100, 50, one)];
    assert.equal(await store.queue.accept(pair(1)), 'accepted');
    assert.deepEqual(await store.queue.accept(pair(2)), { kind: 'capped', because: 'cap-address' });
    assert.ok(await store.queue.find(queueId(2)));
    assert.equal(await store.queue.find(queueId(102)), undefined);
  },

  'writes a last word once': async (store) => {
    const to = ['family', 'bart', 'lisa', 'maggie'].map((name, i) => ({
      address: `${name}@springfield.test`,
      destination: name,
      ...(i > 0 && { parent: 0 }),
    }));
    await store.queue.accept([acceptance({ number: 1, to })]);
    const settle = async (recipient: number, report: number) => {
      const lease = { id: `l${recipient}-${report}`, until: t(1_000) };
      const claim = await store.queue.claimMessage(queueId(1), [recipient], t(10), lease);
      assert.ok(claim);
      const lastWords = [{ original: 0, report: queueId(report) }];
      return {
        claim,
        answer: await store.queue.commit(settlement(claim, { outcome: failed }, { lastWords })),
      };
    };
    assert.equal((await settle(1, 101)).answer, 'committed');
    const { claim, answer } = await settle(2, 102);
    assert.deepEqual(answer, { kind: 'told', originals: [0] });
    const { recipients } = (await store.queue.find(queueId(1))) ?? { recipients: [] };
    assert.deepEqual(
      recipients.map(({ state, lastWord }) => [state.kind, lastWord]),
      [
        ['waiting', queueId(101)],
        ['settled', undefined],
        ['attempting', undefined],
        ['waiting', undefined],
      ],
    );
    assert.equal(await store.queue.commit(settlement(claim, { outcome: failed })), 'committed');
  },
};
