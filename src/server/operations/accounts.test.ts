import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AccessTokens } from '../../accounts/access-tokens.ts';
import { makeCredentials, randomPassword } from '../../accounts/new-account.ts';
import { matchPassword } from '../../accounts/password.ts';
import { preparePassword } from '../../accounts/prepare-password.ts';
import { countingRandom, quickHasher, standingClock } from '../../accounts/testing/doubles.ts';
import { instant } from '../../base/instant.ts';
import { aliasTargetsMax } from '../../policy/addressees.ts';
import { address, springfield } from '../../policy/testing/springfield.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { accountOperations } from './accounts.ts';
import { OperationError } from './operation.ts';

function begin() {
  const { accounts, tokens } = createMemoryStore();
  const random = countingRandom();
  const operations = accountOperations({
    accounts,
    ours: springfield,
    clock: standingClock(instant(Date.UTC(2026, 10, 23, 12))),
    random,
    makeCredentials: (password) => makeCredentials(password, { hasher: quickHasher, random }),
    makePassword: () => randomPassword(random),
    endSessions: (account) => tokens.removeTokens(account, 'session'),
  });
  const run = async (name: string, args: unknown = {}): Promise<unknown> => await operations[name]?.(args);
  const mayLogIn = async (who: string, password: string) => {
    const account = await accounts.findAccount(address(who));
    const credentials = account && (await accounts.findCredentials(account.id));
    const prepared = preparePassword(password);
    return (
      credentials !== undefined &&
      prepared !== undefined &&
      (await matchPassword(prepared, credentials.passwordHash, quickHasher)) !== 'mismatch'
    );
  };
  return { run, accounts, tokens, mayLogIn };
}

const refused = (message: string) => new OperationError(message);

describe('accounts', () => {
  it('are added with a password that is made up and told once', async () => {
    const { run, mayLogIn } = begin();
    const added = (await run('account.add', { address: 'Homer@springfield.test' })) as Record<string, string>;
    assert.match(added.password ?? '', /^([a-z]{4}-){3}[a-z]{4}$/);
    assert.match(added.id ?? '', /^[0-9A-Za-z]{16}$/);
    assert.equal(await mayLogIn('homer@springfield.test', added.password ?? ''), true);
    const { password: _, ...listed } = added;
    assert.deepEqual(await run('account.list'), [listed]);
    assert.deepEqual(listed, {
      address: 'Homer@springfield.test',
      id: added.id,
      createdAt: '2026-11-23T12:00:00.000Z',
    });
  });

  it('have a language, which is known by its canonical tag', async () => {
    const { run } = begin();
    const homer = { address: 'homer@springfield.test' };
    const languageOf = async () => ((await run('account.list')) as { language?: string }[])[0]?.language;
    await run('account.add', { ...homer, language: 'PT-br' });
    assert.equal(await languageOf(), 'pt-BR');
    await run('account.language', { ...homer, language: 'zh-hans' });
    assert.equal(await languageOf(), 'zh-Hans');
    await run('account.language', { ...homer, language: null });
    assert.equal(await languageOf(), undefined);
    await assert.rejects(
      run('account.language', { ...homer, language: 'klingon!' }),
      refused('klingon! is not a language tag such as "de" or "pt-BR"'),
    );
    const nobody = run('account.language', { address: 'ned@springfield.test', language: 'en' });
    await assert.rejects(nobody, refused('there is no account ned@springfield.test'));
  });

  it('are added with a password that is given, which is not repeated', async () => {
    const { run, mayLogIn } = begin();
    const args = { address: 'homer@springfield.test', password: 'mmm donut' };
    assert.doesNotMatch(JSON.stringify(await run('account.add', args)), /donut|password/);
    assert.equal(await mayLogIn('homer@springfield.test', 'mmm donut'), true);
  });

  it('get a new password', async () => {
    const { run, mayLogIn } = begin();
    await run('account.add', { address: 'homer@springfield.test', password: 'mmm donut' });
    await run('account.passwd', { address: 'HOMER@springfield.test', password: 'mmm pretzel' });
    assert.equal(await mayLogIn('homer@springfield.test', 'mmm donut'), false);
    assert.equal(await mayLogIn('homer@springfield.test', 'mmm pretzel'), true);
    const { password } = (await run('account.passwd', { address: 'homer@springfield.test' })) as {
      password: string;
    };
    assert.equal(await mayLogIn('homer@springfield.test', password), true);
  });

  it('are signed out of browsers by a new password, not of programs with tokens', async () => {
    const { run, accounts, tokens } = begin();
    await run('account.add', { address: 'homer@springfield.test' });
    const { id } = (await accounts.listAccounts())[0] ?? assert.fail();
    const access = new AccessTokens(tokens, standingClock(), countingRandom());
    for (const kind of ['token', 'session'] as const) await access.issue(id, kind, kind);
    await run('account.passwd', { address: 'homer@springfield.test' });
    assert.deepEqual(
      (await tokens.listTokens(id)).map(({ kind }) => kind),
      ['token'],
    );
  });

  it('are removed', async () => {
    const { run } = begin();
    const { id } = (await run('account.add', { address: 'homer@springfield.test' })) as { id: string };
    assert.deepEqual(await run('account.remove', { address: 'homer@springfield.test' }), {
      address: 'homer@springfield.test',
      id,
      createdAt: '2026-11-23T12:00:00.000Z',
    });
    assert.deepEqual(await run('account.list'), []);
  });

  it('are refused where they make no sense', async () => {
    const { run } = begin();
    await run('account.add', { address: 'homer@springfield.test' });
    await run('alias.add', { address: 'family@springfield.test', targets: ['homer@springfield.test'] });
    for (const [name, args, message] of [
      ['account.add', { address: 'Homer@springfield.test' }, 'Homer@springfield.test exists already'],
      ['account.add', { address: 'family@springfield.test' }, 'family@springfield.test exists already'],
      [
        'account.add',
        { address: 'krusty@krustylu.test' },
        'krustylu.test is not a domain of this server (see "domains" in the configuration)',
      ],
      [
        'account.add',
        { address: 'prvs=0789130e2d=homer@springfield.test' },
        'prvs=0789130e2d=homer@springfield.test has the form of a reverse-path that this server writes itself (prvs= and SRS); mail to it would never get there',
      ],
      ['account.add', { address: 'x@springfield.test', password: '' }, 'the password is empty'],
      [
        'account.add',
        { address: 'x@springfield.test', password: 'short' },
        'the password is shorter than 8 characters',
      ],
      ['account.passwd', { address: 'bart@springfield.test' }, 'there is no account bart@springfield.test'],
      ['account.remove', { address: 'bart@springfield.test' }, 'there is no account bart@springfield.test'],
    ] as const) {
      await assert.rejects(run(name, args), refused(message));
    }
    assert.equal(((await run('account.list')) as unknown[]).length, 1);
  });
});

describe('aliases', () => {
  it('are added, replaced, listed and removed', async () => {
    const { run } = begin();
    const family = { address: 'family@springfield.test', targets: ['homer@springfield.test', 'm@x.test'] };
    assert.deepEqual(await run('alias.add', family), family);
    const smaller = { address: 'Family@springfield.test', targets: ['homer@springfield.test'] };
    assert.deepEqual(await run('alias.add', smaller), smaller);
    assert.deepEqual(await run('alias.list'), [smaller]);
    await run('account.add', { address: 'homer@springfield.test' });
    const owned = { ...smaller, owner: 'Homer@springfield.test' };
    assert.deepEqual(await run('alias.add', owned), owned);
    assert.deepEqual(await run('alias.list'), [owned]);
    assert.deepEqual(await run('alias.remove', { address: 'family@SPRINGFIELD.test' }), {
      address: 'family@SPRINGFIELD.test',
    });
    assert.deepEqual(await run('alias.list'), []);
  });

  it('are refused where they make no sense', async () => {
    const { run } = begin();
    await run('account.add', { address: 'homer@springfield.test' });
    const many = Array.from({ length: aliasTargetsMax + 1 }, (_, i) => `a${i}@x.test`);
    const family = 'family@springfield.test';
    for (const [args, message] of [
      [{ address: family, targets: [] }, 'an alias needs a target'],
      [{ address: family, targets: many }, `an alias has at most ${aliasTargetsMax} targets`],
      [
        { address: family, targets: ['a@x.test', 'Family@springfield.test'] },
        'the alias family@springfield.test would point to itself',
      ],
      [
        { address: 'homer@springfield.test', targets: ['a@x.test'] },
        'homer@springfield.test is the address of an account',
      ],
      [
        { address: 'srs0+x@springfield.test', targets: ['a@x.test'] },
        'srs0+x@springfield.test has the form of a reverse-path that this server writes itself (prvs= and SRS); mail to it would never get there',
      ],
      [
        { address: 'a@x.test', targets: ['homer@springfield.test'] },
        'x.test is not a domain of this server (see "domains" in the configuration)',
      ],
      [
        { address: family, targets: ['a@x.test'], owner: 'a@x.test' },
        'the owner a@x.test is not an address of this server',
      ],
      [
        { address: family, targets: ['a@x.test'], owner: 'bart@springfield.test' },
        'there is nobody bart@springfield.test who could be the owner',
      ],
      [{ address: family, targets: ['nobody'] }, 'nobody: the address has no domain'],
    ] as const) {
      await assert.rejects(run('alias.add', args), refused(message));
    }
    await run('alias.add', { address: family, targets: many.slice(1) });
    await assert.rejects(
      run('alias.remove', { address: 'bart@springfield.test' }),
      refused('there is no alias bart@springfield.test'),
    );
  });
});
