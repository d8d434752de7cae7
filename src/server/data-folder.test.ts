import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { countingRandom, recordingLog, standingClock } from '../accounts/testing/doubles.ts';
import { populate } from '../policy/testing/springfield.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import { readConfig } from './config.ts';
import { ensurePostmaster, openDataFolder, ownSecret } from './data-folder.ts';
import { StartError } from './start-error.ts';

const folder = await mkdtemp(join(tmpdir(), 'evergreen-data-'));
after(() => rm(folder, { recursive: true }));

const configOf = (toml: string) => readConfig(toml, 'evergreen.toml', 'localhost');

describe('the postmaster', () => {
  const domains = 'domains = ["springfield.test", "power-plant.test"]\n';
  const homer = `postmaster = "homer@springfield.test"\n${domains}`;
  const marge = `postmaster = "marge@springfield.test"\n${domains}`;

  /** Starts with one configuration after the other on the same data. */
  async function started(...tomls: string[]) {
    const { accounts } = createMemoryStore();
    await populate(accounts, ['homer', 'marge']);
    const log = recordingLog();
    for (const toml of tomls)
      await ensurePostmaster(configOf(toml), accounts, { clock: standingClock(), log });
    const names = (await accounts.listAccounts()).map(({ address }) => address.text);
    const aliases = (await accounts.listAliases()).map(
      ({ address, targets }) => `${address.text} → ${targets.map(({ text }) => text)}`,
    );
    return { accounts, log, names: names.filter((name) => name.startsWith('postmaster')), aliases };
  }

  it('has an inbox of its own, in the first domain; the others lead there', async () => {
    const { names, aliases, accounts } = await started(domains, domains);
    assert.deepEqual(names, ['postmaster@springfield.test']);
    assert.deepEqual(aliases, ['postmaster@power-plant.test → postmaster@springfield.test']);
    const [postmaster] = (await accounts.listAccounts()).filter(
      ({ address }) => address.localPart === 'postmaster',
    );
    assert(postmaster);
    assert.equal(await accounts.findCredentials(postmaster.id), undefined, 'nobody can log in');
  });

  it('is whom the configuration names, also when that changes', async () => {
    for (const [tomls, person] of [
      [[homer], 'homer'],
      [[homer, marge], 'marge'],
      [[homer, marge, domains], 'marge'],
    ] as const) {
      const { names, aliases } = await started(...tomls);
      assert.deepEqual(names, []);
      assert.deepEqual(aliases, [
        `postmaster@power-plant.test → ${person}@springfield.test`,
        `postmaster@springfield.test → ${person}@springfield.test`,
      ]);
    }
  });

  it('keeps an inbox that is there already, and the operator is told', async () => {
    const { names, aliases, log } = await started(domains, homer);
    assert.deepEqual(names, ['postmaster@springfield.test']);
    assert.deepEqual(aliases, ['postmaster@power-plant.test → homer@springfield.test']);
    assert.match(
      log.lines.join('\n'),
      /^warn mail to postmaster stays .*"account":"postmaster@springfield\.test"/,
    );
  });

  it('may be somebody who is not here yet, and the operator is told', async () => {
    const { log } = await started(`postmaster = "bart@springfield.test"\n${domains}`);
    assert.match(log.lines.join('\n'), /^warn mail to postmaster waits .*"account":"bart@springfield\.test"/);
    for (const toml of [domains, homer, `postmaster = "ops@elsewhere.test"\n${domains}`]) {
      assert.doesNotMatch((await started(toml)).log.lines.join('\n'), /waits/);
    }
  });

  it('may be named as what it is called anyway', async () => {
    const { names, aliases } = await started(`postmaster = "Postmaster@power-plant.test"\n${domains}`);
    assert.deepEqual(names, ['postmaster@power-plant.test']);
    assert.deepEqual(aliases, ['postmaster@springfield.test → Postmaster@power-plant.test']);
  });

  it('stays an alias that the operator made', async () => {
    const { accounts } = createMemoryStore();
    await populate(accounts, ['homer'], { postmaster: ['homer'] });
    await ensurePostmaster(configOf(domains), accounts, { clock: standingClock(), log: recordingLog() });
    assert.equal((await accounts.listAccounts()).length, 1);
  });
});

describe('the secret of a data folder', () => {
  const random = countingRandom();
  const config = { ...configOf(''), data: folder };

  it('outlives a restart, and is for its owner alone', async () => {
    const secret = await ownSecret(config, random);
    assert.equal(secret.length, 32);
    assert.deepEqual(Buffer.from(await ownSecret(config, random)), Buffer.from(secret));
    assert.equal((await stat(join(folder, 'secret'))).mode & 0o777, 0o600);
  });

  it('is made anew where it is damaged', async () => {
    const before = await readFile(join(folder, 'secret'), 'utf8');
    for (const damage of ['', 'AAAA\n', 'not base64!', before.slice(0, 20)]) {
      await writeFile(join(folder, 'secret'), damage);
      assert.equal((await ownSecret(config, random)).length, 32);
    }
  });
});

describe('a data folder', () => {
  it('that cannot be used is named, with the key to change', async () => {
    const path = join(folder, 'a-file');
    await writeFile(path, '');
    for (const [data, reason] of [
      [path, 'it is not a folder'],
      [join(path, 'below'), 'it is not a folder'],
    ] as const) {
      await assert.rejects(
        openDataFolder({ ...configOf(''), data }, () => {}),
        new StartError(
          `the data folder ${data} cannot be used: ${reason}; choose another ("data" in the configuration, or --data in the try-it mode)`,
        ),
      );
    }
  });

  it('serves one server at a time', async (t) => {
    const config = { ...configOf(''), data: join(folder, 'twice') };
    const store = await openDataFolder(config, () => {});
    // A store that is left open keeps the process alive.
    t.after(() => store.close());
    await assert.rejects(
      openDataFolder(config, () => {}),
      new StartError(
        `the data folder ${config.data} is in use by another Evergreen; stop that one, or choose another folder ("data" in the configuration, or --data in the try-it mode)`,
      ),
    );
    await store.close();
    await (await openDataFolder(config, () => {})).close();
  });
});
