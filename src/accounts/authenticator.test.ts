import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Domain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import { type Bytes, fromUtf8, utf8 } from '../base/bytes.ts';
import type { Log } from '../base/ports.ts';
import {
  Authenticator,
  accountFailures,
  clientFailures,
  hashingMax,
  hashingWaitingMax,
  recentLogins,
} from './authenticator.ts';
import { argon2Parameters, hashPassword, type PasswordHasher } from './password.ts';
import { preparePassword } from './prepare-password.ts';
import { idOf, quickCredentials, TestDirectory } from './testing/directory.ts';
import { countingRandom, quickHasher, recordingLog, standingClock } from './testing/doubles.ts';
import { scramClient } from './testing/scram-client.ts';

const homer = 'homer@springfield.test';
const marge = 'marge@springfield.test';
const home = '192.0.2.1' as IpAddress;
const elsewhere = '198.51.100.7' as IpAddress;

const authenticated = { kind: 'authenticated', account: idOf(homer) };
const credentials = { kind: 'failed', reason: 'credentials' };
const tooMany = { kind: 'failed', reason: 'too-many' };
const temporary = { kind: 'failed', reason: 'temporary' };

/** A hasher that counts, and that can be held up. */
class WatchedHasher implements PasswordHasher {
  hashes = 0;
  running = 0;
  runningMax = 0;
  /** Resolves when hashes may go on. */
  until: Promise<void> = Promise.resolve();

  async argon2id(input: Parameters<PasswordHasher['argon2id']>[0]): Promise<Bytes> {
    this.hashes++;
    this.runningMax = Math.max(this.runningMax, ++this.running);
    await this.until;
    this.running--;
    return quickHasher.argon2id(input);
  }
}

let directory: TestDirectory;
let hasher: WatchedHasher;
let clock: ReturnType<typeof standingClock>;
let log: Log & { readonly lines: string[] };
let authenticator: Authenticator;

beforeEach(async () => {
  directory = await TestDirectory.of({
    [homer]: 'doughnut',
    [marge]: 'blue hair',
    'postmaster@springfield.test': undefined,
  });
  hasher = new WatchedHasher();
  clock = standingClock();
  log = recordingLog();
  authenticator = open();
});

const open = (secret = 'secret') =>
  new Authenticator({
    directory,
    hasher,
    clock,
    log,
    random: countingRandom(),
    secret: fromUtf8(secret),
    defaultDomain: 'springfield.test' as Domain,
  });

const login = (name: string, password: string, client = home) =>
  authenticator.checkPassword(name, password, client);

async function guess(times: number, name: string, clientOf: (i: number) => IpAddress = () => elsewhere) {
  const results = new Set<string>();
  for (let i = 0; i < times; i++) {
    const result = await login(name, `guess ${i}`, clientOf(i));
    results.add(result.kind === 'failed' ? result.reason : result.kind);
  }
  return [...results];
}

/** A client address of its own for each guess, as a botnet has. */
const bot = (i: number) => `203.0.113.${i}` as IpAddress;

async function loginByScram(username: string, password: string, client = home) {
  const exchange = authenticator.start('SCRAM-SHA-256', client);
  assert.ok(exchange);
  const scram = scramClient({ username, password });
  let step = await exchange.step(scram.first());
  if (step.kind === 'challenge') step = await exchange.step(scram.final(step.challenge));
  return step.kind === 'challenge' ? exchange.step(fromUtf8('')) : step;
}

test('the right password opens, by full address or bare name', async () => {
  assert.deepEqual(await login(homer, 'doughnut'), authenticated);
  assert.deepEqual(await login('Homer', 'doughnut'), authenticated);
});

test('a wrong password, no account and an account without a password all fail alike', async () => {
  for (const name of [homer, 'nobody@springfield.test', 'postmaster', 'no address at all']) {
    hasher.hashes = 0;
    assert.deepEqual(await login(name, 'bagel and lox'), credentials, name);
    assert.equal(hasher.hashes, 1, `the same work for ${name}`);
  }
});

test('mechanisms are offered by name, without case', () => {
  assert.ok(authenticator.start('plain', home));
  assert.ok(authenticator.start('Scram-Sha-256', home));
  assert.equal(authenticator.start('CRAM-MD5', home), undefined);
  assert.equal(authenticator.start('SCRAM-SHA-256-PLUS', home), undefined);
  assert.equal(authenticator.start('', home), undefined);
});

test('a login that is repeated from the same address costs one hash', async () => {
  for (let i = 0; i < 5; i++) {
    assert.deepEqual(await login(homer, 'doughnut'), authenticated);
    clock.forward(recentLogins.rememberedMs / 2);
  }
  assert.equal(hasher.hashes, 1);
  clock.forward(recentLogins.rememberedMs);
  await login(homer, 'doughnut');
  assert.equal(hasher.hashes, 2);
});

test('another address or another password is not a repetition', async () => {
  await login(homer, 'doughnut');
  assert.deepEqual(await login(homer, 'doughnut', elsewhere), authenticated);
  assert.deepEqual(await login(homer, 'Doughnut'), credentials);
  assert.equal(hasher.hashes, 3);
});

test('a change of password is in force at once', async () => {
  await login(homer, 'doughnut');
  await directory.setCredentials(idOf(homer), await quickCredentials('salad days'));
  assert.deepEqual(await login(homer, 'doughnut'), credentials);
  assert.deepEqual(await login(homer, 'salad days'), authenticated);
});

test('a client that fails too often is held up, also with the right password, and let in again later', async () => {
  const names = (i: number) => (i % 2 ? homer : marge);
  for (let i = 0; i < clientFailures.failuresMax; i++)
    assert.deepEqual(await login(names(i), 'guess', elsewhere), credentials);
  assert.deepEqual(await login(homer, 'doughnut', elsewhere), tooMany);
  assert.deepEqual(await login(homer, 'doughnut', home), authenticated);
  clock.forward(clientFailures.forgottenEveryMs - 1);
  assert.deepEqual(await login(homer, 'doughnut', elsewhere), tooMany);
  clock.forward(1);
  assert.deepEqual(await login(homer, 'doughnut', elsewhere), authenticated);
});

test('an IPv6 client is known by its first 64 bits', async () => {
  const ipv6 = (i: number) => `2001:db8:0:1::${(i + 1).toString(16)}` as IpAddress;
  await guess(clientFailures.failuresMax, homer, ipv6);
  assert.deepEqual(await login(marge, 'blue hair', '2001:db8:0:1:ffff::' as IpAddress), tooMany);
  const neighbour = await login(marge, 'blue hair', '2001:db8:0:2::1' as IpAddress);
  assert.equal(neighbour.kind, 'authenticated');
});

test('an account that many clients guess at is closed to strangers, open to those who were in lately', async () => {
  await login(homer, 'doughnut', home);
  assert.deepEqual(await guess(accountFailures.failuresMax, homer, bot), ['credentials']);
  hasher.hashes = 0;
  assert.deepEqual(await login(homer, 'doughnut', elsewhere), tooMany);
  assert.equal(hasher.hashes, 0);
  assert.deepEqual(await login(homer, 'doughnut', home), authenticated);
  assert.deepEqual(await loginByScram(homer, 'doughnut', home), authenticated);
  assert.equal((await login(marge, 'blue hair', elsewhere)).kind, 'authenticated');
  clock.forward(accountFailures.forgottenEveryMs);
  assert.deepEqual(await login(homer, 'doughnut', elsewhere), authenticated);
});

test('logins of those who were in lately do not open the account to guessers', async () => {
  await login(homer, 'doughnut', home);
  await guess(accountFailures.failuresMax, homer, bot);
  for (let i = 0; i < 5; i++) assert.deepEqual(await login(homer, 'doughnut', home), authenticated);
  assert.deepEqual(await login(homer, 'doughnut', elsewhere), tooMany);
});

test('an unknown account is closed to guessers in the same way', async () => {
  await guess(accountFailures.failuresMax, 'nobody@springfield.test', bot);
  assert.deepEqual(await login('nobody@springfield.test', 'guess', elsewhere), tooMany);
});

test('being held up by the account is not held against the client', async () => {
  await guess(accountFailures.failuresMax, homer, bot);
  await guess(clientFailures.failuresMax, homer, () => elsewhere);
  assert.equal((await login(marge, 'blue hair', elsewhere)).kind, 'authenticated');
});

test('success costs nothing of the limits', async () => {
  for (let i = 0; i < 2 * clientFailures.failuresMax; i++)
    assert.deepEqual(await loginByScram(homer, 'doughnut', elsewhere), authenticated);
  assert.deepEqual(await guess(clientFailures.failuresMax, homer), ['credentials']);
});

test('SCRAM guesses count, also those that are broken off after the challenge', async () => {
  for (let i = 0; i < clientFailures.failuresMax; i++) {
    const exchange = authenticator.start('SCRAM-SHA-256', elsewhere);
    const step = await exchange?.step(scramClient({ username: homer, password: 'guess' }).first());
    assert.equal(step?.kind, 'challenge');
  }
  assert.deepEqual(await loginByScram(homer, 'doughnut', elsewhere), tooMany);
});

test('SCRAM shows an unknown user the same salt each time, also after a restart', async () => {
  const saltOf = async (username: string, secret: string) => {
    const exchange = open(secret).start('SCRAM-SHA-256', home);
    const step = await exchange?.step(scramClient({ username, password: 'guess' }).first());
    assert.ok(step?.kind === 'challenge');
    const [, salt] = /,s=([^,]+),i=100000$/.exec(utf8(step.challenge)) ?? [];
    assert.ok(salt);
    return salt;
  };
  const salt = await saltOf('nobody@springfield.test', 'secret');
  assert.equal(await saltOf('Nobody', 'secret'), salt);
  assert.equal(await saltOf('postmaster', 'secret'), await saltOf('postmaster', 'secret'));
  assert.notEqual(await saltOf('noone@springfield.test', 'secret'), salt);
  assert.notEqual(await saltOf('no address', 'secret'), await saltOf('no addresses', 'secret'));
  assert.notEqual(await saltOf('nobody', 'another secret'), salt);
});

test('no more hashes at once than memory is planned for; the rest wait, and too many are sent away', async () => {
  let release = () => {};
  hasher.until = new Promise((resolve) => {
    release = resolve;
  });
  const count = hashingMax + hashingWaitingMax + 1;
  const logins = Array.from({ length: count }, (_, i) => login(`stranger${i}`, 'let me in', bot(i)));
  assert.deepEqual(await Promise.race(logins), temporary);
  release();
  const results = await Promise.all(logins);
  assert.deepEqual(results.slice(0, -1), Array(count - 1).fill(credentials));
  assert.equal(hasher.runningMax, hashingMax);
  assert.ok(log.lines.some((line) => line.startsWith('warn too many passwords to check at once')));
});

test('a directory that fails is a temporary failure, and nobody is blamed for it', async () => {
  directory.failure = new Error('disk on fire');
  for (let i = 0; i < 2 * clientFailures.failuresMax; i++)
    assert.deepEqual(await login(homer, 'doughnut'), temporary);
  directory.failure = undefined;
  assert.deepEqual(await login(homer, 'doughnut'), authenticated);
  assert.ok(log.lines.some((line) => line.startsWith('error a login could not be looked up')));
});

test('a hasher that fails is a temporary failure', async () => {
  hasher.until = Promise.reject(new Error('no memory'));
  assert.deepEqual(await login(homer, 'doughnut'), temporary);
  hasher.until = Promise.resolve();
  assert.deepEqual(await login(homer, 'doughnut'), authenticated);
});

async function storeOutdatedHash(): Promise<string> {
  const prepared = preparePassword('doughnut');
  assert.ok(prepared);
  const cheap = { ...argon2Parameters, passes: 1 };
  const passwordHash = await hashPassword(prepared, quickHasher, countingRandom(), cheap);
  const { scramSha256 } = await quickCredentials('doughnut');
  await directory.setCredentials(idOf(homer), { passwordHash, scramSha256 });
  return passwordHash;
}

const storedHash = async () => (await directory.findCredentials(idOf(homer)))?.passwordHash;

test('an outdated hash is renewed when the password is at hand, and only then', async () => {
  const outdated = await storeOutdatedHash();
  await login(homer, 'bagel');
  assert.equal(await storedHash(), outdated);
  assert.deepEqual(await login(homer, 'doughnut'), authenticated);
  assert.match((await storedHash()) ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.deepEqual(await login(homer, 'doughnut'), authenticated);
  assert.deepEqual(await loginByScram(homer, 'doughnut'), authenticated);
});

test('renewing does not undo a change of password that came in between', async () => {
  await storeOutdatedHash();
  const changed = await quickCredentials('salad days');
  const find = directory.findCredentials.bind(directory);
  let finds = 0;
  directory.findCredentials = async (id) => {
    if (++finds === 2) await directory.setCredentials(id, changed);
    return find(id);
  };
  assert.deepEqual(await login(homer, 'doughnut'), authenticated);
  assert.equal(finds, 2);
  assert.equal(await storedHash(), changed.passwordHash);
});

test('a hash that cannot be renewed keeps nobody out', async () => {
  await storeOutdatedHash();
  directory.setCredentials = () => Promise.reject(new Error('disk full'));
  assert.deepEqual(await login(homer, 'doughnut'), authenticated);
  assert.ok(log.lines.some((line) => line.startsWith('warn an outdated password hash')));
});

test('refusals are logged with name and client, harmless and short; passwords never', async () => {
  await login(`evil\r\n\x1b[2J${'x'.repeat(1000)}`, 'my secret password');
  await login(homer, 'my secret password');
  await login(homer, 'doughnut');
  assert.equal(log.lines.length, 2);
  for (const line of log.lines) {
    assert.match(line, /^info login refused \{"login":".*","ip":"192.0.2.1","reason":"credentials"\}$/);
    assert.ok(line.length < 250);
    assert.doesNotMatch(line, /my secret|\u001b|\r/);
  }
});
