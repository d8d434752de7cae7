import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromLatin1, latin1 } from '../../base/bytes.ts';
import { instant, minuteMs, secondMs } from '../../base/instant.ts';
import { InvariantError } from '../../base/invariant.ts';
import type { Input, Output } from './dialogue.ts';
import { commandLineLengthMax } from './sasl.ts';
import { ClientSession } from './session.ts';
import { sampleMessage, sampleRecipient } from './testing/samples.ts';
import { clientTimeouts } from './timeouts.ts';

const bytes = (text: string): Input => ({ kind: 'bytes', bytes: fromLatin1(text) });
const kinds = (outputs: readonly Output[]): string[] => outputs.map(({ kind }) => kind);
const sentBy = (outputs: readonly Output[]): string =>
  outputs.flatMap((output) => (output.kind === 'send' ? [latin1(output.bytes)] : [])).join('');
const start = instant(0);

function greeted(rules: Partial<ConstructorParameters<typeof ClientSession>[0]> = {}): ClientSession {
  const session = new ClientSession({ greetingName: 'bar.com', tls: 'opportunistic', ...rules });
  session.handle({ kind: 'connected' }, start);
  session.handle(bytes('220 hi\r\n'), start);
  return session;
}

function ready(...extensions: readonly string[]): ClientSession {
  const session = greeted();
  const lines = ['hi', ...extensions];
  const octets = lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}\r\n`);
  session.handle(bytes(octets.join('')), start);
  assert.equal(session.phase, 'ready');
  return session;
}

const transaction: Input = {
  kind: 'transaction',
  transaction: {
    message: sampleMessage('<a@bar.com>'),
    recipients: [sampleRecipient('<b@foo.com>'), sampleRecipient('<postmaster>')],
  },
};

describe('octets that come between STARTTLS and the handshake are nobody`s (RFC 3207 §6)', () => {
  const failure = { stage: 'starttls', status: '4.5.0', scope: 'host' };

  test('with the reply itself', () => {
    const session = greeted();
    session.handle(bytes('250-hi\r\n250 STARTTLS\r\n'), start);
    const outputs = session.handle(bytes('220 go\r\n250-evil\r\n'), start);
    assert.deepEqual(kinds(outputs), ['failed', 'close']);
    assert.partialDeepStrictEqual(outputs[0], { failure });
  });

  test('after it', () => {
    const session = greeted();
    session.handle(bytes('250-hi\r\n250 STARTTLS\r\n'), start);
    assert.deepEqual(kinds(session.handle(bytes('220 go\r\n'), start)), ['start-tls']);
    const outputs = session.handle(bytes('2'), start);
    assert.deepEqual(kinds(outputs), ['failed', 'close']);
    assert.partialDeepStrictEqual(outputs[0], { failure });
  });
});

describe('AUTH PLAIN', () => {
  /** The credential whose command line has this many octets, CRLF counted in. */
  function commandsFor(lineLength: number): string[] {
    const base64Length = lineLength - 'AUTH PLAIN \r\n'.length;
    const password = 'x'.repeat((base64Length / 4) * 3 - '\0u\0'.length);
    const session = new ClientSession({
      greetingName: 'bar.com',
      tls: 'implicit',
      credential: { username: 'u', password },
    });
    session.handle({ kind: 'connected' }, start);
    session.handle({ kind: 'tls-established' }, start);
    session.handle(bytes('220 hi\r\n'), start);
    const first = sentBy(session.handle(bytes('250-hi\r\n250 AUTH PLAIN\r\n'), start));
    return [first, sentBy(session.handle(bytes('334 \r\n'), start))];
  }

  test('has its response in the command if the line is not too long', () => {
    const longest = commandLineLengthMax - ((commandLineLengthMax - 'AUTH PLAIN \r\n'.length) % 4);
    const [command, next] = commandsFor(longest);
    assert.equal(command?.length, longest);
    assert.equal(next, '*\r\n');
  });

  test('waits for the challenge if it is', () => {
    const tooLong = commandLineLengthMax - ((commandLineLengthMax - 'AUTH PLAIN \r\n'.length) % 4) + 4;
    const [command, next] = commandsFor(tooLong);
    assert.equal(command, 'AUTH PLAIN\r\n');
    assert.equal(next?.length, tooLong - 'AUTH PLAIN '.length);
  });
});

describe('timeouts (RFC 5321 §4.5.3.2)', () => {
  test('are at least what the RFC asks for', () => {
    assert.deepEqual(clientTimeouts, {
      greeting: 5 * minuteMs,
      command: 5 * minuteMs,
      handshake: minuteMs,
      mail: 5 * minuteMs,
      rcpt: 5 * minuteMs,
      data: 2 * minuteMs,
      block: 3 * minuteMs,
      endOfData: 10 * minuteMs,
      quit: 10 * secondMs,
    });
  });

  test('each reply to a pipelined group starts the time of the next one', () => {
    const session = ready('PIPELINING');
    assert.equal(session.deadline, undefined, 'an idle session waits for nothing');
    session.handle(transaction, instant(1_000));
    assert.equal(session.deadline, 1_000 + clientTimeouts.mail);
    session.handle(bytes('250 ok\r\n'), instant(2_000));
    assert.equal(session.deadline, 2_000 + clientTimeouts.rcpt);
    session.handle(bytes('250 ok\r\n250 ok\r\n'), instant(3_000));
    assert.equal(session.deadline, 3_000 + clientTimeouts.data);
    session.handle(bytes('354-go'), instant(4_000));
    assert.equal(session.deadline, 3_000 + clientTimeouts.data, 'part of a reply is no progress');
    session.handle(bytes(' on\r\n354 now\r\n'), instant(5_000));
    assert.equal(session.deadline, 5_000 + clientTimeouts.block);
    session.handle({ kind: 'content', chunk: fromLatin1('x') }, instant(6_000));
    assert.equal(session.deadline, 6_000 + clientTimeouts.block);
    session.handle({ kind: 'content-end' }, instant(7_000));
    assert.equal(session.deadline, 7_000 + clientTimeouts.endOfData);
    session.handle({ kind: 'abandon', why: 'Enough.' }, instant(8_000));
    assert.equal(session.deadline, 7_000 + clientTimeouts.endOfData);
    session.handle(bytes('250 ok\r\n'), instant(9_000));
    assert.equal(session.deadline, undefined);
  });

  test('a deadline that is told too early is passed over', () => {
    const session = ready();
    session.handle(transaction, start);
    assert.deepEqual(session.handle({ kind: 'deadline-passed' }, instant(clientTimeouts.mail - 1)), []);
    const outputs = session.handle({ kind: 'deadline-passed' }, instant(clientTimeouts.mail));
    assert.deepEqual(kinds(outputs), ['transaction-result', 'close']);
  });
});

describe('abandoning', () => {
  test('an opening fails it', () => {
    const session = greeted();
    const failure = { stage: 'ehlo', status: '4.4.0', text: 'Enough.', scope: 'message' };
    assert.deepEqual(session.handle({ kind: 'abandon', why: 'Enough.' }, start), [
      { kind: 'failed', failure },
      { kind: 'close' },
    ]);
  });

  test('before the socket is even open, too', () => {
    const session = new ClientSession({ greetingName: 'bar.com', tls: 'none' });
    assert.deepEqual(kinds(session.handle({ kind: 'abandon', why: 'Enough.' }, start)), ['failed', 'close']);
  });

  test('an idle session closes it', () => {
    assert.deepEqual(kinds(ready().handle({ kind: 'abandon', why: 'Enough.' }, start)), ['close']);
  });
});

describe('the shell is held to the dialogue', () => {
  test('no transaction before the session is ready', () => {
    assert.throws(() => greeted().handle(transaction, start), InvariantError);
  });

  test('no transaction within another', () => {
    const session = ready();
    session.handle(transaction, start);
    assert.throws(() => session.handle(transaction, start), InvariantError);
  });

  test('no transaction for nobody', () => {
    const nobody: Input = {
      kind: 'transaction',
      transaction: { message: sampleMessage('<a@bar.com>'), recipients: [] },
    };
    assert.throws(() => ready().handle(nobody, start), InvariantError);
  });

  test('no content that was not wanted', () => {
    assert.throws(() => ready().handle({ kind: 'content', chunk: fromLatin1('x') }, start), InvariantError);
    assert.throws(() => ready().handle({ kind: 'content-end' }, start), InvariantError);
  });

  test('no second line in a command', () => {
    const session = new ClientSession({ greetingName: 'bar.com\r\nRSET', tls: 'none' });
    session.handle({ kind: 'connected' }, start);
    assert.throws(() => session.handle(bytes('220 hi\r\n'), start), InvariantError);
  });

  test('after the end all is passed over', () => {
    const session = ready();
    session.handle({ kind: 'eof' }, start);
    assert.equal(session.phase, 'closed');
    assert.deepEqual(session.handle(transaction, start), []);
    assert.deepEqual(session.handle(bytes('250 ok\r\n'), start), []);
  });
});

test('the postmaster without a domain is written as such', () => {
  const sent = sentBy(ready('PIPELINING').handle(transaction, start));
  assert.equal(sent, 'MAIL FROM:<a@bar.com>\r\nRCPT TO:<b@foo.com>\r\nRCPT TO:<postmaster>\r\nDATA\r\n');
});

test('hundreds of transactions in one session keep their replies apart', () => {
  const session = ready('PIPELINING');
  for (let round = 0; round < 300; round++) {
    session.handle(transaction, start);
    session.handle(bytes('250 ok\r\n250 ok\r\n550 no\r\n354 go\r\n'), start);
    session.handle({ kind: 'content-end' }, start);
    const outputs = session.handle(bytes(`250 2.0.0 ${round}\r\n`), start);
    assert.deepEqual(kinds(outputs), ['transaction-result', 'ready']);
    assert.partialDeepStrictEqual(outputs[0], {
      result: { verdicts: [{ kind: 'taken', reply: { lines: [String(round)] } }, { kind: 'failed' }] },
    });
  }
});
