import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, latin1 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { Input, Output, Verdict } from './dialogue.ts';
import type { OpeningRules } from './opening.ts';
import { ClientSession } from './session.ts';
import { sampleMessage, sampleRecipient } from './testing/samples.ts';

type Event =
  /** The host agrees to what it was asked first and has not answered; `offer` is what it says to EHLO. */
  | { readonly kind: 'yes'; readonly offer: string }
  /** The host says something, fitting or not. */
  | { readonly kind: 'host'; readonly octets: string }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'shell'; readonly input: Input };

const offer = fc
  .subarray([
    'PIPELINING',
    'STARTTLS',
    'DSN',
    '8BITMIME',
    'SMTPUTF8',
    'PRDR',
    'SIZE 9000',
    'LIMITS RCPTMAX=2',
  ])
  .map((keywords) => ['250-hi', ...keywords.map((word) => `250-${word}`), '250 HELP'].join('\r\n'));

const refusals = ['550 5.1.1 no', '451 4.3.0 later', '554 no', '452 4.5.3 full', '452 full', '502 what?'];
const oddities = ['250 ok', '354 go', '353 each', '421 bye', '334 x', '221 bye', '', 'nonsense', '250-open'];

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 90, arbitrary: offer.map((words): Event => ({ kind: 'yes', offer: words })) },
  {
    weight: 15,
    arbitrary: fc.constantFrom(...refusals).map((words): Event => ({ kind: 'host', octets: `${words}\r\n` })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...oddities).map((words): Event => ({ kind: 'host', octets: `${words}\r\n` })),
  },
  { weight: 1, arbitrary: fc.string().map((octets): Event => ({ kind: 'host', octets })) },
  { weight: 1, arbitrary: fc.nat(400_000).map((ms): Event => ({ kind: 'time', ms })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Input>({ kind: 'eof' }, { kind: 'abandon', why: 'Enough.' })
      .map((input): Event => ({ kind: 'shell', input })),
  },
);

const recipients = ['<a@foo.com>', '<b@foo.com> NOTIFY=NEVER', '<é@foo.com>'].map(sampleRecipient);
const message = sampleMessage('<x@bar.com> RET=FULL');
const transactionsMax = 3;

/** A dutiful shell: does what the outputs say, keeps the books, and gives a transaction whenever one may be given. */
class Shell {
  readonly #session: ClientSession;
  readonly #inputs: Input[] = [];
  /** What the host was asked and has not answered. */
  readonly #asked = ['greeting'];
  #now = 0;
  given = 0;
  results = 0;
  isClosed = false;
  readonly verdicts: Verdict[] = [];
  readonly sent: string[] = [];

  constructor(rules: OpeningRules) {
    this.#session = new ClientSession(rules);
    this.#hand({ kind: 'connected' });
  }

  get phase(): string {
    return this.#session.phase;
  }

  take(one: Event): void {
    if (one.kind === 'time') this.#now += one.ms;
    if (one.kind === 'time') this.#hand({ kind: 'deadline-passed' });
    else if (one.kind === 'shell') this.#hand(one.input);
    else this.#say(one.kind === 'yes' ? this.#agreement(one.offer) : one.octets);
  }

  #say(octets: string): void {
    if (octets.endsWith('\n')) this.#asked.shift();
    this.#hand({ kind: 'bytes', bytes: fromLatin1(octets) });
  }

  #agreement(ehloReply: string): string {
    const [verb = ''] = this.#asked[0]?.split(' ') ?? [];
    if (verb === 'EHLO') return `${ehloReply}\r\n`;
    const codes: Readonly<Record<string, number>> = { greeting: 220, STARTTLS: 220, DATA: 354 };
    return `${codes[verb] ?? 250} yes\r\n`;
  }

  #noteAsked(sent: string): void {
    if (this.phase === 'content') return;
    this.#asked.push(...(this.phase === 'deciding' ? ['.'] : sent.trimEnd().split('\r\n')));
  }

  #hand(first: Input): void {
    this.#inputs.push(first);
    for (let input = this.#inputs.shift(); input; input = this.#inputs.shift()) {
      for (const output of this.#session.handle(input, instant(this.#now))) this.#do(output);
    }
  }

  #do(output: Output): void {
    assert.equal(this.isClosed, false, 'nothing follows close');
    switch (output.kind) {
      case 'send':
        this.sent.push(latin1(output.bytes));
        this.#noteAsked(latin1(output.bytes));
        return;
      case 'start-tls':
        this.#inputs.push({ kind: 'tls-established' });
        return;
      case 'ready':
        assert.equal(this.given, this.results);
        if (this.given === transactionsMax) this.#inputs.push({ kind: 'quit' });
        else {
          this.given++;
          this.#inputs.push({ kind: 'transaction', transaction: { message, recipients } });
        }
        return;
      case 'want-content':
        this.#inputs.push({ kind: 'content', chunk: fromLatin1('.hello\r\n') }, { kind: 'content-end' });
        return;
      case 'transaction-result':
        this.results++;
        assert.equal(output.result.verdicts.length, recipients.length);
        this.verdicts.push(...output.result.verdicts);
        return;
      case 'failed':
        assert.equal(this.given, 0, 'an opening fails before the first transaction');
        return;
      case 'close':
        this.isClosed = true;
    }
  }
}

const rules = fc.record({
  greetingName: fc.constant('bar.com'),
  tls: fc.constantFrom('implicit', 'opportunistic', 'required', 'none'),
});

test('whatever the host does, each transaction has exactly one result, and that is complete', () => {
  const fates = new Set<string>();
  const play = (rulesOfRun: OpeningRules, events: readonly Event[]) => {
    const shell = new Shell(rulesOfRun);
    for (const one of events) {
      shell.take(one);
      assert.equal(shell.given - shell.results, openTransactions(shell.phase), shell.phase);
    }
    shell.take({ kind: 'shell', input: { kind: 'eof' } });
    assert.equal(shell.phase, 'closed');
    assert.equal(shell.isClosed, true);
    assert.equal(shell.given, shell.results);
    for (const sent of shell.sent) assert.ok(sent.endsWith('\r\n'), 'only whole lines leave');
    for (const verdict of shell.verdicts) fates.add(fateOf(verdict));
  };
  const events = fc.array(event, { maxLength: 60, size: 'max' });
  fc.assert(fc.property(rules, events, play), { numRuns: 1_000 });
  // The runs come far enough to mean something.
  for (const fate of ['taken', 'failed mail', 'failed rcpt', 'failed data', 'failed content']) {
    assert.ok(fates.has(fate), fate);
  }
});

const openTransactions = (phase: string): number =>
  ['envelope', 'content', 'deciding'].includes(phase) ? 1 : 0;

const fateOf = (verdict: Verdict): string =>
  verdict.kind === 'failed' ? `failed ${verdict.failure.stage}` : verdict.kind;
