import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { ConfigError } from './config.ts';
import { loadConfig } from './load-config.ts';
import { StartError } from './start-error.ts';

const folder = await mkdtemp(join(tmpdir(), 'evergreen-config-'));
after(() => rm(folder, { recursive: true }));

async function file(toml: string): Promise<string> {
  const path = join(folder, 'evergreen.toml');
  await writeFile(path, toml);
  return path;
}

test('paths are meant from the folder of the file', async () => {
  const path = await file(`
    data = "mail"
    tls = { certificate = "../c.pem", key = "/etc/k.pem" }
    relay = { smart_host = "h", smart_host_username = "u", smart_host_password_file = "secret" }
  `);
  const { data, tls, relay } = await loadConfig(path);
  assert.equal(data, join(folder, 'mail'));
  assert.deepEqual(tls, { certificate: resolve(folder, '../c.pem'), key: '/etc/k.pem' });
  assert.equal(relay.smart_host_password_file, join(folder, 'secret'));
});

test('paths that were not given stay away', async () => {
  const { data, tls, relay } = await loadConfig(await file(''));
  assert.equal(data, join(folder, 'data'));
  assert.deepEqual(tls, {});
  assert.equal('smart_host_password_file' in relay, false);
});

test('a mistake is named as the file was', async () => {
  const path = await file('\nhostnam = "x"');
  await assert.rejects(
    loadConfig(path),
    new ConfigError(`${path}:2: hostnam is not a key that Evergreen knows`),
  );
});

test('a file that was asked for must be there, and readable', async () => {
  const missing = join(folder, 'missing.toml');
  await assert.rejects(loadConfig(missing), new StartError(`there is no configuration file ${missing}`));
  const path = join(folder, 'a-folder.toml');
  await mkdir(path);
  await assert.rejects(loadConfig(path), (error) => {
    assert(error instanceof StartError);
    assert.match(error.message, /^the configuration .*a-folder\.toml cannot be read: EISDIR/);
    return true;
  });
});

test('without a file in the working folder, every key has its default', async () => {
  const before = process.cwd();
  const empty = join(folder, 'empty');
  await mkdir(empty);
  process.chdir(empty);
  try {
    const { data, limits } = await loadConfig(undefined);
    assert.equal(data, resolve('data'));
    assert.equal(limits.recipients, 1_000);
    await writeFile('evergreen.toml', 'limits.recipients = 200');
    assert.equal((await loadConfig(undefined)).limits.recipients, 200);
  } finally {
    process.chdir(before);
  }
});
