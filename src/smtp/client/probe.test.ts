/** A probe asks whether a host would take a mail, and leaves it at that. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromLatin1, latin1 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { Input, Output, Verdict } from './dialogue.ts';
import { ClientSession } from './session.ts';
import { sampleMessage, sampleRecipient } from './testing/samples.ts';

const start = instant(0);

function ready(...extensions: readonly string[]): ClientSession {
  const session = new ClientSession({ greetingName: 'bar.com', tls: 'none' });
  session.handle({ kind: 'connected' }, start);
  hear(session, '220 hi');
  hear(session, ...['hi', ...extensions].map((line) => `250-${line}`), '250 HELP');
  assert.equal(session.phase, 'ready');
  return session;
}

const hear = (session: ClientSession, ...lines: readonly string[]): readonly Output[] =>
  session.handle({ kind: 'bytes', bytes: fromLatin1(lines.map((line) => `${line}\r\n`).join('')) }, start);

const sentBy = (outputs: readonly Output[]): string =>
  outputs.flatMap((output) => (output.kind === 'send' ? [latin1(output.bytes)] : [])).join('');

const verdictOf = (outputs: readonly Output[]): Verdict | undefined =>
  outputs.flatMap((output) => (output.kind === 'transaction-result' ? output.result.verdicts : []))[0];

const probe = (path: string): Input => ({
  kind: 'transaction',
  transaction: {
    message: { ...sampleMessage('<>'), sizeBytes: 0 },
    recipients: [sampleRecipient(path)],
    isProbe: true,
  },
});

describe('a probe', () => {
  for (const extensions of [[], ['PIPELINING', 'SIZE 1000', 'DSN', '8BITMIME']]) {
    test(`says neither DATA nor a size; offered: ${extensions.join(', ') || 'nothing'}`, () => {
      const session = ready(...extensions);
      let sent = sentBy(session.handle(probe('<b@foo.com>'), start));
      sent += sentBy(hear(session, '250 2.1.0 go on'));
      const outputs = hear(session, '250 2.1.5 he is here');
      sent += sentBy(outputs);
      assert.equal(sent, 'MAIL FROM:<>\r\nRCPT TO:<b@foo.com>\r\n');
      assert.equal(session.phase, 'ready');
      assert.partialDeepStrictEqual(verdictOf(outputs), {
        kind: 'accepted',
        reply: { code: 250, lines: ['he is here'] },
      });
    });
  }

  test('is wiped out before the next one', () => {
    const session = ready('PIPELINING');
    session.handle(probe('<b@foo.com>'), start);
    hear(session, '250 ok', '250 ok');
    const sent = sentBy(session.handle(probe('<c@foo.com>'), start));
    assert.equal(sent, 'RSET\r\nMAIL FROM:<>\r\nRCPT TO:<c@foo.com>\r\n');
    const outputs = hear(session, '250 ok', '250 ok', '550 5.1.1 nobody');
    assert.partialDeepStrictEqual(verdictOf(outputs), {
      kind: 'failed',
      failure: { stage: 'rcpt', status: '5.1.1' },
    });
  });

  test('may be followed by QUIT at once', () => {
    const session = ready();
    session.handle(probe('<b@foo.com>'), start);
    hear(session, '250 ok');
    hear(session, '250 ok');
    assert.equal(sentBy(session.handle({ kind: 'quit' }, start)), 'QUIT\r\n');
  });

  test('of a host that refuses the null sender fails at MAIL, whatever it says of the recipient', () => {
    const session = ready('PIPELINING');
    session.handle(probe('<b@foo.com>'), start);
    const outputs = hear(session, '550 5.7.1 no bounces here', '250 ok');
    assert.partialDeepStrictEqual(verdictOf(outputs), { kind: 'failed', failure: { stage: 'mail' } });
    assert.equal(sentBy(outputs), '');
    assert.equal(session.phase, 'ready');
  });

  test('ends with the connection', () => {
    const session = ready();
    session.handle(probe('<b@foo.com>'), start);
    const outputs = session.handle({ kind: 'eof' }, start);
    assert.partialDeepStrictEqual(verdictOf(outputs), { kind: 'failed', failure: { status: '4.4.2' } });
  });
});
