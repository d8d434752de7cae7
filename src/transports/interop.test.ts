/** The relay against mail servers that others wrote. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { after, describe, test } from 'node:test';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { IpAddress } from '../address/ip.ts';
import type { Xtext } from '../address/xtext.ts';
import { ok } from '../base/result.ts';
import { systemClock } from '../io/clock.ts';
import { makeSelfSignedCertificate } from '../io/self-signed-certificate.ts';
import { tcpClient } from '../io/tcp-client.ts';
import { notifyOf } from '../queue/testing/samples.ts';
import type { NextHop } from '../routing/next-hop.ts';
import { SmtpRelay } from './smtp-relay.ts';
import { chunksOf, jobOf, RecordingLog, words } from './testing/relay-world.ts';

const { certificate, key } = makeSelfSignedCertificate(['localhost'], Date.now());
const closers: (() => unknown)[] = [];
after(async () => {
  for (const close of closers.toReversed()) await close();
});

function relayTo(port: number, changes: Partial<NextHop> = {}): SmtpRelay {
  const hop: NextHop = {
    name: 'localhost',
    ip: '127.0.0.1' as IpAddress,
    port,
    tls: 'opportunistic',
    ...changes,
  };
  const relay = new SmtpRelay({
    net: tcpClient({ trustedCertificates: [certificate] }),
    clock: systemClock,
    log: new RecordingLog(),
    greetingName: 'relay.test',
    findNextHops: async () => ok([hop]),
  });
  closers.push(() => relay.close());
  return relay;
}

const bart = { address: 'bart@krustylu.test' };
const nobody = { address: 'nobody@krustylu.test' };
const text = 'Subject: hi\r\n\r\n.\r\n..dots\r\n.\r\nlast line\r\n';

describe('smtp-server (npm)', () => {
  interface Received {
    readonly session: SMTPServerSession;
    readonly text: string;
  }

  async function server(options: SMTPServerOptions = {}) {
    const received: Received[] = [];
    const smtp = new SMTPServer({
      cert: certificate,
      key,
      authOptional: true,
      disabledCommands: ['AUTH'],
      logger: false,
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith('nobody@') ? new Error('no such user') : undefined),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          received.push({ session: structuredClone({ ...session }), text: Buffer.concat(chunks).toString() });
          done();
        });
      },
      ...options,
    });
    smtp.on('error', () => {});
    const listening = smtp.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    closers.push(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
    return { port: (listening.address() as AddressInfo).port, received };
  }

  test('takes a message under STARTTLS, and says who does not exist', async () => {
    const { port, received } = await server();
    const report = await relayTo(port).deliver(jobOf([bart, nobody], { content: text }));
    const [first, second, health] = words(report);
    assert.match(String(first), /^relayed localhost 250/);
    assert.equal(second, 'permanent rcpt 5.0.0 localhost');
    assert.equal(health, 'ok');
    assert.equal(received[0]?.text, text);
    assert.equal(received[0]?.session.secure, true);
    assert.deepEqual(
      received[0]?.session.envelope.rcptTo.map(({ address }) => address),
      ['bart@krustylu.test'],
    );
  });

  test('takes several over one connection', async () => {
    const { port, received } = await server();
    const relay = relayTo(port);
    await relay.deliver(jobOf([nobody]));
    for (let round = 0; round < 3; round++) await relay.deliver(jobOf([bart], { content: text }));
    assert.equal(received.length, 3);
    assert.equal(new Set(received.map(({ session }) => session.id)).size, 1);
  });

  for (const tls of ['required', 'implicit'] as const) {
    test(`lets us log in (TLS ${tls})`, async () => {
      const { port, received } = await server({
        secure: tls === 'implicit',
        disabledCommands: [],
        authOptional: false,
        authMethods: tls === 'implicit' ? ['LOGIN'] : ['PLAIN', 'LOGIN'],
        onAuth: ({ username, password }, _, done) =>
          done(password === 'terrace' ? null : new Error('no'), { user: username }),
      });
      const auth = { username: 'evergreen', password: 'terrace' };
      assert.equal(words(await relayTo(port, { tls, auth }).deliver(jobOf([bart]))).at(-1), 'ok');
      assert.equal(received[0]?.session.user, 'evergreen');
      const wrong = relayTo(port, { tls, auth: { ...auth, password: 'avenue' } });
      assert.equal(words(await wrong.deliver(jobOf([bart])))[0], 'transient auth 4.7.8 localhost');
    });
  }

  test('reads our DSN parameters', async () => {
    const seen: unknown[] = [];
    const { port, received } = await server({
      hideDSN: false,
      onRcptTo: (address, _, done) => {
        seen.push(address);
        done();
      },
    } as SMTPServerOptions);
    const envelope = {
      reversePath: jobOf([]).message.envelope.reversePath,
      body: '7bit',
      smtpUtf8: false,
      returnContent: 'headers',
      envelopeId: 'QQ314159' as Xtext,
    } as const;
    const job = jobOf([
      {
        ...bart,
        parameters: {
          notify: notifyOf('success', 'failure'),
          originalRecipient: { addressType: 'rfc822', address: 'El+2BBarto@krustylu.test' as Xtext },
        },
      },
    ]);
    const report = await relayTo(port).deliver({ ...job, message: { ...job.message, envelope } });
    const result = report.results.get(0);
    assert.ok(result?.kind === 'relayed');
    assert.equal(result.dsnPassedOn, true);
    assert.partialDeepStrictEqual(received[0]?.session.envelope, { dsn: { ret: 'HDRS', envid: 'QQ314159' } });
    assert.partialDeepStrictEqual(seen, [
      { dsn: { notify: ['SUCCESS', 'FAILURE'], orcpt: 'rfc822;El+Barto@krustylu.test' } },
    ]);
  });

  test('hears of the size, and we heed its limit', async () => {
    const { port, received } = await server({ size: 1_000 });
    const relay = relayTo(port);
    assert.equal(words(await relay.deliver(jobOf([bart])))[1], 'ok');
    const report = await relay.deliver(jobOf([bart], { message: { sizeBytes: 1_001 } }));
    assert.deepEqual(words(report), ['permanent mail 5.3.4 localhost', 'ok']);
    assert.equal(received.length, 1);
  });

  test('takes addresses and headers in UTF-8', async () => {
    const { port, received } = await server();
    const job = jobOf([{ address: 'krüsty@krustylu.test' }], {
      message: { facts: { is8bit: true, isHeaderUtf8: true } },
      content: () => chunksOf(Buffer.from('Subject: grüße\r\n\r\nüß\r\n').toString('latin1')),
    });
    assert.equal(words(await relayTo(port).deliver(job)).at(-1), 'ok');
    assert.equal(received[0]?.text, 'Subject: grüße\r\n\r\nüß\r\n');
    assert.equal(received[0]?.session.envelope.rcptTo[0]?.address, 'krüsty@krustylu.test');
  });
});

const sinkProgram = ['/usr/sbin/smtp-sink', '/usr/local/sbin/smtp-sink'].find((path) => existsSync(path));

describe('smtp-sink (Postfix)', { skip: sinkProgram ? false : 'smtp-sink is not installed' }, () => {
  async function sink(...options: readonly string[]): Promise<number> {
    const port = await freePort();
    // As root it wants to become somebody else.
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    const child = spawn(sinkProgram ?? '', [...user, ...options, `127.0.0.1:${port}`, '100'], {
      stdio: 'ignore',
    });
    closers.push(() => child.kill());
    await untilListening(port, child);
    return port;
  }

  const cases: readonly [name: string, options: readonly string[], expected: RegExp, health: string][] = [
    ['takes the message', [], /^relayed localhost 250/, 'ok'],
    ['without PIPELINING', ['-p'], /^relayed localhost 250/, 'ok'],
    ['without ESMTP', ['-e'], /^relayed localhost 250/, 'ok'],
    ['refuses MAIL softly', ['-r', 'mail'], /^transient mail 4/, 'trouble'],
    ['refuses MAIL', ['-f', 'mail'], /^permanent mail 5/, 'ok'],
    ['refuses RCPT', ['-f', 'rcpt'], /^permanent rcpt 5/, 'ok'],
    ['refuses DATA softly', ['-r', 'data'], /^transient data 4/, 'ok'],
    ['refuses the content', ['-f', '.'], /^permanent content 5/, 'ok'],
    ['does not know EHLO', ['-f', 'ehlo'], /^relayed localhost 250/, 'ok'],
    ['hangs up at MAIL', ['-q', 'mail'], /^transient mail 4\.4\.2/, 'trouble'],
    ['hangs up at DATA', ['-q', 'data'], /^transient data 4\.4\.2/, 'trouble'],
    ['hangs up after the content', ['-q', '.'], /^transient content 4\.4\.2/, 'trouble'],
    ['says 421 at RCPT', ['-Q', 'rcpt'], /^transient rcpt 4/, 'trouble'],
  ];
  for (const [name, options, expected, health] of cases) {
    test(name, async () => {
      const port = await sink(...options);
      const report = words(await relayTo(port).deliver(jobOf([bart, nobody], { content: text })));
      assert.match(String(report[0]), expected);
      assert.match(String(report[1]), expected);
      assert.equal(report[2], health);
    });
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error('smtp-sink does not listen');
}
