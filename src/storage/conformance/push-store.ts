import assert from 'node:assert/strict';
import type { PushSubscription } from '../../accounts/push-subscriptions.ts';
import { account, t } from './fixtures.ts';
import type { Suite } from './suite.ts';

const homer = account('homer');
const marge = account('marge');

const subscription = (id: string, other: Partial<PushSubscription> = {}): PushSubscription => ({
  id,
  account: homer.id,
  credential: 'password',
  deviceClientId: `device of ${id}`,
  url: `https://push.example/${id}`,
  verificationCode: 'code',
  isVerified: false,
  expiresAt: t(9_000),
  ...other,
});

export const pushSuite: Suite = {
  'keeps subscriptions of accounts that are there': async ({ accounts, pushSubscriptions: store }) => {
    assert.equal(await store.addSubscription(subscription('a')), 'no-such-account');
    await accounts.addAccount(homer, undefined);
    await accounts.addAccount(marge, undefined);
    const whole = subscription('a', { keys: { p256dh: 'p', auth: 'a' }, types: ['Email'], isVerified: true });
    await store.addSubscription(subscription('b'));
    assert.equal(await store.addSubscription(whole), 'added');
    await store.addSubscription(subscription('m', { account: marge.id }));
    assert.deepEqual(await store.listSubscriptions(homer.id), [whole, subscription('b')]);
    await accounts.removeAccount(homer.id);
    assert.deepEqual(await store.listSubscriptions(homer.id), []);
    assert.equal((await store.listSubscriptions(marge.id)).length, 1);
  },

  'puts another in the place of a subscription, if that is still there': async ({
    accounts,
    pushSubscriptions: store,
  }) => {
    await accounts.addAccount(homer, undefined);
    await store.addSubscription(subscription('a', { types: ['Email'] }));
    const other = subscription('a', { isVerified: true, expiresAt: t(20_000) });
    await store.replaceSubscription(other);
    await store.replaceSubscription(subscription('gone'));
    assert.deepEqual(await store.listSubscriptions(homer.id), [other]);
  },

  'removes a subscription of its account alone': async ({ accounts, pushSubscriptions: store }) => {
    await accounts.addAccount(homer, undefined);
    await store.addSubscription(subscription('a'));
    assert.equal(await store.removeSubscription(marge.id, 'a'), 'no-such-subscription');
    assert.equal(await store.removeSubscription(homer.id, 'a'), 'removed');
    assert.equal(await store.removeSubscription(homer.id, 'a'), 'no-such-subscription');
  },

  'forgets those of a credential, and those that have expired': async ({
    accounts,
    pushSubscriptions: store,
  }) => {
    await accounts.addAccount(homer, undefined);
    await accounts.addAccount(marge, undefined);
    await store.addSubscription(subscription('a', { credential: 'token x' }));
    await store.addSubscription(subscription('b'));
    await store.addSubscription(subscription('c', { expiresAt: t(9_001) }));
    await store.addSubscription(
      subscription('m', { account: marge.id, credential: 'token x', expiresAt: t(9_001) }),
    );
    const ids = async () => (await store.listSubscriptions(homer.id)).map(({ id }) => id);
    assert.equal(await store.forgetSubscriptions({ account: homer.id, credential: 'token x' }), 1);
    assert.deepEqual(await ids(), ['b', 'c']);
    assert.equal(await store.forgetSubscriptions(t(9_000)), 1);
    assert.deepEqual(await ids(), ['c']);
    assert.equal((await store.listSubscriptions(marge.id)).length, 1);
  },

  'forgets those of a token that is taken back': async ({ accounts, tokens, pushSubscriptions: store }) => {
    await accounts.addAccount(homer, undefined);
    const moment = t(1_000);
    const common = { account: homer.id, name: 'x', createdAt: moment, lastUsedAt: moment };
    await tokens.addToken({ ...common, id: 'x', kind: 'token', digest: new Uint8Array(32) });
    await tokens.addToken({ ...common, id: 's', kind: 'session', digest: new Uint8Array(32).fill(1) });
    await store.addSubscription(subscription('a', { credential: 'token x' }));
    await store.addSubscription(subscription('b', { credential: 'session' }));
    await store.addSubscription(subscription('c'));
    await tokens.removeToken(homer.id, 'x');
    const ids = async () => (await store.listSubscriptions(homer.id)).map(({ id }) => id);
    assert.deepEqual(await ids(), ['b', 'c']);
    await tokens.removeTokens(homer.id, 'session');
    assert.deepEqual(await ids(), ['c']);
  },
};
