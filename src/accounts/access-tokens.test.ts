import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hourMs } from '../base/instant.ts';
import { account } from '../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import { AccessTokens, rotationGraceMs, rotationMs, sessionMs, tokensMax } from './access-tokens.ts';
import { countingRandom, standingClock } from './testing/doubles.ts';

async function begin() {
  const { accounts, tokens: store } = createMemoryStore();
  const { id } = account('homer');
  await accounts.addAccount(account('homer'), undefined);
  const clock = standingClock();
  const tokens = new AccessTokens(store, clock, countingRandom());
  const issue = async (kind: 'token' | 'session', name = 'x') =>
    (await tokens.issue(id, kind, name)) ?? assert.fail('no token');
  return { id, clock, store, tokens, issue };
}

describe('an access token', () => {
  it('is known by its secret, which is kept nowhere', async () => {
    const { id, store, tokens, issue } = await begin();
    const { secret, token } = await issue('token', 'phone');
    assert.match(secret, /^evergreen_token_[A-Za-z0-9_-]{43}$/);
    assert.equal((await tokens.prove(secret, 'token'))?.token.id, token.id);
    assert.doesNotMatch(JSON.stringify(await store.listTokens(id)), new RegExp(secret.slice(16)));
    const other = secret.slice(0, -2) + (secret.endsWith('AA') ? 'BB' : 'AA');
    for (const wrong of [other, '', secret.slice(1), `${secret}x`, 'x'.repeat(1_000_000)])
      assert.equal(await tokens.prove(wrong, 'token'), undefined);
    assert.equal(await tokens.prove(secret, 'session'), undefined, 'a token is no cookie');
  });

  it('is good until it is taken back', async () => {
    const { clock, tokens, issue } = await begin();
    const { secret, token } = await issue('token');
    clock.forward(100 * sessionMs);
    assert.ok(await tokens.prove(secret, 'token'));
    await tokens.remove(token);
    assert.equal(await tokens.prove(secret, 'token'), undefined);
  });

  it('is noted as used once an hour', async () => {
    const { id, clock, store, tokens, issue } = await begin();
    const { secret, token } = await issue('token');
    const lastUsed = async () => (await store.listTokens(id))[0]?.lastUsedAt;
    clock.forward(hourMs - 1);
    await tokens.prove(secret, 'token');
    assert.equal(await lastUsed(), token.createdAt);
    clock.forward(1);
    await tokens.prove(secret, 'token');
    assert.equal(await lastUsed(), clock.now());
  });

  it('is not handed out beyond the number that an account may have', async () => {
    const { id, tokens, issue } = await begin();
    for (let i = 0; i < tokensMax; i++) await issue('token');
    assert.equal(await tokens.issue(id, 'token', 'x'), undefined);
    assert.equal(await tokens.issue(id, 'session', 'x'), undefined);
  });

  it('is not handed out to an account that is gone', async () => {
    const { tokens } = await begin();
    assert.equal(await tokens.issue(account('bart').id, 'token', 'x'), undefined);
  });
});

describe('a session', () => {
  it('ends some time after its last use', async () => {
    const { clock, tokens, issue } = await begin();
    const first = await issue('session');
    clock.forward(rotationMs - 1);
    assert.deepEqual((await tokens.prove(first.secret, 'session'))?.newSecret, undefined);
    clock.forward(sessionMs);
    assert.equal(await tokens.prove(first.secret, 'session'), undefined);
  });

  it('gets a new secret each day; the former one is good for what is under way', async () => {
    const { clock, tokens, issue } = await begin();
    const { secret, token } = await issue('session');
    clock.forward(rotationMs);
    const { newSecret = '', token: next } = (await tokens.prove(secret, 'session')) ?? assert.fail();
    assert.notEqual(next.id, token.id);
    assert.ok(await tokens.prove(newSecret, 'session'));
    const late = await tokens.prove(secret, 'session');
    assert.deepEqual([late?.token.id, late?.newSecret], [token.id, undefined], 'no second one for those');
    clock.forward(rotationGraceMs);
    assert.equal(await tokens.prove(secret, 'session'), undefined);
    assert.ok(await tokens.prove(newSecret, 'session'));
  });

  it('makes room for a new one: the one that was used longest ago', async () => {
    const { clock, tokens, issue } = await begin();
    const first = await issue('session');
    const second = await issue('session');
    clock.forward(hourMs);
    await tokens.prove(first.secret, 'session');
    for (let i = 2; i < tokensMax + 1; i++) await issue('session');
    assert.equal(await tokens.prove(second.secret, 'session'), undefined);
    assert.ok(await tokens.prove(first.secret, 'session'));
  });

  it('is forgotten when it has expired', async () => {
    const { id, clock, store, issue } = await begin();
    await issue('session');
    clock.forward(sessionMs);
    await issue('token');
    assert.deepEqual(
      (await store.listTokens(id)).map(({ kind }) => kind),
      ['token'],
    );
  });
});
