import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { IpAddress } from '../address/ip.ts';
import { type Bytes, fromLatin1, fromUtf8, NO_BYTES, utf8 } from '../base/bytes.ts';
import { InvariantError } from '../base/invariant.ts';
import { Authenticator } from './authenticator.ts';
import type { SaslExchange, SaslStep } from './sasl.ts';
import { idOf, TestDirectory } from './testing/directory.ts';
import { countingRandom, quickHasher, recordingLog, standingClock } from './testing/doubles.ts';
import { scramClient } from './testing/scram-client.ts';

const client = '192.0.2.1' as IpAddress;
const directory = await TestDirectory.of({
  'tim@springfield.test': 'tanstaaftanstaaf',
  'kurt@springfield.test': 'xipj3plmq',
  '"a=b,c"@springfield.test': 'comma, equals = sign',
  'rené@springfield.test': 'Ⅸ vies',
});

function start(mechanism: string): SaslExchange {
  const world = {
    directory,
    hasher: quickHasher,
    random: countingRandom(),
    clock: standingClock(),
    log: recordingLog(),
    secret: fromUtf8('secret'),
  };
  const exchange = new Authenticator(world).start(mechanism, client);
  assert.ok(exchange);
  return exchange;
}

const authenticated = (text: string) => ({ kind: 'authenticated', account: idOf(text) });
const failed = (reason: string) => ({ kind: 'failed', reason });

function challengeOf(step: SaslStep): Bytes {
  assert.ok(step.kind === 'challenge', step.kind);
  return step.challenge;
}

test('PLAIN: the first example of RFC 4616 §4, without an initial response', async () => {
  const exchange = start('PLAIN');
  assert.deepEqual(challengeOf(await exchange.step(undefined)), NO_BYTES);
  const step = await exchange.step(fromUtf8('\0tim@springfield.test\0tanstaaftanstaaf'));
  assert.deepEqual(step, authenticated('tim'));
});

test('PLAIN: the second example of RFC 4616 §4 acts for somebody else and is refused', async () => {
  const message = 'ursel@springfield.test\0kurt@springfield.test\0xipj3plmq';
  assert.deepEqual(await start('PLAIN').step(fromUtf8(message)), failed('credentials'));
});

test('PLAIN: rows of messages', async () => {
  const rows: [string, object][] = [
    ['kurt@springfield.test\0kurt@springfield.test\0xipj3plmq', authenticated('kurt')],
    ['KURT@Springfield.TEST\0kurt@springfield.test\0xipj3plmq', authenticated('kurt')],
    ['\0KURT@springfield.test\0xipj3plmq', authenticated('kurt')],
    ['\0rené@springfield.test\0IX\u00a0vies', authenticated('rené')],
    ['no address\0kurt@springfield.test\0xipj3plmq', failed('credentials')],
    ['\0kurt@springfield.test\0xipj3plmQ', failed('credentials')],
    ['\0nobody@springfield.test\0xipj3plmq', failed('credentials')],
    ['\0kurt\0xipj3plmq', failed('credentials')],
    ['\0kurt@springfield.test\0xipj3plmq\n', failed('credentials')],
    ['', failed('syntax')],
    ['\0\0', failed('syntax')],
    ['\0kurt@springfield.test\0', failed('syntax')],
    ['\0\0xipj3plmq', failed('syntax')],
    ['kurt@springfield.test\0xipj3plmq', failed('syntax')],
    ['\0kurt@springfield.test\0xipj3plmq\0', failed('syntax')],
  ];
  for (const [message, step] of rows)
    assert.deepEqual(await start('PLAIN').step(fromUtf8(message)), step, JSON.stringify(message));
  const notUtf8 = fromLatin1('\0kurt@springfield.test\0\xff');
  assert.deepEqual(await start('PLAIN').step(notUtf8), failed('syntax'));
});

test('PLAIN: names and passwords of 255 octets are taken (RFC 4616 §2)', async () => {
  const long = 'x'.repeat(255);
  assert.deepEqual(await start('PLAIN').step(fromUtf8(`${long}\0${long}\0${long}`)), failed('credentials'));
});

test('LOGIN: asks for the name and for the password', async () => {
  const exchange = start('login');
  assert.equal(utf8(challengeOf(await exchange.step(undefined))), 'Username:');
  assert.equal(utf8(challengeOf(await exchange.step(fromUtf8('tim@springfield.test')))), 'Password:');
  assert.deepEqual(await exchange.step(fromUtf8('tanstaaftanstaaf')), authenticated('tim'));
});

test('LOGIN: the name may come as the initial response', async () => {
  const exchange = start('LOGIN');
  assert.equal(utf8(challengeOf(await exchange.step(fromUtf8('tim@springfield.test')))), 'Password:');
  assert.deepEqual(await exchange.step(fromUtf8('tanstaaf')), failed('credentials'));
});

test('LOGIN: neither may be empty or broken UTF-8', async () => {
  for (const [name, password] of [
    [NO_BYTES, fromUtf8('x')],
    [fromUtf8('tim@springfield.test'), NO_BYTES],
    [fromLatin1('\xff'), fromUtf8('x')],
  ] as const) {
    const exchange = start('LOGIN');
    await exchange.step(name);
    assert.deepEqual(await exchange.step(password), failed('syntax'));
  }
});

/** Plays SCRAM to its end, as a client that trusts nobody. */
async function playScram(
  username: string,
  password: string,
  options: { gs2Header?: string; confirmation?: Bytes; withInitial?: boolean } = {},
): Promise<SaslStep> {
  const exchange = start('SCRAM-SHA-256');
  const scram = scramClient({ username, password, ...options });
  if (!options.withInitial) assert.deepEqual(challengeOf(await exchange.step(undefined)), NO_BYTES);
  const challenge = challengeOf(await exchange.step(scram.first()));
  const answer = await exchange.step(scram.final(challenge));
  if (answer.kind !== 'challenge') return answer;
  assert.ok(scram.trusts(answer.challenge));
  return exchange.step(options.confirmation ?? NO_BYTES);
}

test('SCRAM: proves the client to the server and the server to the client', async () => {
  assert.deepEqual(await playScram('tim@springfield.test', 'tanstaaftanstaaf'), authenticated('tim'));
  const withInitial = await playScram('tim@springfield.test', 'tanstaaftanstaaf', { withInitial: true });
  assert.deepEqual(withInitial, authenticated('tim'));
});

test('SCRAM: commas and equals signs in names, prepared passwords', async () => {
  assert.deepEqual(
    await playScram('"a=b,c"@springfield.test', 'comma, equals = sign'),
    authenticated('"a=b,c"'),
  );
  assert.deepEqual(await playScram('rené@springfield.test', 'IX vies'), authenticated('rené'));
});

test('SCRAM: a wrong password and an unknown user fail alike', async () => {
  assert.deepEqual(await playScram('tim@springfield.test', 'wrong'), failed('credentials'));
  assert.deepEqual(await playScram('nobody@springfield.test', 'wrong'), failed('credentials'));
});

test('SCRAM: nobody acts for somebody else, but anybody for himself', async () => {
  const play = (gs2Header: string) => playScram('tim@springfield.test', 'tanstaaftanstaaf', { gs2Header });
  assert.deepEqual(await play('n,a=kurt@springfield.test,'), failed('credentials'));
  assert.deepEqual(await play('y,a=Tim@springfield.test,'), authenticated('tim'));
});

test('SCRAM: the client ends with an empty response and nothing else', async () => {
  const confirmation = fromUtf8('x');
  const step = await playScram('tim@springfield.test', 'tanstaaftanstaaf', { confirmation });
  assert.deepEqual(step, failed('syntax'));
});

test('SCRAM: malformed messages and channel binding fail as syntax', async () => {
  for (const first of ['', 'n,,', 'p=tls-unique,,n=tim,r=x'])
    assert.deepEqual(await start('SCRAM-SHA-256').step(fromUtf8(first)), failed('syntax'));
  const exchange = start('SCRAM-SHA-256');
  await exchange.step(fromUtf8('n,,n=tim@springfield.test,r=x'));
  assert.deepEqual(await exchange.step(fromUtf8('c=biws')), failed('syntax'));
});

test('an exchange that is over takes no more steps', async () => {
  const exchange = start('PLAIN');
  await exchange.step(fromUtf8('malformed'));
  await assert.rejects(exchange.step(NO_BYTES), InvariantError);
});

test('whatever is sent, every exchange ends in failure within four steps', async () => {
  const octets = fc.oneof(fc.uint8Array(), fc.string().map(fromUtf8));
  const responses = fc.array(octets, { minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('PLAIN', 'LOGIN', 'SCRAM-SHA-256'),
      responses,
      async (mechanism, sent) => {
        const exchange = start(mechanism);
        for (const response of sent) {
          const step = await exchange.step(response);
          if (step.kind === 'challenge') continue;
          assert.equal(step.kind, 'failed');
          return;
        }
        assert.fail('the exchange goes on');
      },
    ),
  );
});
