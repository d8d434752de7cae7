import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AccessTokens, tokensMax } from '../../accounts/access-tokens.ts';
import { countingRandom, standingClock } from '../../accounts/testing/doubles.ts';
import { instant } from '../../base/instant.ts';
import { account } from '../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { type TokenView, tokenNameLengthMax, tokenOperations } from './tokens.ts';

const address = 'homer@springfield.test';

async function begin() {
  const { accounts, tokens: store } = createMemoryStore();
  const homer = account('homer');
  await accounts.addAccount(homer, undefined);
  const clock = standingClock(instant(Date.UTC(2026, 10, 23, 12)));
  const tokens = new AccessTokens(store, clock, countingRandom());
  const operations = tokenOperations({ accounts, store, tokens });
  const run = async (name: string, args: object) => (await operations[name]?.(args)) as TokenView;
  const list = async () => (await operations['token.list']?.({ address })) as TokenView[];
  return { run, list, tokens, homer };
}

describe('tokens', () => {
  it('are made, listed and removed; the secret is told once', async () => {
    const { run, list, tokens, homer } = await begin();
    const { secret = '', ...made } = await run('token.add', { address, name: '  my phone ' });
    assert.deepEqual(made, {
      id: made.id,
      kind: 'token',
      name: 'my phone',
      createdAt: '2026-11-23T12:00:00.000Z',
      lastUsedAt: '2026-11-23T12:00:00.000Z',
    });
    assert.equal((await tokens.prove(secret, 'token'))?.token.account, homer.id);
    await tokens.issue(homer.id, 'session', 'Firefox');
    assert.deepEqual((await list()).map(({ kind }) => kind).sort(), ['session', 'token']);
    assert.deepEqual(
      (await list()).find(({ id }) => id === made.id),
      made,
    );
    assert.deepEqual(await run('token.remove', { address, id: made.id }), made);
    assert.equal(await tokens.prove(secret, 'token'), undefined);
    await assert.rejects(run('token.remove', { address, id: made.id }), /has no such token/);
  });

  it('have a name that says what they are for', async () => {
    const { run } = await begin();
    await assert.rejects(run('token.add', { address, name: '  ' }), /needs a name/);
    await run('token.add', { address, name: 'x'.repeat(tokenNameLengthMax) });
    await assert.rejects(
      run('token.add', { address, name: 'x'.repeat(tokenNameLengthMax + 1) }),
      /at most 100/,
    );
    await assert.rejects(run('token.add', { address: 'bart@springfield.test', name: 'x' }), /no account/);
  });

  it('are so many, and no more', async () => {
    const { run } = await begin();
    for (let i = 0; i < tokensMax; i++) await run('token.add', { address, name: `${i}` });
    await assert.rejects(run('token.add', { address, name: 'one more' }), /has 100 tokens; remove one first/);
  });
});
