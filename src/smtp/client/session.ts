import { type Bytes, fromUtf8 } from '../../base/bytes.ts';
import { type Instant, later } from '../../base/instant.ts';
import { invariant } from '../../base/invariant.ts';
import { isIntermediate, type Reply } from '../../envelope/reply.ts';
import type { Input, Output, Transaction } from './dialogue.ts';
import { DotStuffer } from './dot-stuffing.ts';
import {
  abandoned,
  type ClientStage,
  connectionLost,
  contentFailed,
  type Failure,
  protocolError,
  serviceClosing,
  timedOut,
  tlsFailed,
  unexpectedReply,
  unknownFate,
} from './failure.ts';
import { MailTransaction } from './mail-transaction.ts';
import { NOTHING_OFFERED, type Offer } from './offer.ts';
import { Opening, type OpeningMove, type OpeningRules } from './opening.ts';
import { type Phase, PhaseMachine } from './phases.ts';
import { ReplyReader } from './reply-reader.ts';
import { judge, type Step, stageOf, timeoutOf } from './step.ts';
import { type ClientTimeouts, clientTimeouts } from './timeouts.ts';

/**
 * An SMTP client session (RFC 5321), without socket, clock or promise.
 *
 * What it asks of the host is a list of steps with two cursors: `sent` and `answered`. Each reply belongs to the step at
 * `answered`; without PIPELINING the next step is sent only when the cursors meet. Nothing else distinguishes the two.
 */
export class ClientSession {
  readonly #timeouts: ClientTimeouts;
  readonly #phase = new PhaseMachine();
  readonly #reader = new ReplyReader();
  #steps: Step[] = [];
  #sent = 0;
  #answered = 0;
  readonly #opening: Opening;
  /** False until `ready` or `failed` was said. */
  #isOpeningOver = false;
  #offer: Offer = NOTHING_OFFERED;
  #transaction: MailTransaction | undefined;
  #stuffer = new DotStuffer();
  /** The transaction before left something at the host. */
  #mustReset = false;
  #deadline: Instant | undefined;
  #hasMoved = false;
  #outputs: Output[] = [];

  constructor(rules: OpeningRules, timeouts: ClientTimeouts = clientTimeouts) {
    this.#opening = new Opening(rules);
    this.#timeouts = timeouts;
  }

  get phase(): Phase {
    return this.#phase.current;
  }

  /** When to hand in `deadline-passed`; undefined while nothing is awaited. */
  get deadline(): Instant | undefined {
    return this.#deadline;
  }

  /** Takes one input and says what is to be done, in order. After `close` all inputs are passed over. */
  handle(input: Input, now: Instant): Output[] {
    if (this.phase === 'closed') return [];
    this.#outputs = [];
    this.#hasMoved = movingInputs.has(input.kind);
    this.#take(input, now);
    this.#sendSteps();
    if (this.#hasMoved) this.#deadline = this.#nextDeadline(now);
    return this.#outputs;
  }

  #take(input: Input, now: Instant): void {
    switch (input.kind) {
      case 'connected':
        this.#phase.take('connect');
        this.#move(this.#opening.begin());
        return;
      case 'bytes':
        this.#reader.push(input.bytes);
        if (this.phase === 'securing') this.#break(plainTextAfterStartTls);
        this.#readReplies();
        return;
      case 'eof':
        this.#break(connectionLost(this.#stage, input.why));
        return;
      case 'tls-established':
        this.#phase.take('end-handshake');
        this.#move(this.#opening.tlsEstablished());
        return;
      case 'tls-failed':
        this.#break(tlsFailed(input.why));
        return;
      case 'transaction':
        this.#startTransaction(input.transaction);
        return;
      case 'content':
        invariant(this.phase === 'content', 'content comes when it is wanted');
        this.#send(this.#stuffer.push(input.chunk));
        return;
      case 'content-end':
        invariant(this.#transaction, 'content belongs to a transaction');
        this.#endContent(this.#transaction.endOfContent);
        return;
      case 'content-failed':
        this.#break(contentFailed);
        return;
      case 'abandon':
        // RFC 5321 §6.1: to leave now is to make a second copy likely. The host has its own time to decide.
        if (this.phase !== 'deciding') this.#break(abandoned(this.#stage, input.why));
        return;
      case 'quit':
        this.#leave();
        return;
      case 'deadline-passed':
        if (this.#deadline !== undefined && now >= this.#deadline) this.#break(timedOut(this.#stage));
        return;
    }
  }

  // The steps

  #plan(...steps: readonly Step[]): void {
    if (this.#answered === this.#steps.length) {
      this.#steps = [];
      this.#sent = 0;
      this.#answered = 0;
    }
    this.#steps.push(...steps);
  }

  #sendSteps(): void {
    const from = this.#sent;
    while (this.#sent < this.#steps.length && this.#maySendNext) this.#sent++;
    const lines = this.#steps
      .slice(from, this.#sent)
      .flatMap(({ line }) => (line === undefined ? [] : [line]));
    if (lines.length === 0) return;
    invariant(!lines.some((line) => /[\r\n]/.test(line)), 'a command is one line');
    this.#send(fromUtf8(`${lines.join('\r\n')}\r\n`));
  }

  get #maySendNext(): boolean {
    return this.#sent === this.#answered || (this.#offer.pipelining && this.phase === 'envelope');
  }

  #nextDeadline(now: Instant): Instant | undefined {
    if (this.phase === 'closed') return undefined;
    if (this.phase === 'securing') return later(now, this.#timeouts.handshake);
    if (this.phase === 'content') return later(now, this.#timeouts.block);
    const awaited = this.#awaited;
    return awaited && later(now, timeoutOf(awaited, this.#timeouts));
  }

  /** The step that the next reply belongs to. */
  get #awaited(): Step | undefined {
    return this.#answered < this.#sent ? this.#steps[this.#answered] : undefined;
  }

  get #stage(): ClientStage {
    if (this.phase === 'securing') return 'starttls';
    if (this.phase === 'content') return 'content';
    return this.#awaited ? stageOf(this.#awaited) : 'mail';
  }

  #send(bytes: Bytes): void {
    if (bytes.length > 0) this.#outputs.push({ kind: 'send', bytes });
  }

  // The replies

  #readReplies(): void {
    while (this.phase !== 'closed' && this.phase !== 'securing') {
      const event = this.#reader.next();
      if (!event) return;
      if (event.kind === 'reply') this.#answer(event.reply);
      else this.#break(protocolError(this.#stage, event.why));
    }
  }

  #answer(reply: Reply): void {
    const step = this.#awaited;
    if (!step) {
      this.#answerUnasked(reply);
      return;
    }
    const verdict = judge(step, reply);
    if (step.kind === 'quit') this.#close();
    else if (reply.code === 421) this.#break(serviceClosing(this.#stage, reply));
    else if (verdict === 'nonsense' || (verdict === 'no' && step.kind === 'rset')) {
      this.#break(unexpectedReply(this.#stage, reply));
    } else {
      this.#answered++;
      this.#hasMoved = true;
      if (this.#transaction) this.#answerTransaction(this.#transaction, step, reply);
      else this.#move(this.#opening.answer(step, reply));
      // What was pipelined is out already; the next is sent once it is known whether it makes sense.
      this.#sendSteps();
    }
  }

  /** A host that has had enough says so at any time, mostly with 421. Within the content a no is the answer to it, come early. */
  #answerUnasked(reply: Reply): void {
    const step: Step = { kind: 'end-of-data' };
    if (reply.code === 421) this.#break(serviceClosing(this.#stage, reply));
    else if (this.#transaction && judge(step, reply) === 'no') {
      this.#transaction.answer(step, reply);
      this.#report(this.#transaction);
      this.#close();
    } else this.#break(unexpectedReply(this.#stage, reply));
  }

  // The opening

  #move(move: OpeningMove): void {
    switch (move.kind) {
      case 'ask':
        this.#plan(move.step);
        return;
      case 'start-tls':
        if (!this.#reader.isEmpty) this.#break(plainTextAfterStartTls);
        else {
          this.#phase.take('start-tls');
          this.#outputs.push({ kind: 'start-tls' });
        }
        return;
      case 'ready':
        this.#offer = move.offer;
        this.#isOpeningOver = true;
        this.#becomeReady('become-ready');
        return;
      case 'give-up':
        this.#isOpeningOver = true;
        this.#outputs.push({ kind: 'failed', failure: move.failure });
        this.#leave();
        return;
    }
  }

  #becomeReady(by: 'become-ready' | 'end-transaction'): void {
    this.#phase.take(by);
    this.#outputs.push({ kind: 'ready', offer: this.#offer });
  }

  // The transaction

  #startTransaction(wanted: Transaction): void {
    this.#phase.take('start-transaction');
    const transaction = new MailTransaction(wanted, this.#offer);
    this.#transaction = transaction;
    if (transaction.steps.length === 0) {
      this.#endTransaction(transaction);
      return;
    }
    // RFC 2920 §3.1: RSET may lead a group, so that it costs no round trip.
    if (this.#mustReset) this.#plan({ kind: 'rset', line: 'RSET' });
    this.#mustReset = false;
    this.#plan(...transaction.steps);
  }

  #answerTransaction(transaction: MailTransaction, step: Step, reply: Reply): void {
    transaction.answer(step, reply);
    if (step.kind === 'data' && judge(step, reply) === 'yes') this.#startContent(transaction);
    else if (step.kind === 'end-of-data-for-each' && isIntermediate(reply)) {
      this.#plan(...transaction.stepsForEach);
    } else if (this.phase === 'deciding') {
      if (step.kind !== 'content-for-recipient') this.#endTransaction(transaction);
    } else {
      if (transaction.isHopeless) this.#steps.length = this.#sent;
      if (this.#answered === this.#steps.length) this.#endTransaction(transaction);
    }
  }

  #startContent(transaction: MailTransaction): void {
    this.#phase.take('start-content');
    this.#stuffer = new DotStuffer();
    if (transaction.hasAccepted) this.#outputs.push({ kind: 'want-content' });
    // RFC 2920 §3.1: the host agrees to DATA though it took no recipient. It gets an empty content, which goes to nobody.
    else if (!transaction.hasRecipientAtHost) this.#endContent({ kind: 'end-of-data' });
    // It took recipients after it had refused the sender: an empty content would go to them.
    else this.#break(protocolError('data', 'It wants a message whose sender it refused.'));
  }

  #endContent(step: Step): void {
    this.#phase.take('end-content');
    this.#send(this.#stuffer.end());
    this.#plan(step);
  }

  #endTransaction(transaction: MailTransaction): void {
    this.#mustReset ||= transaction.isOpenAtHost;
    this.#report(transaction);
    this.#becomeReady('end-transaction');
  }

  #report(transaction: MailTransaction): void {
    this.#transaction = undefined;
    this.#outputs.push({ kind: 'transaction-result', result: transaction.result() });
  }

  // The end

  /** The host is well: take leave. RFC 5321 §4.1.1.10: the channel is not closed before QUIT. */
  #leave(): void {
    this.#phase.take('leave');
    this.#plan({ kind: 'quit', line: 'QUIT' });
  }

  /** Nothing can be said or understood any more. */
  #break(failure: Failure): void {
    if (this.#transaction) {
      const isAnswer = failure.reply !== undefined && failure.reply.code >= 400;
      const isUnknown = this.phase === 'deciding' && !isAnswer;
      this.#transaction.abandon(isUnknown ? unknownFate(failure) : failure);
      this.#report(this.#transaction);
    } else if (!this.#isOpeningOver) {
      this.#isOpeningOver = true;
      this.#outputs.push({ kind: 'failed', failure });
    }
    this.#close();
  }

  #close(): void {
    this.#phase.take('close');
    this.#steps.length = this.#sent;
    this.#hasMoved = true;
    this.#outputs.push({ kind: 'close' });
  }
}

/** Inputs that show progress. Octets do not, only whole replies: else a host could keep us for ever with one octet a minute. */
const movingInputs: ReadonlySet<Input['kind']> = new Set([
  'connected',
  'tls-established',
  'transaction',
  'content',
  'content-end',
  'quit',
]);

/** Octets from before the handshake could be anybody's (RFC 3207 §6). */
const plainTextAfterStartTls = protocolError('starttls', 'It went on in plain text after STARTTLS.');
