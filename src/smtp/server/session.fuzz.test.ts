/** Whatever comes, in every phase: the session never throws, keeps little, consumes, and closes its books. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Bytes, concat, fromLatin1, latin1, NO_BYTES } from '../../base/bytes.ts';
import { type Instant, instant, later } from '../../base/instant.ts';
import { reply } from '../../envelope/reply.ts';
import type { Answer, Input, Output, Question } from './dialogue.ts';
import { type Phase, transitions } from './phases.ts';
import { ServerSession } from './session.ts';

const limits = {
  commandLineBytesMax: 200,
  authLineBytesMax: 400,
  textLineBytesMax: 60,
  contentBytesMax: 200,
  recipientsMax: 2,
  transactionsMax: 5,
  errorsMax: 8,
  junkCommandsMax: 10,
  unreadBytesMax: 300,
};

/** A shell around a session that checks at every step what must always be true. */
class Shell {
  readonly session = new ServerSession({
    hostname: 'mx.test',
    role: 'relay-in',
    startTls: 'offered',
    mechanisms: ['PLAIN', 'LOGIN'],
    earlyTalk: 'allow',
    limits,
  });
  now: Instant = instant(1_000_000_000_000);
  question: Question | undefined;
  isClosed = false;
  #said: Bytes[] = [];
  /** Transactions that were accepted at MAIL, and how they ended. */
  opened = 0;
  accepted = 0;
  discarded = 0;

  constructor() {
    this.input({ kind: 'connected' });
  }

  get said(): string {
    return latin1(concat([NO_BYTES, ...this.#said]));
  }

  input(input: Input): void {
    const outputs = this.session.handle(input, this.now);
    for (const [i, output] of outputs.entries()) this.#see(output, i === outputs.length - 1);
    assert.ok(Object.hasOwn(transitions, this.session.phase));
    assert.equal(this.session.phase === 'closed', this.isClosed);
    assert.ok(this.session.deadline > this.now || input.kind === 'bytes');
  }

  answer(isYes: boolean): void {
    const { question } = this;
    assert.ok(question);
    this.question = undefined;
    if (isYes && question.kind === 'mail') this.opened += 1;
    if (isYes && question.kind === 'message') this.accepted += 1;
    this.input({ kind: 'answer', answer: answerTo(question, isYes) });
  }

  #see(output: Output, isLast: boolean): void {
    assert.ok(!this.isClosed, 'nothing comes after the end');
    if (output.kind === 'send') this.#said.push(output.bytes);
    if (output.kind === 'discard') this.discarded += 1;
    if (output.kind === 'ask') {
      assert.equal(this.question, undefined, 'one question at a time');
      assert.ok(isLast, 'nothing happens while a question is open');
      this.question = output.question;
    }
    if (output.kind === 'close') this.isClosed = true;
  }
}

function answerTo(question: Question, isYes: boolean): Answer {
  if (!isYes) return { kind: 'refuse', reply: reply(550, '5.7.1', 'No') };
  if (question.kind !== 'auth') return { kind: 'accept' };
  const isDone = question.response !== undefined && question.response.length > 0;
  return isDone ? { kind: 'authenticated', account: 'x' } : { kind: 'challenge', challenge: NO_BYTES };
}

/** What brings a session into each phase that hears bytes. */
const ways: Readonly<Partial<Record<Phase, string>>> = {
  greeted: '',
  ready: 'EHLO b.test\r\n',
  authenticating: 'STARTTLS\r\n|EHLO b.test\r\nAUTH PLAIN\r\n',
  securing: 'STARTTLS\r\n',
  mail: 'MAIL FROM:<a@b.test>\r\n',
  rcpt: 'MAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\n',
  data: 'MAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\n',
  chunk: 'MAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nBDAT 9\r\n',
  'between-chunks': 'MAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nBDAT 1\r\nx',
  draining: 'BDAT 9\r\n',
};

function shellIn(phase: Phase): Shell {
  const shell = new Shell();
  shell.answer(true);
  if (phase !== 'greeted') shell.input({ kind: 'bytes', bytes: fromLatin1('EHLO b.test\r\n') });
  const [first = '', second] = phase === 'ready' ? [''] : (ways[phase] ?? '').split('|');
  shell.input({ kind: 'bytes', bytes: fromLatin1(first) });
  if (second !== undefined) {
    shell.input({ kind: 'tls-established', tls: 'TLSv1.3' });
    shell.input({ kind: 'bytes', bytes: fromLatin1(second) });
  }
  while (shell.question) shell.answer(true);
  assert.equal(shell.session.phase, phase);
  return shell;
}

const token = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('\r\n', '\r\n', '\r\n', '\r', '\n', '.', '\r\n.\r\n', ' ', '*', '='),
  },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'EHLO x\r\n',
      'MAIL FROM:<a@b.test>\r\n',
      'MAIL FROM:<a@b.test> SIZE=1 RET=FULL ENVID=x BODY=8BITMIME\r\n',
      'RCPT TO:<c@d.test> NOTIFY=NEVER\r\n',
      'RCPT TO:<é@d.test>\r\n',
      'DATA\r\n',
      'BDAT 3\r\n',
      'BDAT 0 LAST\r\n',
      'BDAT 99999\r\n',
      'RSET\r\n',
      'NOOP\r\n',
      'VRFY x\r\n',
      'AUTH PLAIN AAA=\r\n',
      'AUTH LOGIN\r\n',
      'STARTTLS\r\n',
      'QUIT\r\n',
    ),
  },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 40 }).map((octets) => latin1(octets)) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(150), 'AAAA'.repeat(120), '\0') },
);

type Event =
  | { readonly kind: 'bytes'; readonly text: string }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'eof' }
  | { readonly kind: 'shut-down' };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc
      .array(token, { minLength: 1, maxLength: 5 })
      .map((tokens): Event => ({ kind: 'bytes', text: tokens.join('') })),
  },
  { weight: 2, arbitrary: fc.nat(400_000).map((ms): Event => ({ kind: 'time', ms })) },
  { weight: 1, arbitrary: fc.constantFrom<Event>({ kind: 'eof' }, { kind: 'shut-down' }) },
);

function happen(shell: Shell, one: Event): void {
  switch (one.kind) {
    case 'bytes':
      // What is a lawful shell: it does not read above the mark.
      if (shell.session.wantsBytes) shell.input({ kind: 'bytes', bytes: fromLatin1(one.text) });
      break;
    case 'time':
      shell.now = later(shell.now, one.ms);
      if (shell.now >= shell.session.deadline) shell.input({ kind: 'deadline-passed' });
      break;
    default:
      shell.input(one);
  }
}

function closeBooks(shell: Shell): void {
  for (let i = 0; !shell.isClosed; i++) {
    assert.ok(i < 100, 'every session comes to an end');
    if (shell.question) shell.answer(true);
    else shell.input({ kind: 'eof' });
  }
  assert.equal(shell.opened, shell.accepted + shell.discarded);
  const lines = shell.said.split('\r\n');
  assert.equal(lines.pop(), '');
  for (const line of lines) assert.match(line, /^[2-5]\d\d[ -][\t -~]*$/);
}

const longestLine = Math.max(limits.commandLineBytesMax, limits.authLineBytesMax);

describe('from each phase on', () => {
  for (const phase of Object.keys(ways) as Phase[]) {
    test(phase, () => {
      fc.assert(
        fc.property(
          fc.array(event, { maxLength: 25 }),
          fc.infiniteStream(fc.boolean()),
          (events, verdicts) => {
            const shell = shellIn(phase);
            for (const one of events) {
              happen(shell, one);
              if (shell.question && (verdicts.next().value || shell.question.kind === 'connect')) {
                shell.answer(verdicts.next().value === true);
              }
              // Without an open question there is never more than half a line.
              if (!shell.question && !shell.isClosed) assert.ok(shell.session.bufferedBytes < longestLine);
            }
            closeBooks(shell);
          },
        ),
        { numRuns: 150 },
      );
    });
  }
});

test('however the octets are cut, the same is said and done', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 40 }), fc.array(fc.nat(600)), (tokens, cuts) => {
      // What is cut behind STARTTLS is another story, which the session's own tests tell.
      const wire = tokens.filter((text) => !text.includes('STARTTLS')).join('');
      const at = [0, ...cuts.filter((cut) => cut < wire.length).toSorted((a, b) => a - b), wire.length];
      const whole = outcome([wire]);
      assert.deepEqual(outcome(at.slice(1).map((end, i) => wire.slice(at[i], end))), whole);
      assert.deepEqual(outcome([...wire]), whole);
    }),
    { numRuns: 300 },
  );
});

function outcome(pieces: readonly string[]) {
  const shell = shellIn('ready');
  for (const piece of pieces) {
    shell.input({ kind: 'bytes', bytes: fromLatin1(piece) });
    while (shell.question) shell.answer(true);
  }
  closeBooks(shell);
  return [shell.said, shell.opened, shell.accepted, shell.discarded];
}
