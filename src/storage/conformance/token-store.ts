import assert from 'node:assert/strict';
import type { AccessToken } from '../../accounts/access-tokens.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { sha256 } from '../../base/hash.ts';
import { account, t } from './fixtures.ts';
import type { Suite } from './suite.ts';

const homer = account('homer');
const marge = account('marge');
const digest = (secret: string) => new Uint8Array(sha256(fromUtf8(secret)));

const token = (id: string, other: Partial<AccessToken> = {}): AccessToken => ({
  id,
  account: homer.id,
  kind: 'token',
  name: `token ${id} \u{1f369}`,
  digest: digest(id),
  createdAt: t(1_000),
  lastUsedAt: t(2_000),
  ...other,
});

export const tokenSuite: Suite = {
  'finds a token by the digest of its secret': async ({ accounts, tokens }) => {
    await accounts.addAccount(homer, undefined);
    const session = token('b', { kind: 'session', expiresAt: t(9_000) });
    assert.equal(await tokens.addToken(token('a')), 'added');
    assert.equal(await tokens.addToken(session), 'added');
    assert.deepEqual(await tokens.findToken(digest('a')), token('a'));
    assert.deepEqual(await tokens.findToken(digest('b')), session);
    assert.equal(await tokens.findToken(digest('c')), undefined);
  },

  'keeps tokens of accounts that are there, and no longer than these': async ({ accounts, tokens }) => {
    assert.equal(await tokens.addToken(token('a')), 'no-such-account');
    assert.equal(await tokens.findToken(digest('a')), undefined);
    await accounts.addAccount(homer, undefined);
    await accounts.addAccount(marge, undefined);
    await tokens.addToken(token('a'));
    await tokens.addToken(token('m', { account: marge.id }));
    await accounts.removeAccount(homer.id);
    assert.equal(await tokens.findToken(digest('a')), undefined);
    assert.ok(await tokens.findToken(digest('m')));
  },

  'lists the tokens of an account, the oldest first': async ({ accounts, tokens }) => {
    await accounts.addAccount(homer, undefined);
    await accounts.addAccount(marge, undefined);
    await tokens.addToken(token('new', { createdAt: t(3_000) }));
    await tokens.addToken(token('b'));
    await tokens.addToken(token('a'));
    await tokens.addToken(token('m', { account: marge.id }));
    const list = async (of: AccessToken['account']) => (await tokens.listTokens(of)).map(({ id }) => id);
    assert.deepEqual(await list(homer.id), ['a', 'b', 'new']);
    assert.deepEqual(await list(marge.id), ['m']);
    assert.deepEqual(await list(account('bart').id), []);
  },

  'notes that a token was used, and until when it is good': async ({ accounts, tokens }) => {
    await accounts.addAccount(homer, undefined);
    await tokens.addToken(token('a'));
    await tokens.useToken('a', t(5_000), t(6_000));
    assert.deepEqual(
      await tokens.findToken(digest('a')),
      token('a', { lastUsedAt: t(5_000), expiresAt: t(6_000) }),
    );
    await tokens.useToken('a', t(5_500), undefined);
    assert.deepEqual(await tokens.findToken(digest('a')), token('a', { lastUsedAt: t(5_500) }));
    await tokens.useToken('nobody', t(5_000), undefined);
  },

  'removes a token of its account alone': async ({ accounts, tokens }) => {
    await accounts.addAccount(homer, undefined);
    await accounts.addAccount(marge, undefined);
    await tokens.addToken(token('a'));
    assert.equal(await tokens.removeToken(marge.id, 'a'), 'no-such-token');
    assert.equal(await tokens.removeToken(homer.id, 'a'), 'removed');
    assert.equal(await tokens.removeToken(homer.id, 'a'), 'no-such-token');
  },

  'removes all of a kind': async ({ accounts, tokens }) => {
    await accounts.addAccount(homer, undefined);
    await tokens.addToken(token('a'));
    await tokens.addToken(token('s1', { kind: 'session' }));
    await tokens.addToken(token('s2', { kind: 'session' }));
    assert.equal(await tokens.removeTokens(homer.id, 'session'), 2);
    assert.deepEqual(
      (await tokens.listTokens(homer.id)).map(({ id }) => id),
      ['a'],
    );
  },

  'forgets what has expired': async ({ accounts, tokens }) => {
    await accounts.addAccount(homer, undefined);
    await tokens.addToken(token('ever'));
    await tokens.addToken(token('gone', { expiresAt: t(5_000) }));
    await tokens.addToken(token('later', { expiresAt: t(5_001) }));
    assert.equal(await tokens.forgetExpired(t(5_000)), 1);
    assert.deepEqual(
      (await tokens.listTokens(homer.id)).map(({ id }) => id),
      ['ever', 'later'],
    );
  },
};
