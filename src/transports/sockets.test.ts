/** The relay on real sockets: what a network and a TLS library add to what smtp-relay.test.ts shows. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { IpAddress } from '../address/ip.ts';
import { ok } from '../base/result.ts';
import { systemClock } from '../io/clock.ts';
import { makeSelfSignedCertificate } from '../io/self-signed-certificate.ts';
import { type TcpClientOptions, tcpClient } from '../io/tcp-client.ts';
import type { NextHop } from '../routing/next-hop.ts';
import { SmtpRelay } from './smtp-relay.ts';
import { DROP, FakeHost, type Moment, type Script } from './testing/fake-host.ts';
import { chunksOf, type JobSample, jobOf, RecordingLog, words } from './testing/relay-world.ts';
import { listenAsFakeHost, type SocketHost } from './testing/socket-host.ts';

const certificate = makeSelfSignedCertificate(['mx.test'], Date.now());
const closers: (() => unknown)[] = [];
after(async () => {
  for (const close of closers) await close();
});

function relayTo(
  ports: readonly number[],
  changes: Partial<NextHop> = {},
  options?: TcpClientOptions,
): SmtpRelay {
  const hops = ports.map(
    (port): NextHop => ({
      name: 'mx.test',
      ip: '127.0.0.1' as IpAddress,
      port,
      tls: 'opportunistic',
      ...changes,
    }),
  );
  const relay = new SmtpRelay({
    net: tcpClient(options),
    clock: systemClock,
    log: new RecordingLog(),
    greetingName: 'relay.test',
    findNextHops: async () => ok(hops),
  });
  closers.push(() => relay.close());
  return relay;
}

async function listening(...parts: Parameters<typeof listenAsFakeHost>): Promise<SocketHost> {
  const server = await listenAsFakeHost(...parts);
  closers.push(() => server.close());
  return server;
}

const bart = { address: 'bart@krustylu.test' };
const lisa = { address: 'lisa@krustylu.test' };
const deliver = async (relay: SmtpRelay, sample?: JobSample) =>
  words(await relay.deliver(jobOf([bart, lisa], sample)));
const taken = ['relayed mx.test 250 2.0.0 taken', 'relayed mx.test 250 2.0.0 taken', 'ok'];

test('content of any size arrives as it was', async () => {
  const host = new FakeHost();
  const relay = relayTo([(await listening(host)).port]);
  const line = `.${'x'.repeat(997)}\r\n`;
  const content = () => chunksOf(...Array.from({ length: 64 }, () => line.repeat(64)));
  assert.deepEqual(await deliver(relay, { content }), taken);
  assert.equal(host.taken[0]?.content, `.${line}`.repeat(64 * 64));
});

test('a host that sends octet by octet is understood', async () => {
  const host = new FakeHost();
  const relay = relayTo([(await listening(host, undefined, 1)).port]);
  assert.deepEqual(await deliver(relay), taken);
});

describe('a host that hangs up', () => {
  const moments: readonly (readonly [Moment, string])[] = [
    ['connect', 'greeting'],
    ['EHLO', 'ehlo'],
    ['MAIL', 'mail'],
    ['RCPT', 'rcpt'],
    ['DATA', 'data'],
    ['content', 'content'],
    ['.', 'content'],
  ];
  for (const [moment, stage] of moments) {
    test(`at ${moment}`, async () => {
      const script: Script = { [moment]: DROP };
      const relay = relayTo([(await listening(new FakeHost(script, []))).port]);
      const result = `transient ${stage} 4.4.2 mx.test`;
      const health = moment === 'connect' || moment === 'EHLO' ? 'dead' : 'trouble';
      assert.deepEqual(await deliver(relay), [result, result, health]);
    });
  }

  test('while a lot of content is on its way, saying why', async () => {
    const host = new FakeHost({ content: '552 5.3.4 too big\r\nDROP' });
    const relay = relayTo([(await listening(host)).port]);
    const content = () => chunksOf(...Array.from({ length: 400 }, () => 'x'.repeat(65_534).concat('\r\n')));
    const [result, , health] = await deliver(relay, { content });
    // Whether its words outrun the reset of the connection is chance.
    assert.match(String(result), /^(permanent content 5\.3\.4|transient content 4\.4\.2) mx\.test$/);
    assert.equal(health, 'trouble');
  });

  test('on one connection is tried on another, if it was idle', async () => {
    const host = new FakeHost();
    const server = await listening(host);
    const relay = relayTo([server.port]);
    assert.deepEqual(await deliver(relay), taken);
    host.script = { MAIL: (_, session) => (session === host.sessions[0] ? DROP : undefined) };
    assert.deepEqual(await deliver(relay), taken);
    assert.equal(host.sessions.length, 2);
  });
});

test('where nobody listens the next host is tried', async () => {
  const gone = await listenAsFakeHost(new FakeHost());
  gone.close();
  const host = new FakeHost();
  const relay = relayTo([gone.port, (await listening(host)).port]);
  assert.deepEqual(await deliver(relay), taken);
});

describe('TLS', () => {
  const extensions = ['STARTTLS', 'PIPELINING', 'DSN'];

  test('with a certificate that nobody knows, where encryption is a bonus', async () => {
    const host = new FakeHost({}, extensions);
    const relay = relayTo([(await listening(host, certificate)).port]);
    const report = await relay.deliver(jobOf([bart]));
    assert.equal(host.taken[0]?.isUnderTls, true);
    const result = report.results.get(0);
    assert.ok(result?.kind === 'relayed');
    assert.match(result.tls ?? '', /^TLSv1\.3 TLS_/);
  });

  test('with the same certificate, where it is a must', async () => {
    const host = new FakeHost({}, extensions);
    const relay = relayTo([(await listening(host, certificate)).port], { tls: 'required' });
    const report = await relay.deliver(jobOf([bart]));
    assert.deepEqual(words(report), ['transient starttls 4.7.5 mx.test', 'dead']);
    assert.equal(host.taken.length, 0);
  });

  test('with a certificate that is trusted, where it is a must', async () => {
    const host = new FakeHost({}, extensions);
    const options = { trustedCertificates: [certificate.certificate] };
    const relay = relayTo([(await listening(host, certificate)).port], { tls: 'required' }, options);
    assert.deepEqual(await deliver(relay), taken);
    assert.deepEqual(await deliver(relay), taken);
    assert.equal(host.sessions.length, 1);
  });

  test('that a host offers and has no certificate for', async () => {
    const host = new FakeHost({}, extensions);
    const relay = relayTo([(await listening(host)).port]);
    assert.deepEqual(await deliver(relay), taken);
    assert.deepEqual(
      host.taken.map(({ isUnderTls }) => isUnderTls),
      [false],
    );
  });

  test('with a word in plain text after STARTTLS is not begun', async () => {
    const host = new FakeHost({ STARTTLS: '220 go\r\n250-evil.test\r\n250 AUTH PLAIN' }, extensions);
    const relay = relayTo([(await listening(host, certificate)).port], { tls: 'required' });
    const [result] = await deliver(relay);
    assert.match(String(result), /^transient starttls 4\.(5\.0|7\.5) mx\.test$/);
  });
});

test('many messages at once, over as many connections', async () => {
  const host = new FakeHost();
  const relay = relayTo([(await listening(host)).port]);
  const rounds = Array.from({ length: 4 }, async () => {
    for (let round = 0; round < 10; round++) assert.deepEqual(await deliver(relay), taken);
  });
  await Promise.all(rounds);
  assert.equal(host.taken.length, 40);
  assert.ok(host.sessions.length <= 4);
});
