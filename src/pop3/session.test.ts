import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, fromUtf8 } from '../base/bytes.ts';
import { minuteMs } from '../base/instant.ts';
import { InvariantError } from '../base/invariant.ts';
import type { Question } from './dialogue.ts';
import { commandLineMax, errorsMax, failedLoginsMax, idleMs, saslLineMax, sentBytesMax } from './limits.ts';
import { messages, World } from './testing/world.ts';

function loggedIn(): World {
  const world = new World();
  world.logIn();
  return world;
}

/** A world that answers no question by itself. */
function silent(options: ConstructorParameters<typeof World>[0] = {}): World {
  const world = new World(options);
  world.answer = () => {};
  world.takeSent();
  return world;
}

test('the greeting is positive and has nothing that looks like an APOP timestamp', () => {
  assert.match(new World().takeSent(), /^\+OK [^<>[\]]+\r\n$/);
});

test('lines may be as long as the limit, and not longer', () => {
  const world = new World();
  world.takeSent();
  const longest = `USER ${'x'.repeat(commandLineMax - 'USER \r\n'.length)}\r\n`;
  assert.equal(longest.length, commandLineMax);
  assert.match(world.say(longest), /^\+OK/);
  assert.match(world.say(`x${longest}`), /^-ERR the line is too long\r\n$/);
  assert.equal(world.closed, 'line-too-long');
});

test('a line without an end is not waited for', () => {
  const world = new World();
  world.takeSent();
  assert.equal(world.say('x'.repeat(commandLineMax)), '');
  assert.match(world.say('x'), /^-ERR the line is too long/);
  assert.equal(world.closed, 'line-too-long');
});

test('a password of 255 octets fits', () => {
  const world = new World();
  world.say(`USER ${'n'.repeat(255)}\r\nPASS ${'é'.repeat(127)}x\r\n`);
  const [question] = world.questions;
  assert.ok(question?.kind === 'password');
  assert.equal(fromUtf8(question.password).length, 255);
  assert.equal(question.name.length, 255);
});

test('SASL responses have a limit of their own', () => {
  const world = new World();
  world.takeSent();
  world.say('AUTH PLAIN\r\n');
  const response = 'A'.repeat(saslLineMax - 4);
  assert.match(world.say(`${response}\r\n`), /^-ERR the authentication exchange is malformed/);
  world.say('AUTH PLAIN\r\n');
  assert.match(world.say(`${response}AAA\r\n`), /^-ERR the line is too long/);
  assert.equal(world.closed, 'line-too-long');
});

test('errors are put up with up to a limit', () => {
  const world = new World();
  world.takeSent();
  for (let i = 1; i < errorsMax; i++) assert.match(world.say('BLAH\r\n'), /^-ERR no such command/);
  assert.equal(world.closed, undefined);
  assert.match(world.say('BLAH\r\nBLAH\r\n'), /^-ERR no such command\r\n$/);
  assert.equal(world.closed, 'too-many-errors');
});

test('asking for messages that are not there is no such error', () => {
  const world = loggedIn();
  for (let i = 0; i < 2 * errorsMax; i++) world.say('RETR 99\r\n');
  assert.equal(world.closed, undefined);
});

test('failed logins are put up with up to a limit, by any mechanism', () => {
  const world = new World();
  for (let i = 1; i < failedLoginsMax; i++)
    world.say(i % 2 ? 'AUTH PLAIN AGEAYg==\r\n' : 'USER a\r\nPASS b\r\n');
  assert.equal(world.closed, undefined);
  world.say('USER a\r\nPASS b\r\n');
  assert.equal(world.closed, 'too-many-failed-logins');
});

test('an idle session ends after ten minutes, silently and without UPDATE (RFC 1939 §3)', () => {
  assert.ok(idleMs >= 10 * minuteMs);
  const world = loggedIn();
  world.say('DELE 1\r\n');
  world.wait(idleMs - 1);
  assert.equal(world.closed, undefined);
  world.wait(1);
  assert.equal(world.closed, 'timeout');
  assert.equal(world.takeSent(), '');
  assert.deepEqual(world.removed, []);
});

test('a command sets the idle time back, half a command does not', () => {
  const world = loggedIn();
  world.wait(idleMs - 1);
  world.say('NOOP\r\n');
  world.wait(idleMs - 1);
  world.say('NOO');
  assert.equal(world.closed, undefined);
  world.wait(1);
  assert.equal(world.closed, 'timeout');
});

test('answers and pieces of content set the idle time back', () => {
  const world = silent();
  world.say('USER homer\r\nPASS doughnut with holes\r\n');
  world.wait(idleMs - 1);
  world.give({ kind: 'answer', answer: { kind: 'login-failed', reason: 'credentials' } });
  world.wait(idleMs - 1);
  assert.equal(world.closed, undefined);

  const reader = loggedIn();
  reader.answer = () => {};
  reader.say('RETR 1\r\n');
  reader.give({ kind: 'answer', answer: { kind: 'message' } });
  for (let i = 0; i < 3; i++) {
    reader.wait(idleMs - 1);
    reader.give({ kind: 'content', chunk: fromLatin1('slow\r\n') });
  }
  assert.equal(reader.closed, undefined);
  reader.wait(idleMs);
  assert.equal(reader.closed, 'timeout');
});

test('while a question is open, lines wait and are not carried out', () => {
  const world = silent();
  assert.ok(world.session.isListening);
  assert.match(world.say('USER homer\r\nPASS x\r\nUSER marge\r\nCAPA\r\n'), /^\+OK[^\n]*\n$/);
  assert.equal(world.session.phase, 'authenticating');
  assert.ok(!world.session.isListening);
  assert.equal(world.say('QUIT\r\n'), '');
  world.give({ kind: 'answer', answer: { kind: 'login-failed', reason: 'credentials' } });
  assert.match(
    world.takeSent(),
    /^-ERR \[AUTH\].*\r\n\+OK send the password\r\n\+OK the capa(?:.*\r\n)+\+OK bye\r\n$/,
  );
});

test('many listings in one segment are made as they go out, not all at once', () => {
  const world = loggedIn();
  world.takeSent();
  world.resumesAtOnce = false;
  const listing = world.say('UIDL\r\n');
  const count = 2 * Math.ceil(sentBytesMax / listing.length);
  let sent = world.say('UIDL\r\n'.repeat(count));
  assert.ok(sent.length > sentBytesMax && sent.length <= sentBytesMax + listing.length);
  assert.equal(world.pauses, 1);
  assert.ok(!world.session.isListening);
  assert.equal(world.say('NOOP\r\n'), '');
  while (!world.session.isListening) {
    world.give({ kind: 'resume' });
    sent += world.takeSent();
  }
  assert.equal(sent, `${listing.repeat(count)}+OK\r\n`);
});

test('a client that does not read what it asked for is idle', () => {
  const world = loggedIn();
  world.resumesAtOnce = false;
  world.say('UIDL\r\n'.repeat(sentBytesMax / 100));
  assert.equal(world.pauses, 1);
  world.wait(idleMs);
  assert.equal(world.closed, 'timeout');
});

test('an end of the connection waits for the lines before it, and for what they need', () => {
  const world = silent();
  world.say('USER homer\r\nPASS x\r\nNOOP\r\n');
  world.give({ kind: 'eof' });
  assert.equal(world.closed, undefined);
  world.give({ kind: 'answer', answer: { kind: 'login-failed', reason: 'credentials' } });
  assert.match(world.takeSent(), /-ERR \[AUTH\].*\r\n-ERR log in first\r\n$/);
  assert.equal(world.closed, 'peer-closed');
});

test('an end of the connection in the middle of a line drops that line', () => {
  const world = loggedIn();
  world.takeSent();
  world.say('DELE 1\r\nQUIT');
  world.give({ kind: 'eof' });
  assert.equal(world.closed, 'peer-closed');
  assert.deepEqual(world.removed, []);
});

test('what comes along with STLS is never obeyed', () => {
  const world = silent({ isSecure: false });
  assert.equal(world.say('STLS\r\nUSER homer\r\n'), '');
  assert.equal(world.closed, 'stls-injection');
  assert.ok(!world.wantsTls);
});

test('plain octets during the handshake end the session', () => {
  const world = silent({ isSecure: false });
  world.say('STLS\r\n');
  assert.ok(world.wantsTls);
  world.say('N');
  assert.equal(world.closed, 'stls-injection');
});

test('STLS is for AUTHORIZATION without a name pending; the name is forgotten', () => {
  const world = new World({ isSecure: false, allowsPlainText: true });
  world.say('USER homer\r\n');
  assert.match(world.say('STLS\r\n'), /^\+OK begin TLS/);
  world.give({ kind: 'tls-established' });
  assert.match(world.say('PASS doughnut with holes\r\n'), /^-ERR PASS comes right behind/);
});

test('a message that breaks off ends the session, so that nobody takes it for whole', () => {
  const world = loggedIn();
  world.takeSent();
  world.state.messages = 'breaking-off';
  const sent = world.say('RETR 1\r\nNOOP\r\n');
  assert.match(sent, /^\+OK 120 octets\r\nFrom: krusty/);
  assert.doesNotMatch(sent, /\r\n\.\r\n|\+OK\r\n/);
  assert.equal(world.closed, 'message-unreadable');
});

test('TOP stops the content as soon as it has enough', () => {
  const world = loggedIn();
  world.pieceBytes = 1;
  world.takeSent();
  let pieces = 0;
  const give = world.give.bind(world);
  world.give = (input) => {
    if (input.kind === 'content') pieces++;
    give(input);
  };
  world.say('TOP 2 0\r\n');
  const header = messages[1]?.indexOf('\r\n\r\n') ?? 0;
  assert.equal(pieces, header + 4);
});

test('messages are asked for by uid, removals only at QUIT', () => {
  const world = loggedIn();
  world.questions.length = 0;
  world.say('RETR 3\r\nDELE 3\r\nDELE 1\r\nRSET\r\nDELE 2\r\n');
  const kinds = (questions: Question[]) =>
    questions.map((question) => `${question.kind} ${JSON.stringify(Object.values(question).at(-1))}`);
  assert.deepEqual(kinds(world.questions), ['read 13']);
  world.say('QUIT\r\n');
  assert.deepEqual(kinds(world.questions), ['read 13', 'remove [12]']);
});

test('going down: an idle session is told and closed, without UPDATE', () => {
  const world = loggedIn();
  world.say('DELE 1\r\n');
  world.give({ kind: 'shut-down' });
  assert.match(world.takeSent(), /^-ERR \[SYS\/TEMP\] the server is going down/);
  assert.equal(world.closed, 'shutting-down');
  assert.deepEqual(world.removed, []);
});

test('going down: a message is sent to its end, and so is an update', () => {
  const world = loggedIn();
  world.answer = () => {};
  world.say('RETR 1\r\nNOOP\r\n');
  world.give({ kind: 'shut-down' });
  world.give({ kind: 'answer', answer: { kind: 'message' } });
  world.give({ kind: 'content', chunk: fromLatin1('a\r\n') });
  assert.equal(world.closed, undefined);
  world.takeSent();
  world.give({ kind: 'content-end' });
  assert.match(world.takeSent(), /^\.\r\n-ERR \[SYS\/TEMP\]/);

  const updating = loggedIn();
  updating.answer = () => {};
  updating.say('DELE 1\r\nQUIT\r\n');
  updating.give({ kind: 'shut-down' });
  assert.equal(updating.closed, undefined);
  updating.give({ kind: 'answer', answer: { kind: 'removed' } });
  assert.equal(updating.closed, 'quit');
});

test('after the end nothing is answered', () => {
  const world = new World();
  world.say('QUIT\r\n');
  assert.equal(world.say('NOOP\r\n'), '');
  world.give({ kind: 'deadline-passed' });
  world.give({ kind: 'answer', answer: { kind: 'failed' } });
  assert.equal(world.closed, 'quit');
});

test('an answer that nobody asked for is a fault of the shell', () => {
  const world = new World();
  assert.throws(() => world.give({ kind: 'answer', answer: { kind: 'removed' } }), InvariantError);
  const other = loggedIn();
  assert.throws(() => other.give({ kind: 'content-end' }), InvariantError);
});

const words = [
  'USER homer',
  'PASS doughnut with holes',
  'PASS bagel',
  'AUTH PLAIN',
  'AUTH SCRAM-SHA-256 Zmlyc3Q=',
  'ZmluYWw=',
  '*',
  '',
  'CAPA',
  'STAT',
  'LIST',
  'LIST 2',
  'UIDL',
  'RETR 1',
  'RETR 3',
  'TOP 2 1',
  'DELE 1',
  'DELE 2',
  'RSET',
  'NOOP',
  'STLS',
  'QUIT',
  '\xff\x00',
];

test('whatever is said in whatever order, the session stays well-behaved', () => {
  const lines = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...words) }, fc.string()), {
    maxLength: 40,
  });
  const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
  fc.assert(
    fc.property(lines, cuts, fc.boolean(), (said, lengths, isSecure) => {
      const world = new World({ isSecure });
      world.logIn();
      let rest = said.map((line) => `${line}\r\n`).join('');
      let sent = world.takeSent();
      for (let i = 0; rest !== ''; i++) {
        const length = lengths[i % lengths.length] ?? 1;
        sent += world.say(rest.slice(0, length));
        rest = rest.slice(length);
      }
      // Every response line is whole, and bounded where RFC 1939 §3 bounds it.
      assert.match(sent, /^$|\r\n$/);
      for (const line of sent.split('\r\n')) if (/^(\+OK|-ERR)/.test(line)) assert.ok(line.length <= 510);
      if (world.closed !== 'quit') assert.deepEqual(world.removed, []);
      assert.equal(world.closed !== undefined, world.session.phase === 'closed');
    }),
    { numRuns: 500 },
  );
});

test('any octets at all are survived', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 10 }), (pieces) => {
      const world = new World();
      for (const bytes of pieces) world.give({ kind: 'bytes', bytes });
      world.give({ kind: 'eof' });
      assert.notEqual(world.closed, undefined);
      assert.deepEqual(world.removed, []);
    }),
  );
});
