import { invariant } from '../../base/invariant.ts';
import { isCompletion, isIntermediate, isPermanent, isTransient, type Reply } from '../../envelope/reply.ts';
import { asksForEach, mailCommand, rcptCommand, transactionAsksUtf8 } from './commands.ts';
import type { Transaction, TransactionResult, Verdict } from './dialogue.ts';
import { type Failure, isTooManyRecipients, overRecipientLimit, refusal } from './failure.ts';
import { messageObstacle, recipientObstacle } from './obstacles.ts';
import type { Offer } from './offer.ts';
import type { Step } from './step.ts';

/** `open`: the host has not been asked, or has not answered. `accepted`: it said yes to RCPT, which is no promise yet. */
type Standing = 'open' | 'accepted' | Verdict;

/** One transaction on its way: the books of who stands where. A recipient gets its verdict once and keeps it. */
export class MailTransaction {
  /** The commands to ask, in order. None if nothing of it can go to this host. */
  readonly steps: readonly Step[];
  /** What is asked by the end of the content. */
  readonly endOfContent: Step;
  readonly #isProbe: boolean;
  readonly #standings: Standing[];
  /** What the host said of recipients after the content. It is in force with what it says of the message. */
  readonly #saidOfEach = new Map<number, Reply>();
  #isMailAnswered = false;
  #isOpenAtHost = false;
  #hasRecipientAtHost = false;

  constructor(transaction: Transaction, offer: Offer) {
    const { message, recipients } = transaction;
    invariant(recipients.length > 0, 'a transaction has recipients');
    this.#isProbe = transaction.isProbe === true;
    const obstacle = messageObstacle(message, offer);
    this.#standings = recipients.map((recipient) => {
      const failure = obstacle ?? recipientObstacle(recipient, offer);
      return failure ? { kind: 'failed', failure } : 'open';
    });
    const open = recipients.filter((_, index) => this.#standings[index] === 'open');
    this.endOfContent = {
      kind: asksForEach({ message, recipients: open }, offer) ? 'end-of-data-for-each' : 'end-of-data',
    };
    const asked = { ...transaction, recipients: open };
    this.steps = this.isHopeless ? [] : this.#commands(asked, transaction, offer);
  }

  /** Nobody is left whom this transaction could serve. */
  get isHopeless(): boolean {
    return !this.#standings.some((standing) => standing === 'open' || standing === 'accepted');
  }

  /** The host holds a transaction that only RSET ends (RFC 5321 §4.1.1.5). */
  get isOpenAtHost(): boolean {
    return this.#isOpenAtHost;
  }

  get #acceptedCount(): number {
    return this.#standings.filter((standing) => standing === 'accepted').length;
  }

  /** True if the content has somebody to go to. */
  get hasAccepted(): boolean {
    return this.#acceptedCount > 0;
  }

  /** What is awaited once the host has announced a reply for each recipient: one for each that it accepted, in order, then the last word. */
  get stepsForEach(): readonly Step[] {
    const steps: Step[] = [];
    for (const [recipient, standing] of this.#standings.entries()) {
      if (standing === 'accepted') steps.push({ kind: 'content-for-recipient', recipient });
    }
    return [...steps, { kind: 'end-of-data' }];
  }

  /** The host thinks that the content has somebody to go to, be it that it refused the sender. */
  get hasRecipientAtHost(): boolean {
    return this.#hasRecipientAtHost;
  }

  /** @param reply one that is positive for `step`, or negative */
  answer(step: Step, reply: Reply): void {
    switch (step.kind) {
      case 'mail':
        this.#isMailAnswered = true;
        this.#isOpenAtHost = isCompletion(reply);
        // RFC 5321 §4.2.1: a 4yz may be good if repeated, why not at another host; a 5yz is for the sender to know.
        if (!isCompletion(reply))
          this.abandon(refusal('mail', reply, isPermanent(reply) ? 'message' : 'host'));
        return;
      case 'rcpt':
        this.#answerRcpt(step.recipient ?? -1, reply);
        return;
      case 'data':
        if (isNegative(reply)) this.abandon(refusal('data', reply, 'message'));
        return;
      case 'content-for-recipient':
        this.#answerForRecipient(step.recipient ?? -1, reply);
        return;
      case 'end-of-data':
      case 'end-of-data-for-each':
        this.#endContent(reply);
        return;
      default:
        invariant(isCompletion(reply), `nothing can come of a refused ${step.kind}`);
    }
  }

  /** Whoever has no verdict gets this one. */
  abandon(failure: Failure): void {
    this.#settle('open', { kind: 'failed', failure });
    this.#settle('accepted', { kind: 'failed', failure });
  }

  result(): TransactionResult {
    const verdicts = this.#standings.map((standing) => {
      invariant(typeof standing === 'object', 'a transaction ends with a verdict for everybody');
      return standing;
    });
    return { verdicts, isUnheard: this.steps.length > 0 && !this.#isMailAnswered };
  }

  /** @param open the transaction without those whom this host cannot serve */
  #commands(open: Transaction, transaction: Transaction, offer: Offer): Step[] {
    const isUtf8 = offer.smtpUtf8 && transactionAsksUtf8(open);
    const steps: Step[] = [{ kind: 'mail', line: mailCommand(open, offer) }];
    for (const [index, recipient] of transaction.recipients.entries()) {
      if (this.#standings[index] !== 'open') continue;
      steps.push({ kind: 'rcpt', line: rcptCommand(recipient, offer, isUtf8), recipient: index });
    }
    if (!this.#isProbe) steps.push({ kind: 'data', line: 'DATA' });
    return steps;
  }

  #answerRcpt(index: number, reply: Reply): void {
    this.#hasRecipientAtHost ||= isCompletion(reply);
    // It has its verdict already where MAIL was refused and RCPT went along with it.
    if (this.#standings[index] !== 'open') return;
    if (isCompletion(reply))
      this.#standings[index] = this.#isProbe ? { kind: 'accepted', reply } : 'accepted';
    else this.#standings[index] = { kind: 'failed', failure: this.#rcptFailure(reply) };
  }

  #rcptFailure(reply: Reply): Failure {
    const isFull = isTooManyRecipients(reply, this.#acceptedCount);
    return isFull ? overRecipientLimit(reply) : refusal('rcpt', reply, 'message');
  }

  #answerForRecipient(index: number, reply: Reply): void {
    if (isCompletion(reply)) this.#saidOfEach.set(index, reply);
    else this.#standings[index] = { kind: 'failed', failure: refusal('content', reply, 'message') };
  }

  #endContent(reply: Reply): void {
    // The replies for each recipient come first.
    if (isIntermediate(reply)) return;
    this.#isOpenAtHost = false;
    // No word of a recipient before makes up for this.
    if (isNegative(reply)) this.abandon(refusal('content', reply, 'message'));
    for (const [index, standing] of this.#standings.entries()) {
      if (standing === 'accepted')
        this.#standings[index] = { kind: 'taken', reply: joined(this.#saidOfEach.get(index), reply) };
    }
  }

  #settle(standing: 'open' | 'accepted', verdict: Verdict): void {
    for (const [index, current] of this.#standings.entries()) {
      if (current === standing) this.#standings[index] = verdict;
    }
  }
}

/** The first tells of the recipient, the second names the message. */
const joined = (ofRecipient: Reply | undefined, ofMessage: Reply): Reply =>
  ofRecipient ? { ...ofMessage, lines: [...ofRecipient.lines, ...ofMessage.lines] } : ofMessage;

const isNegative = (reply: Reply): boolean => isTransient(reply) || isPermanent(reply);
