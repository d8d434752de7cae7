import assert from 'node:assert/strict';
import type { Identity } from '../../accounts/identities.ts';
import type { Store } from '../store.ts';
import { account } from './fixtures.ts';
import type { Suite } from './suite.ts';

const identity = (id: string, name = 'Homer'): Identity => ({
  id,
  email: 'homer@springfield.test',
  name,
  replyTo: [{ name: null, email: 'h@springfield.test' }],
  bcc: null,
  textSignature: '-- \nHomer',
  htmlSignature: '<b>Homer</b>',
});

async function withAccounts({ accounts }: Store): Promise<void> {
  for (const id of ['homer', 'marge']) await accounts.addAccount(account(id), undefined);
}

export const identitySuite: Suite = {
  'keeps what was put, and replaces it': async (store) => {
    await withAccounts(store);
    assert.equal(await store.identities.put('homer', identity('b')), 'put');
    assert.equal(await store.identities.put('homer', identity('a')), 'put');
    assert.equal(await store.identities.put('homer', identity('b', 'Max')), 'put');
    assert.deepEqual(await store.identities.list('homer'), [identity('a'), identity('b', 'Max')]);
    assert.deepEqual(await store.identities.list('marge'), []);
    assert.equal(await store.identities.put('nobody', identity('a')), 'no-such-account');
  },

  'removes what is there': async (store) => {
    await withAccounts(store);
    await store.identities.put('homer', identity('a'));
    assert.equal(await store.identities.remove('marge', 'a'), 'unknown');
    assert.equal(await store.identities.remove('homer', 'a'), 'removed');
    assert.equal(await store.identities.remove('homer', 'a'), 'unknown');
    assert.deepEqual(await store.identities.list('homer'), []);
  },

  'tells who listens of each change, and of nothing else': async (store) => {
    await withAccounts(store);
    const heard: string[] = [];
    store.emails.onChange((who) => heard.push(who));
    await store.identities.put('homer', identity('a'));
    await store.identities.put('homer', identity('a', 'Max'));
    await store.identities.remove('homer', 'a');
    assert.deepEqual(heard, ['homer', 'homer', 'homer']);
    await store.identities.remove('homer', 'a');
    await store.identities.put('nobody', identity('a'));
    assert.equal(heard.length, 3);
  },

  'tells what changed since a state': async (store) => {
    await withAccounts(store);
    assert.equal(await store.identities.state('homer'), 0);
    for (const id of ['a', 'b', 'c']) await store.identities.put('homer', identity(id));
    const state = await store.identities.state('homer');
    await store.identities.put('homer', identity('a', 'Max'));
    await store.identities.remove('homer', 'b');
    await store.identities.put('homer', identity('d'));
    await store.identities.remove('homer', 'd');
    const now = await store.identities.state('homer');
    assert.deepEqual(await store.identities.changes('homer', state, 10), {
      ...{ state: now, hasMore: false, created: [], updated: ['a'], destroyed: ['b'] },
    });
    assert.deepEqual((await store.identities.changes('homer', 0, 1))?.hasMore, true);
    assert.equal(await store.identities.changes('homer', now + 1, 10), undefined);
    await store.identities.put('homer', identity('b'));
    assert.deepEqual((await store.identities.changes('homer', now, 10))?.created, ['b']);
  },

  'go with their account': async (store) => {
    await withAccounts(store);
    await store.identities.put('homer', identity('a'));
    await store.accounts.removeAccount(account('homer').id);
    assert.deepEqual(await store.identities.list('homer'), []);
  },
};
