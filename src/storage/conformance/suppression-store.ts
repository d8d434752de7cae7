import assert from 'node:assert/strict';
import { type Suppression, suppressionsMax } from '../../queue/suppression.ts';
import { account, address, queueId, t } from './fixtures.ts';
import type { Suite } from './suite.ts';

const homer = account('homer');
const marge = account('marge');

const entry = (text: string, other: Partial<Suppression> = {}): Suppression => ({
  account: homer.id,
  address: address(text),
  cause: 'no-such-address',
  reason: '550 5.1.1 \u{1f369}',
  about: queueId(1),
  at: t(1_000),
  expiresAt: t(9_000),
  isAllowed: false,
  ...other,
});

export const suppressionSuite: Suite = {
  'finds an entry by its address, however it is written': async ({ accounts, suppressions }) => {
    await accounts.addAccount(homer, undefined);
    await accounts.addAccount(marge, undefined);
    await suppressions.put(entry('krusty@tv.test'));
    assert.deepEqual(await suppressions.find(homer.id, address('Krusty@TV.test')), entry('krusty@tv.test'));
    assert.equal(await suppressions.find(homer.id, address('mel@tv.test')), undefined);
    assert.equal(await suppressions.find(marge.id, address('krusty@tv.test')), undefined);
  },

  'has one entry for an address, the last': async ({ accounts, suppressions }) => {
    await accounts.addAccount(homer, undefined);
    await suppressions.put(entry('krusty@tv.test'));
    const allowed = entry('KRUSTY@tv.test', { isAllowed: true, at: t(2_000) });
    await suppressions.put(allowed);
    assert.deepEqual(await suppressions.list(homer.id), [allowed]);
  },

  'lists the entries of an account, the latest first': async ({ accounts, suppressions }) => {
    await accounts.addAccount(homer, undefined);
    await accounts.addAccount(marge, undefined);
    await suppressions.put(entry('b@tv.test'));
    await suppressions.put(entry('new@tv.test', { at: t(2_000) }));
    await suppressions.put(entry('a@tv.test'));
    await suppressions.put(entry('m@tv.test', { account: marge.id }));
    const texts = (await suppressions.list(homer.id)).map((each) => each.address.text);
    assert.deepEqual(texts, ['new@tv.test', 'a@tv.test', 'b@tv.test']);
  },

  'removes an entry of its account alone': async ({ accounts, suppressions }) => {
    await accounts.addAccount(homer, undefined);
    await suppressions.put(entry('krusty@tv.test'));
    assert.equal(await suppressions.remove(marge.id, address('krusty@tv.test')), 'no-such-entry');
    assert.equal(await suppressions.remove(homer.id, address('Krusty@tv.test')), 'removed');
    assert.equal(await suppressions.remove(homer.id, address('krusty@tv.test')), 'no-such-entry');
  },

  'keeps entries no longer than their account': async ({ accounts, suppressions }) => {
    await suppressions.put(entry('krusty@tv.test'));
    assert.deepEqual(await suppressions.list(homer.id), []);
    await accounts.addAccount(homer, undefined);
    await suppressions.put(entry('krusty@tv.test'));
    await accounts.removeAccount(homer.id);
    assert.deepEqual(await suppressions.list(homer.id), []);
  },

  'lets the oldest make room': async ({ accounts, suppressions }) => {
    await accounts.addAccount(homer, undefined);
    const puts = Array.from({ length: suppressionsMax + 1 }, (_, i) =>
      suppressions.put(entry(`a${i}@tv.test`, { at: t(1_000 + i) })),
    );
    await Promise.all(puts);
    const left = await suppressions.list(homer.id);
    assert.equal(left.length, suppressionsMax);
    assert.equal(left.at(-1)?.address.text, 'a1@tv.test');
  },
};
