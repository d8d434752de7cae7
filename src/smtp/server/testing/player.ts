import assert from 'node:assert/strict';
import { NULL_PATH, POSTMASTER } from '../../../address/path.ts';
import { type Bytes, concat, latin1, utf8 } from '../../../base/bytes.ts';
import { type Instant, instant, later } from '../../../base/instant.ts';
import { type Reply, reply } from '../../../envelope/reply.ts';
import { parseStatusCode } from '../../../envelope/status-code.ts';
import type { Answer, Input, Output, Question, Transaction } from '../dialogue.ts';
import { ServerSession } from '../session.ts';
import { ReceptionDouble } from './reception-double.ts';
import type { Transcript, TranscriptLine } from './transcript.ts';

/** How what the client sends is cut into pieces. */
export type Cut = 'by line' | 'by octet' | 'in one segment';

/**
 * Plays a transcript against a session and checks every line of it. The events:
 *
 *     ! refuse KIND CODE STATUS text      the next question of this kind is answered so, and `! accept KIND …` likewise
 *     ! each CODE STATUS text             … and this is said of a recipient of the message, the first of them first
 *     ! hold                              the next question stays open, until
 *     ! answer                            it is answered
 *     ! tls                               the handshake is done
 *     ! eof, ! shut-down, ! wait SECONDS  as they say
 *     ! message FROM TO…                  what was accepted since the last look, one transaction; its content follows as `M:` lines
 *     ! nothing-accepted, ! discarded     what did or did not happen since the last look
 *     ! account NAME, ! phase PHASE       what the session knows
 *     ! closed REASON
 */
export function play(transcript: Transcript, cut: Cut): void {
  const player = new Player(transcript);
  for (const scene of scenes(transcript.lines, cut)) player.play(scene, cut);
  player.end();
}

/** Client lines that belong together, and what is to be seen after them. */
interface Scene {
  readonly client: readonly Bytes[];
  readonly rest: readonly TranscriptLine[];
}

/** Cut by line, a scene is what the client says until the server answers; else it goes on until something else happens. */
function scenes(lines: readonly TranscriptLine[], cut: Cut): Scene[] {
  const result: { client: Bytes[]; rest: TranscriptLine[] }[] = [{ client: [], rest: [] }];
  for (const line of lines) {
    const last = result[result.length - 1];
    assert(last);
    if (line.kind !== 'client') last.rest.push(line);
    else if (cut === 'in one segment' && last.rest.every((other) => other.kind === 'server'))
      last.client.push(line.bytes);
    else if (last.rest.length === 0) last.client.push(line.bytes);
    else result.push({ client: [line.bytes], rest: [] });
  }
  return result;
}

class Player {
  readonly #session: ServerSession;
  readonly #reception = new ReceptionDouble();
  readonly #scripted = new Map<string, Answer[]>();
  /** What the next scripted answer says of each recipient. */
  #each: Reply[] = [];
  #now: Instant = instant(1_000_000_000_000);
  #held: Question | undefined;
  #isHolding = false;
  /** What the server said and was not looked at yet. */
  #said = '';
  #content: Bytes[] = [];
  #accepted: { transaction: Transaction; content: string }[] = [];
  #messageLines: string[] = [];
  #discards = 0;
  #closed: string | undefined;
  #isConnected = false;
  readonly #tls: string | undefined;

  constructor({ options, tls }: Transcript) {
    this.#session = new ServerSession(options);
    this.#tls = tls;
  }

  play({ client, rest }: Scene, cut: Cut): void {
    if (client.length > 0) {
      this.#connect();
      for (const piece of pieces(client, cut)) this.#input({ kind: 'bytes', bytes: piece });
    }
    for (const line of rest) this.#look(line);
  }

  end(): void {
    assert.equal(this.#said, '', 'the server says no more');
    assert.deepEqual(this.#messageLines, [], 'the message has no more lines');
    assert.equal(this.#accepted.length, 0, 'no more messages are accepted');
    assert.equal(this.#discards, 0, 'no more transactions are discarded');
  }

  #look(line: TranscriptLine): void {
    const where = `line ${line.number}`;
    if (line.kind === 'event') this.#happen(line.words, where);
    if (line.kind === 'message') assert.equal(this.#messageLines.shift(), line.text, where);
    if (line.kind === 'server') this.#checkReply(line.text, where);
  }

  #checkReply(expected: string, where: string): void {
    this.#connect();
    const end = this.#said.indexOf('\r\n');
    assert.equal(end === -1 ? `(nothing but ${this.#said})` : this.#said.slice(0, end), expected, where);
    this.#said = this.#said.slice(end + 2);
  }

  /** The first thing that happens, unless something was said before about how. */
  #connect(): void {
    if (this.#isConnected) return;
    this.#isConnected = true;
    this.#input(this.#tls === undefined ? { kind: 'connected' } : { kind: 'connected', tls: this.#tls });
  }

  #happen(words: readonly string[], where: string): void {
    const [event = '', first = '', ...rest] = words;
    if (event === 'accept' || event === 'refuse') {
      this.#script(event, first, rest);
      return;
    }
    if (event === 'each') {
      this.#each.push(scripted([first, ...rest]));
      return;
    }
    if (event === 'hold') this.#isHolding = true;
    this.#connect();
    assert(
      event === 'hold' || this.#act(event, Number(first)) || this.#check(event, [first, ...rest], where),
      `event ${event}`,
    );
  }

  #script(event: 'accept' | 'refuse', kind: string, words: string[]): void {
    const each = this.#each;
    this.#each = [];
    const answer: Answer = { kind: event, reply: scripted(words), ...(each.length > 0 && { each }) };
    this.#scripted.set(kind, [...(this.#scripted.get(kind) ?? []), answer]);
  }

  #act(event: string, seconds: number): boolean {
    switch (event) {
      case 'answer':
        return this.#release();
      case 'tls':
        this.#input({ kind: 'tls-established', tls: 'TLSv1.3' });
        return true;
      case 'eof':
      case 'shut-down':
        this.#input({ kind: event });
        return true;
      case 'wait':
        this.#now = later(this.#now, seconds * 1_000);
        this.#input({ kind: 'deadline-passed' });
        return true;
      default:
        return false;
    }
  }

  #check(event: string, [first, ...rest]: readonly (string | undefined)[], where: string): boolean {
    switch (event) {
      case 'message':
        this.#checkMessage([first, ...rest].join(' '), where);
        return true;
      case 'nothing-accepted':
        assert.equal(this.#accepted.length, 0, where);
        return true;
      case 'discarded':
        assert.equal(this.#discards, 1, where);
        this.#discards = 0;
        return true;
      case 'account':
        assert.equal(this.#session.account, first, where);
        return true;
      case 'phase':
        assert.equal(this.#session.phase, first, where);
        return true;
      case 'closed':
        assert.equal(this.#closed, first, where);
        return true;
      default:
        return false;
    }
  }

  #checkMessage(expected: string, where: string): void {
    assert.deepEqual(this.#messageLines, [], `${where}: the message before has more lines`);
    const message = this.#accepted.shift();
    assert(message, `${where}: a message was accepted`);
    const { envelope, recipients } = message.transaction;
    const from = envelope.reversePath === NULL_PATH ? '<>' : `<${envelope.reversePath.text}>`;
    const to = recipients.map(({ path }) => (path === POSTMASTER ? '<postmaster>' : `<${path.text}>`));
    assert.equal([from, ...to].join(' '), expected, where);
    const lines = message.content.split('\r\n');
    assert.equal(lines.pop(), '', `${where}: the content ends with CRLF`);
    this.#messageLines = lines;
  }

  #input(input: Input): void {
    for (const output of this.#session.handle(input, this.#now)) this.#carryOut(output);
    while (this.#held && !this.#isHolding) this.#release();
  }

  #release(): boolean {
    const question = this.#held;
    assert(question, 'a question is open');
    this.#held = undefined;
    this.#isHolding = false;
    const answer = this.#scripted.get(question.kind)?.shift() ?? this.#reception.answer(question);
    if (question.kind === 'message' && answer.kind === 'accept') {
      this.#accepted.push({ transaction: question.transaction, content: utf8(concat(this.#content)) });
      this.#content = [];
    }
    this.#input({ kind: 'answer', answer });
    return true;
  }

  #carryOut(output: Output): void {
    switch (output.kind) {
      case 'send':
        this.#said += latin1(output.bytes);
        break;
      case 'ask':
        this.#held = output.question;
        break;
      case 'content':
        this.#content.push(output.chunk.slice());
        break;
      case 'discard':
        this.#content = [];
        this.#discards += 1;
        break;
      case 'close':
        this.#closed = output.reason;
        break;
      case 'start-tls':
        break;
    }
  }
}

const scripted = ([code = '', status = '', ...text]: readonly string[]): Reply =>
  reply(Number(code), parseStatusCode(status), text.join(' '));

function pieces(client: readonly Bytes[], cut: Cut): Bytes[] {
  if (cut === 'by line') return [...client];
  const all = concat(client);
  return cut === 'in one segment' ? [all] : Array.from(all, (octet) => Uint8Array.of(octet));
}
