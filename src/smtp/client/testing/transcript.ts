/**
 * Client transcripts. A file is read line by line:
 *
 *   S: text      the host says this line
 *   > words      the shell hands in an input (see `inputs` below)
 *   C: text      the session must say this line
 *   < words      the session must give this output (see `describe`)
 *   # text       a remark
 *
 * Lines of the first two kinds are handed in; what the session answers to a run of them must be the run of lines that follows.
 */
import assert from 'node:assert/strict';
import { fromLatin1, fromUtf8, latin1, utf8 } from '../../../base/bytes.ts';
import { type Instant, instant, later, secondMs } from '../../../base/instant.ts';
import { replyText } from '../../../envelope/reply.ts';
import type { Input, Output, Verdict } from '../dialogue.ts';
import type { Failure } from '../failure.ts';
import type { Offer } from '../offer.ts';
import type { OpeningRules } from '../opening.ts';
import { ClientSession } from '../session.ts';
import { sampleMessage, sampleRecipient } from './samples.ts';

/** How the lines of a host reach the session: each by itself, octet by octet, or a run of them together. */
export type Delivery = 'whole' | 'byte-by-byte' | 'one-segment';

interface Exchange {
  readonly stimuli: readonly string[];
  readonly expected: readonly string[];
}

/** Plays the transcript against a new session and asserts each answer. */
export function playTranscript(text: string, delivery: Delivery): void {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const player = new Player(rulesOf(lines), delivery);
  for (const { stimuli, expected } of exchanges(lines.filter((line) => !line.startsWith('rules:')))) {
    assert.deepEqual(player.play(stimuli), expected, `after ${stimuli.join(' | ')}`);
  }
  assert.equal(player.phase, 'closed', 'a transcript ends with the session');
}

function exchanges(lines: readonly string[]): Exchange[] {
  const found: { stimuli: string[]; expected: string[] }[] = [];
  for (const line of lines) {
    const isStimulus = line.startsWith('S:') || line.startsWith('>');
    let last = found.at(-1);
    if (!last || (isStimulus && last.expected.length > 0)) {
      last = { stimuli: [], expected: [] };
      found.push(last);
    }
    if (isStimulus) last.stimuli.push(line);
    else last.expected.push(line.trimEnd());
  }
  return found;
}

/** `rules: name=bar.com tls=required user=u password=p` */
function rulesOf(lines: readonly string[]): OpeningRules {
  const words = lines.find((line) => line.startsWith('rules:'))?.split(/\s+/) ?? [];
  const of = (key: string) => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const [username, password] = [of('user'), of('password')];
  return {
    greetingName: of('name') ?? 'bar.com',
    tls: (of('tls') ?? 'opportunistic') as OpeningRules['tls'],
    ...(username !== undefined && password !== undefined ? { credential: { username, password } } : {}),
  };
}

class Player {
  readonly #session: ClientSession;
  readonly #delivery: Delivery;
  #now: Instant = instant(0);
  #reversePath = '';
  #recipients: string[] = [];

  constructor(rules: OpeningRules, delivery: Delivery) {
    this.#session = new ClientSession(rules);
    this.#delivery = delivery;
  }

  get phase(): string {
    return this.#session.phase;
  }

  play(stimuli: readonly string[]): string[] {
    const outputs: Output[] = [];
    for (const input of this.#inputs(stimuli)) outputs.push(...this.#session.handle(input, this.#now));
    return describeAll(outputs);
  }

  *#inputs(stimuli: readonly string[]): Generator<Input> {
    let host = '';
    for (const line of stimuli) {
      if (line.startsWith('S:')) {
        host += `${withEscapes(line.slice(3))}\r\n`;
        if (this.#delivery === 'one-segment') continue;
      }
      yield* this.#bytes(host);
      host = '';
      if (line.startsWith('>')) yield* this.#input(line.slice(2));
    }
    yield* this.#bytes(host);
  }

  *#bytes(text: string): Generator<Input> {
    const bytes = fromLatin1(text);
    const step = this.#delivery === 'byte-by-byte' ? 1 : Math.max(1, bytes.length);
    for (let at = 0; at < bytes.length; at += step) {
      yield { kind: 'bytes', bytes: bytes.slice(at, at + step) };
    }
  }

  *#input(line: string): Generator<Input> {
    const [word = '', rest = ''] = line.split(/ (.*)/);
    if (word === 'mail') {
      this.#reversePath = rest;
      this.#recipients = [];
    } else if (word === 'rcpt') this.#recipients.push(rest);
    else if (word === 'wait') {
      this.#now = later(this.#now, Number(rest.replace('s', '')) * secondMs);
      yield { kind: 'deadline-passed' };
    } else if (word === 'go') {
      const message = sampleMessage(this.#reversePath);
      yield {
        kind: 'transaction',
        transaction: { message, recipients: this.#recipients.map(sampleRecipient) },
      };
    } else yield inputOf(word, rest);
  }
}

function inputOf(word: string, rest: string): Input {
  switch (word) {
    case 'content':
      return { kind: 'content', chunk: fromUtf8(withEscapes(rest)) };
    case 'tls-failed':
      return { kind: word, why: rest };
    case 'eof':
      return rest === '' ? { kind: 'eof' } : { kind: 'eof', why: rest };
    case 'abandon':
      return { kind: 'abandon', why: rest };
    case 'connected':
    case 'tls-established':
    case 'content-end':
    case 'content-failed':
    case 'quit':
      return { kind: word };
    default:
      throw new Error(`unknown input in a transcript: ${word}`);
  }
}

/** `\r`, `\n` and `\xHH` stand for what a line of text cannot hold. */
const withEscapes = (text: string): string =>
  text
    .replace(/\\r/g, '\r')
    .replace(/\\n/g, '\n')
    .replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** All outputs as lines. What is sent is joined first: how it was cut into writes does not matter. */
function describeAll(outputs: readonly Output[]): string[] {
  const lines: string[] = [];
  let sent = '';
  const flush = () => {
    if (sent !== '') assert.ok(sent.endsWith('\r\n'), `a line without an end was sent: ${sent}`);
    if (sent !== '')
      lines.push(
        ...sent
          .slice(0, -2)
          .split('\r\n')
          .map((line) => `C: ${line}`.trimEnd()),
      );
    sent = '';
  };
  for (const output of outputs) {
    if (output.kind === 'send') {
      // Latin-1 shows each octet of a content; commands are UTF-8.
      sent +=
        sent === '' && latin1(output.bytes).startsWith('MAIL') ? utf8(output.bytes) : latin1(output.bytes);
      continue;
    }
    flush();
    lines.push(...describe(output));
  }
  flush();
  return lines;
}

function describe(output: Exclude<Output, { kind: 'send' }>): string[] {
  switch (output.kind) {
    case 'ready':
      return [`< ready ${offerWords(output.offer)}`.trimEnd()];
    case 'failed':
      return [`< failed ${failureWords(output.failure)}`];
    case 'transaction-result': {
      const { verdicts, isUnheard } = output.result;
      return [`< result${isUnheard ? ' unheard' : ''}`, ...verdicts.map((v) => `<   ${verdictWords(v)}`)];
    }
    default:
      return [`< ${output.kind}`];
  }
}

function offerWords(offer: Offer): string {
  return Object.entries(offer)
    .filter(([, value]) => value !== false && !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => (value === true ? key : `${key}=${value}`))
    .join(' ');
}

const verdictWords = (verdict: Verdict): string =>
  verdict.kind === 'failed'
    ? `failed ${failureWords(verdict.failure)}`
    : `${verdict.kind} ${replyText(verdict.reply)}`;

function failureWords({ stage, status, scope, text, reply, isOverRecipientLimit }: Failure): string {
  const limit = isOverRecipientLimit ? ' over-limit' : '';
  return `${stage} ${status} ${scope}${limit}: ${text}${reply ? ` [${replyText(reply)}]` : ''}`;
}
