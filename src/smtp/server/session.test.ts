/** What transcripts cannot show: segments, questions, views, clocks and broken promises. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Bytes, fromLatin1, latin1 } from '../../base/bytes.ts';
import { instant, minuteMs } from '../../base/instant.ts';
import { reply } from '../../envelope/reply.ts';
import type { Answer, Output } from './dialogue.ts';
import type { ServerSessionOptions } from './options.ts';
import { ServerSession } from './session.ts';

const now = instant(1_000_000_000_000);
const at = (ms: number) => instant(now + ms);
const yes: Answer = { kind: 'accept' };
const bytes = (text: string) => ({ kind: 'bytes', bytes: fromLatin1(text) }) as const;
const answer = (given: Answer) => ({ kind: 'answer', answer: given }) as const;

const shown = (outputs: readonly Output[]) =>
  outputs.map((output) => {
    if (output.kind === 'send') return latin1(output.bytes);
    if (output.kind === 'ask') return `ask ${output.question.kind}`;
    return output.kind === 'close' ? `close ${output.reason}` : output.kind;
  });

function greeted(options: Partial<ServerSessionOptions> = {}): ServerSession {
  const session = new ServerSession({ hostname: 'mx.test', role: 'relay-in', ...options });
  assert.deepEqual(shown(session.handle({ kind: 'connected' }, now)), ['ask connect']);
  assert.deepEqual(shown(session.handle(answer(yes), now)), ['220 mx.test ESMTP Evergreen\r\n']);
  return session;
}

/** Ready for DATA. */
function addressed(options: Partial<ServerSessionOptions> = {}): ServerSession {
  const session = greeted(options);
  session.handle(bytes('EHLO b.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\n'), now);
  session.handle(answer(yes), now);
  session.handle(answer(yes), now);
  assert.equal(session.phase, 'rcpt');
  return session;
}

describe('STARTTLS', () => {
  const injected = 'MAIL FROM:<evil@b.test>\r\n';

  test('commands in the same segment end the session, and none of them is carried out', () => {
    const session = greeted({ startTls: 'offered' });
    const outputs = session.handle(bytes(`HELO b.test\r\nSTARTTLS\r\n${injected}`), now);
    assert.deepEqual(shown(outputs), [
      '250 mx.test\r\n554 5.5.1 STARTTLS must be the last command of a group\r\n',
      'close starttls-injection',
    ]);
    assert.deepEqual(session.handle({ kind: 'tls-established', tls: 'TLSv1.3' }, now), []);
  });

  test('so does half a command', () => {
    const session = greeted({ startTls: 'offered' });
    const outputs = session.handle(bytes('HELO b.test\r\nSTARTTLS\r\nM'), now);
    assert.equal(shown(outputs).at(-1), 'close starttls-injection');
  });

  test('plain text that comes before the handshake ends it without a word', () => {
    const session = greeted({ startTls: 'offered' });
    session.handle(bytes('HELO b.test\r\n'), now);
    assert.deepEqual(shown(session.handle(bytes('STARTTLS\r\n'), now)), [
      '220 2.0.0 Ready to start TLS\r\n',
      'start-tls',
    ]);
    assert.equal(session.wantsBytes, false);
    assert.deepEqual(shown(session.handle(bytes(injected), now)), ['close starttls-injection']);
  });

  test('a line that was too long in the plain text leaves nothing behind', () => {
    const session = greeted({ startTls: 'offered' });
    session.handle(bytes('HELO b.test\r\nSTARTTLS\r\n'), now);
    session.handle({ kind: 'tls-established', tls: 'TLSv1.3' }, now);
    assert.deepEqual([session.tls, session.hello, session.phase], ['TLSv1.3', undefined, 'greeted']);
    assert.deepEqual(shown(session.handle(bytes('NOOP\r\n'), now)), ['250 2.0.0 OK\r\n']);
  });
});

describe('questions', () => {
  test('replies of a group leave together where no question comes between', () => {
    const session = greeted();
    const outputs = session.handle(
      bytes('HELO b.test\r\nNOOP\r\nRSET\r\nMAIL FROM:<a@b.test>\r\nNOOP\r\n'),
      now,
    );
    assert.deepEqual(shown(outputs), ['250 mx.test\r\n250 2.0.0 OK\r\n250 2.0.0 OK\r\n', 'ask mail']);
    assert.deepEqual(shown(session.handle(answer(yes), now)), ['250 2.1.0 Sender OK\r\n250 2.0.0 OK\r\n']);
  });

  test('they say what is asked, and the transaction as it is at that moment', () => {
    const session = greeted();
    const asked = (text: string) =>
      session
        .handle(bytes(text), now)
        .flatMap((output) => (output.kind === 'ask' ? [output.question] : []))[0];
    session.handle(bytes('EHLO b.test\r\n'), now);
    const mail = asked('MAIL FROM:<> SIZE=7 RET=HDRS\r\n');
    const envelope = { reversePath: 'null-path', body: '7bit', smtpUtf8: false, returnContent: 'headers' };
    assert.deepEqual(mail, { kind: 'mail', envelope, declaredSizeBytes: 7, wantsEach: false });
    session.handle(answer(yes), now);
    const recipient = { path: 'postmaster', notify: 'never' };
    assert.deepEqual(asked('RCPT TO:<postmaster> NOTIFY=NEVER\r\n'), { kind: 'rcpt', envelope, recipient });
    session.handle(answer(yes), now);
    const data = asked('DATA\r\n');
    session.handle(answer({ kind: 'refuse', reply: reply(450, '4.3.0', 'not now') }), now);
    asked('RCPT TO:<postmaster>\r\n');
    session.handle(answer(yes), now);
    assert.deepEqual(data, { kind: 'data', transaction: { envelope, recipients: [recipient] } });
    asked('DATA\r\n');
    session.handle(answer(yes), now);
    assert.deepEqual(asked('.\r\n'), {
      kind: 'message',
      transaction: { envelope, recipients: [recipient, { path: 'postmaster' }] },
    });
  });

  test('while one is open nothing is read, and the socket only up to a mark', () => {
    const session = greeted({ limits: { unreadBytesMax: 20 } });
    session.handle(bytes('HELO b.test\r\nMAIL FROM:<a@b.test>\r\n'), now);
    assert.deepEqual([session.bufferedBytes, session.wantsBytes], [0, true]);
    assert.deepEqual(session.handle(bytes('NOOP\r\nNOOP\r\nNOOP\r\n'), now), []);
    assert.deepEqual([session.bufferedBytes, session.wantsBytes], [18, true]);
    session.handle(bytes('N'), now);
    assert.deepEqual([session.bufferedBytes, session.wantsBytes], [19, true]);
    session.handle(bytes('OOP'), now);
    assert.deepEqual([session.bufferedBytes, session.wantsBytes], [22, false]);
    session.handle(answer(yes), now);
    assert.deepEqual([session.bufferedBytes, session.wantsBytes], [4, true]);
  });

  test('an answer without a question, or of a kind that it cannot have, is our own fault', () => {
    assert.throws(() => greeted().handle(answer(yes), now), /needs a question/);
    const session = greeted();
    session.handle(bytes('HELO b.test\r\nMAIL FROM:<a@b.test>\r\n'), now);
    assert.throws(() => session.handle(answer({ kind: 'authenticated', account: 'x' }), now), /other kinds/);
  });

  test('an exchange does not end with a mere yes', () => {
    const session = greeted({ mechanisms: ['PLAIN'], startTls: 'offered' });
    session.handle(bytes('HELO b.test\r\nSTARTTLS\r\n'), now);
    session.handle({ kind: 'tls-established', tls: 'TLSv1.3' }, now);
    session.handle(bytes('HELO b.test\r\nAUTH PLAIN =\r\n'), now);
    assert.throws(() => session.handle(answer(yes), now), /with an account/);
  });

  test('connected comes first, and once', () => {
    const session = new ServerSession({ hostname: 'mx.test', role: 'relay-in' });
    assert.throws(() => session.handle(bytes('x'), now), /first input/);
    assert.throws(() => greeted().handle({ kind: 'connected' }, now), /once/);
  });
});

describe('content', () => {
  test('is given as views of what came in, and is not copied', () => {
    const session = addressed();
    session.handle(bytes('DATA\r\n'), now);
    session.handle(answer(yes), now);
    const segment = fromLatin1('one\r\n..two\r\n.\r\n');
    const outputs = session.handle({ kind: 'bytes', bytes: segment }, now);
    const chunks = outputs.flatMap((output): Bytes[] => (output.kind === 'content' ? [output.chunk] : []));
    assert.deepEqual(
      chunks.map((chunk) => latin1(chunk)),
      ['one\r\n', '.two\r\n'],
    );
    for (const chunk of chunks) assert.equal(chunk.buffer, segment.buffer);
    assert.deepEqual(shown(outputs), ['content', 'content', 'ask message']);
  });

  test('is discarded as soon as it cannot be accepted any more, and only once', () => {
    const session = addressed();
    session.handle(bytes('DATA\r\n'), now);
    session.handle(answer(yes), now);
    assert.deepEqual(shown(session.handle(bytes('a\nb\r\n'), now)), ['discard']);
    assert.deepEqual(shown(session.handle(bytes('c\r\n'), now)), []);
    assert.deepEqual(shown(session.handle(bytes('.\r\n'), now)), [
      '550 5.6.0 The message has a bare CR or LF; lines end with CRLF\r\n',
    ]);
  });
});

test('a limit of more than six digits is announced as the largest that has them', () => {
  const session = greeted({ limits: { transactionsMax: 1_000_000, recipientsMax: 999_999 } });
  const [said = ''] = shown(session.handle(bytes('EHLO b.test\r\n'), now));
  assert.match(said, /^250-LIMITS MAILMAX=999999 RCPTMAX=999999\r$/m);
});

describe('what the session knows', () => {
  const hellos: readonly [string, object][] = [
    ['EHLO B.Test', { name: 'B.Test', domain: 'b.test', isExtended: true }],
    ['HELO [192.0.2.1]', { name: '[192.0.2.1]', domain: '[192.0.2.1]', isExtended: false }],
    ['EHLO 192.0.2.1', { name: '192.0.2.1', domain: '192.0.2.1', isExtended: true }],
    ['EHLO MY_PC', { name: 'MY_PC', isExtended: true }],
  ];
  for (const [line, hello] of hellos) {
    test(line, () => {
      const session = greeted();
      assert.equal(session.hello, undefined);
      session.handle(bytes(`${line}\r\n`), now);
      assert.deepEqual(session.hello, hello);
    });
  }

  test('TLS and account', () => {
    const session = new ServerSession({ hostname: 'mx.test', role: 'submission', mechanisms: ['PLAIN'] });
    session.handle({ kind: 'connected', tls: 'TLSv1.3 x' }, now);
    session.handle(answer(yes), now);
    session.handle(bytes('HELO b.test\r\nAUTH PLAIN =\r\n'), now);
    assert.deepEqual([session.tls, session.account], ['TLSv1.3 x', undefined]);
    session.handle(answer({ kind: 'authenticated', account: 'homer' }), now);
    assert.equal(session.account, 'homer');
  });
});

describe('time', () => {
  test('a timer that is late to hear of a new deadline does no harm', () => {
    const session = greeted();
    assert.equal(session.deadline, at(5 * minuteMs));
    session.handle(bytes('NOOP\r\n'), at(minuteMs));
    assert.equal(session.deadline, at(6 * minuteMs));
    assert.deepEqual(session.handle({ kind: 'deadline-passed' }, at(5 * minuteMs)), []);
    assert.equal(
      shown(session.handle({ kind: 'deadline-passed' }, at(6 * minuteMs))).at(-1),
      'close timeout',
    );
  });

  test('it is always in the future once it was heard of', () => {
    const session = greeted();
    session.handle(bytes('HELO b.test\r\nMAIL FROM:<a@b.test>\r\n'), now);
    session.handle({ kind: 'deadline-passed' }, at(5 * minuteMs));
    assert.equal(session.deadline, at(10 * minuteMs));
  });

  test('there is none before the beginning and after the end', () => {
    const session = new ServerSession({ hostname: 'mx.test', role: 'relay-in' });
    assert.ok(session.deadline > at(1e15));
    const closed = greeted();
    closed.handle(bytes('QUIT\r\n'), now);
    assert.ok(closed.deadline > at(1e15));
  });
});

test('after the end nothing is heard', () => {
  const session = greeted();
  assert.equal(shown(session.handle(bytes('QUIT\r\nNOOP\r\n'), now)).at(-1), 'close quit');
  for (const input of [bytes('NOOP\r\n'), { kind: 'eof' }, { kind: 'shut-down' }, answer(yes)] as const) {
    assert.deepEqual(session.handle(input, now), []);
  }
  assert.deepEqual([session.phase, session.wantsBytes], ['closed', false]);
});
