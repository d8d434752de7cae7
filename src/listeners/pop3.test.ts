import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Bytes } from '../base/bytes.ts';
import { type Instant, instant, later, minuteMs } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import { SessionCounter } from '../policy/limits.ts';
import { idleMs } from '../pop3/limits.ts';
import type { TestMailboxes } from '../pop3/testing/mailboxes.ts';
import { LineClient, startPop3, type TestServerOptions } from './testing/pop3-server.ts';

/** Starts a server for one test. */
async function serverFor(t: TestContext, options: TestServerOptions = {}) {
  const server = await startPop3(options);
  t.after(() => server.listener.close(0));
  const open = (isTls = false) => {
    const client = new LineClient(server.port, isTls);
    t.after(() => client.socket.destroy());
    return client;
  };
  return { ...server, open };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until it is so; gives up after ten seconds. */
async function eventually(isSo: () => boolean, what: string): Promise<void> {
  for (let i = 0; !isSo(); i++) {
    assert.ok(i < 1000, what);
    await wait(10);
  }
}

/** Waits until a number has not changed for a while. */
async function steady(value: () => number): Promise<number> {
  for (;;) {
    const before = value();
    await wait(200);
    if (value() === before) return before;
  }
}

test('STLS takes the session into TLS, and only then it is possible to log in', async (t) => {
  const { open } = await serverFor(t, { allowsPlainTextOnLoopback: false });
  const client = open();
  assert.equal(await client.line(), '+OK mail.springfield.test POP3 server ready');
  assert.equal(await client.ask('USER homer'), '-ERR logging in needs TLS');
  assert.equal(await client.ask('STLS'), '+OK begin TLS negotiation');
  client.secure();
  assert.equal(await client.ask('USER homer'), '+OK send the password');
  assert.equal(await client.ask('PASS doughnut with holes'), '+OK 2 messages (50 octets)');
  assert.equal(await client.ask('QUIT'), '+OK bye, 2 messages (50 octets)');
  assert.equal(await client.line(), undefined);
});

test('on a port of implicit TLS the handshake comes first', async (t) => {
  const { open } = await serverFor(t, { isImplicitTls: true, allowsPlainTextOnLoopback: false });
  const client = open(true);
  assert.equal(await client.logIn(), '+OK 2 messages (50 octets)');
  assert.equal(await client.ask('STLS'), '-ERR this is done before logging in');
});

test('octets that come along with STLS are not obeyed: the session ends without a word', async (t) => {
  const { open } = await serverFor(t);
  const client = open();
  await client.line();
  client.send('STLS', 'USER homer', 'PASS doughnut with holes');
  assert.equal(await client.rest(), '');
});

test('a handshake that fails ends the session', async (t) => {
  const { open, sessions } = await serverFor(t);
  const client = open();
  await client.line();
  await client.ask('STLS');
  client.send('this is no ClientHello');
  await client.rest();
  await eventually(() => sessions.total === 0, 'the session is over');
});

test('commands in one segment are answered in order, also when the client has closed its side', async (t) => {
  const { open, mailboxes } = await serverFor(t);
  const client = open();
  client.socket.end(
    'USER homer\r\nPASS doughnut with holes\r\nSTAT\r\nRETR 1\r\nDELE 1\r\nRETR 2\r\nQUIT\r\n',
  );
  assert.equal(
    await client.rest(),
    [
      '+OK mail.springfield.test POP3 server ready',
      '+OK send the password',
      '+OK 2 messages (50 octets)',
      '+OK 2 50',
      '+OK 26 octets',
      'Subject: one',
      '',
      '..',
      'first',
      '.',
      '+OK the message is marked as deleted',
      '+OK 24 octets',
      'Subject: two',
      '',
      'second',
      '.',
      '+OK bye, 1 message (24 octets)',
      '',
    ].join('\r\n'),
  );
  assert.equal((await mailboxes.listInbox('id-of-homer')).length, 1);
});

test('a maildrop is open to one session at a time, and free when that is gone, however it went', async (t) => {
  const { open, sessions } = await serverFor(t);
  const first = open();
  await first.logIn();
  const second = open();
  assert.equal(await second.logIn(), '-ERR [IN-USE] another session has this maildrop open');
  first.socket.resetAndDestroy();
  await eventually(() => sessions.total === 1, 'the first session is over');
  await second.ask('USER homer');
  assert.equal(await second.ask('PASS doughnut with holes'), '+OK 2 messages (50 octets)');
});

test('more sessions than there may be are sent away with a reason, and find a place later', async (t) => {
  const sessions = new SessionCounter({ sessionsMax: 9, sessionsPerAddressMax: 1 });
  const { open } = await serverFor(t, { sessions });
  const first = open();
  await first.line();
  assert.equal(await open().rest(), '-ERR [SYS/TEMP] too many sessions are open, try again later\r\n');
  assert.equal(sessions.total, 1);
  await first.ask('QUIT');
  await eventually(() => sessions.total === 0, 'the place is free');
  assert.match((await open().line()) ?? '', /^\+OK/);
});

const bigMessage = `Subject: big\r\n\r\n${'.a line like many others\r\n'.repeat(800_000)}`;

/** Counts the pieces of content that are read from the store. */
function countPieces(mailboxes: TestMailboxes): () => number {
  let pieces = 0;
  const read = mailboxes.readMessage.bind(mailboxes);
  const counted = async function* (content: AsyncIterable<Bytes>) {
    for await (const chunk of content) {
      pieces++;
      yield chunk;
    }
  };
  mailboxes.readMessage = async (account, uid) => {
    const content = await read(account, uid);
    return content && counted(content);
  };
  return () => pieces;
}

test('for TOP no more is read than is wanted', async (t) => {
  const { open, mailboxes } = await serverFor(t, { contents: [bigMessage] });
  const pieces = countPieces(mailboxes);
  const client = open();
  await client.logIn();
  client.send('TOP 1 1', 'TOP 1 0', 'QUIT');
  const expected = [
    '+OK the top of the message follows',
    'Subject: big',
    '',
    '..a line like many others',
    '.',
    '+OK the top of the message follows',
    'Subject: big',
    '',
    '.',
    `+OK bye, 1 message (${bigMessage.length} octets)`,
    '',
  ];
  assert.equal(await client.rest(), expected.join('\r\n'));
  assert.equal(pieces(), 2);
});

test('a client that does not read holds up the store, and gets everything when it reads again', async (t) => {
  const { open, mailboxes } = await serverFor(t, { contents: [bigMessage] });
  const pieces = countPieces(mailboxes);
  const client = open();
  await client.logIn();
  client.socket.pause();
  client.send('RETR 1', 'QUIT');
  const inFlight = await steady(pieces);
  assert.ok(inFlight * mailboxes.pieceBytes < bigMessage.length, `${inFlight} pieces were read`);
  client.socket.resume();
  const text = await client.rest();
  const expected = `+OK ${bigMessage.length} octets\r\n${bigMessage.replaceAll('\n.', '\n..')}.\r\n`;
  assert.ok(text.startsWith(expected));
  assert.match(text.slice(expected.length), /^\+OK bye/);
});

test('a client that goes away in the middle of a message leaves nothing behind', async (t) => {
  const { open, sessions, log } = await serverFor(t, { contents: [bigMessage] });
  const client = open();
  await client.logIn();
  client.socket.pause();
  client.send('RETR 1');
  await wait(50);
  client.socket.resetAndDestroy();
  await eventually(() => sessions.total === 0, 'the session is over');
  assert.deepEqual(
    log.lines.filter((line) => line.startsWith('error')),
    [],
  );
  assert.match((await open().logIn()) ?? '', /^\+OK 1 message/);
});

test('a message that cannot be read to its end is not ended', async (t) => {
  const { open, mailboxes, log } = await serverFor(t);
  mailboxes.readMessage = async () =>
    (async function* () {
      yield Buffer.from('Subject: half\r\n\r\nand');
      throw new Error('bad sector');
    })();
  const client = open();
  await client.logIn();
  client.send('RETR 1', 'QUIT');
  assert.equal(await client.rest(), '+OK 26 octets\r\nSubject: half\r\n\r\nand');
  assert.ok(
    log.lines.some((line) => /^error a message could not be read to its end .*bad sector/.test(line)),
  );
});

/** A clock whose time is set by the test. */
function alarmClock(): Clock & { forward(ms: number): void } {
  let now: Instant = instant(1_800_000_000_000);
  const alarms = new Set<{ at: Instant; action: () => void }>();
  return {
    now: () => now,
    schedule(at, action) {
      const alarm = { at, action };
      alarms.add(alarm);
      return () => alarms.delete(alarm);
    },
    forward(ms) {
      now = later(now, ms);
      for (const alarm of [...alarms]) {
        if (alarm.at > now || !alarms.delete(alarm)) continue;
        alarm.action();
      }
    },
  };
}

test('an idle session is ended by its deadline, which moves with each command', async (t) => {
  const clock = alarmClock();
  const { open, sessions } = await serverFor(t, { clock });
  const client = open();
  await client.logIn();
  clock.forward(idleMs - minuteMs);
  await client.ask('NOOP');
  clock.forward(idleMs - minuteMs);
  assert.equal(await client.ask('NOOP'), '+OK');
  clock.forward(idleMs);
  assert.equal(await client.rest(), '');
  assert.equal(sessions.total, 0);
});

test('a client that never reads its message is ended by the deadline too', async (t) => {
  const clock = alarmClock();
  const { open, sessions } = await serverFor(t, { clock, contents: [bigMessage] });
  const client = open();
  await client.logIn();
  client.socket.pause();
  client.send('RETR 1');
  await wait(50);
  clock.forward(idleMs);
  assert.equal(sessions.total, 0);
});

test('going down: idle sessions are told, a message under way is sent to its end, and no more are taken', async () => {
  const { listener, port } = await startPop3({ contents: [bigMessage] });
  const idle = new LineClient(port);
  await idle.line();
  const busy = new LineClient(port);
  await busy.logIn();
  busy.socket.pause();
  busy.send('RETR 1');
  await wait(50);
  const closing = listener.close(60_000);
  assert.equal(await idle.rest(), '-ERR [SYS/TEMP] the server is going down, try again later\r\n');
  busy.socket.resume();
  assert.match(await busy.rest(), /\r\n\.\r\n-ERR \[SYS\/TEMP\] the server is going down/);
  await closing;
  await assert.rejects(
    new Promise((resolve, reject) => {
      new LineClient(port).socket.on('connect', resolve).on('error', reject);
    }),
    /ECONNREFUSED/,
  );
});

test('going down: what is not over when the grace is over is cut off', async () => {
  const { listener, port, sessions } = await startPop3({ contents: [bigMessage] });
  const stuck = new LineClient(port);
  await stuck.logIn();
  stuck.socket.pause();
  stuck.send('RETR 1');
  await wait(50);
  await listener.close(20);
  assert.equal(sessions.total, 0);
  stuck.socket.destroy();
});

test('going down: a handshake that does not come is not waited for', async () => {
  const { listener, port } = await startPop3({ isImplicitTls: true });
  const silent = new LineClient(port);
  await new Promise((resolve) => silent.socket.once('connect', resolve));
  await wait(50);
  await listener.close(60_000);
  assert.equal(await Promise.race([silent.rest(), wait(10_000)]), '');
});
