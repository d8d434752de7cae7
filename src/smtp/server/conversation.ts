import type { MailDomain } from '../../address/domain.ts';
import { invariant } from '../../base/invariant.ts';
import type { Envelope, EnvelopeRecipient } from '../../envelope/envelope.ts';
import type { Reply } from '../../envelope/reply.ts';
import { ContentReader } from './content-reader.ts';
import type { Answer, CloseReason, EachReply, Question, Transaction } from './dialogue.ts';
import { InputBuffer } from './input-buffer.ts';
import type { SessionSetup } from './options.ts';
import { Outbox } from './outbox.ts';
import { type Phase, PhaseMachine, type Step } from './phases.ts';
import * as replies from './replies.ts';

/** What the client said of itself (RFC 5321 §4.1.1.1). */
export interface Hello {
  /** As given. Untrusted, but printable ASCII without blanks. */
  readonly name: string;
  /** The same, where it is what it should be: a domain or an address literal. */
  readonly domain?: MailDomain;
  /** EHLO, not HELO. */
  readonly isExtended: boolean;
}

/** The transaction in hand. */
interface OpenTransaction extends Transaction {
  readonly recipients: EnvelopeRecipient[];
  /** After the content the client wants a reply for each of them (draft-hall-prdr). */
  readonly wantsEach: boolean;
  /** From the moment on when its content may come. */
  content?: ContentReader;
  /** `discard` was said: it cannot be accepted any more. */
  isDiscarded: boolean;
}

/** The chunk that BDAT announced (RFC 3030 §2), as far as it is still to come. */
interface Chunk {
  readonly sizeBytes: number;
  remainingBytes: number;
  readonly isLast: boolean;
}

/** A chunk that is read and thrown away. */
interface UnwantedChunk {
  remainingBytes: number;
  /** What is said at its end. */
  readonly refusal: Reply;
}

/** What is to be done with a yes and with a no. */
interface Consequences {
  readonly accepted: (reply: Reply | undefined, each?: EachReply) => void;
  /** By default the refusal is said, and nothing else. */
  readonly refused?: (reply: Reply, each?: EachReply) => void;
}

/**
 * What the commands of one session share: what is known of the client, the transaction in hand, and the ways to speak, ask and
 * end. Knows no time; the session around it does.
 */
export class Conversation {
  readonly setup: SessionSetup;
  readonly input = new InputBuffer();
  readonly outbox = new Outbox();
  readonly #phases = new PhaseMachine();
  #resume: ((answer: Answer) => void) | undefined;

  hello: Hello | undefined;
  /** Version and cipher, under TLS. */
  tls: string | undefined;
  account: string | undefined;
  transaction: OpenTransaction | undefined;
  chunk: Chunk | undefined;
  unwanted: UnwantedChunk | undefined;
  /** The SASL mechanism of the exchange that goes on. */
  mechanism: string | undefined;

  #errors = 0;
  #junkCommands = 0;
  #authFailures = 0;
  #transactions = 0;

  constructor(setup: SessionSetup) {
    this.setup = setup;
  }

  get phase(): Phase {
    return this.#phases.current;
  }

  get isClosed(): boolean {
    return this.phase === 'closed';
  }

  /** A question is open: nothing is read until its answer comes. */
  get isAsking(): boolean {
    return this.#resume !== undefined;
  }

  take(step: Step): void {
    this.#phases.take(step);
  }

  say(reply: Reply): void {
    this.outbox.reply(reply);
  }

  /** Says that the client did wrong, and counts it. */
  sayError(reply: Reply): void {
    this.say(reply);
    this.#countError();
  }

  /** Answers a command that leads nowhere. There is a number of them that nobody needs. */
  sayJunk(reply: Reply): void {
    this.say(reply);
    this.#countJunk();
  }

  /** Answers EHLO or HELO; saying it twice leads nowhere. */
  sayHello(reply: Reply, isRepeated: boolean): void {
    this.outbox.replyPlainly(reply);
    if (isRepeated) this.#countJunk();
  }

  /** Says why an authentication failed. */
  sayAuthFailure(reply: Reply): void {
    this.say(reply);
    this.#authFailures += 1;
    if (this.#authFailures >= this.setup.limits.authFailuresMax) {
      this.closeWith(replies.tooManyAuthFailures(this.setup.hostname), 'too-many-errors');
    }
  }

  /** Asks what is answered by yes or no. A 421 ends the session (RFC 5321 §3.8). */
  ask(question: Exclude<Question, { kind: 'auth' }>, { accepted, refused }: Consequences): void {
    this.askOpenly(question, (answer) => {
      invariant(
        answer.kind === 'accept' || answer.kind === 'refuse',
        'only the question auth has answers of other kinds',
      );
      if (answer.kind === 'accept') accepted(answer.reply, answer.each);
      else if (answer.reply.code === 421) this.closeAsTold(answer.reply);
      else if (refused) refused(answer.reply, answer.each);
      else this.say(answer.reply);
    });
  }

  askOpenly(question: Question, resume: (answer: Answer) => void): void {
    invariant(!this.isAsking, 'only one question at a time');
    this.#resume = resume;
    this.outbox.push({ kind: 'ask', question });
  }

  hear(answer: Answer): void {
    const resume = this.#resume;
    invariant(resume, 'an answer needs a question');
    this.#resume = undefined;
    resume(answer);
  }

  /** The SASL exchange is over. */
  endExchange(): void {
    this.mechanism = undefined;
    this.take('end-auth');
  }

  /** True if the session may have one more transaction. */
  countTransaction(): boolean {
    this.#transactions += 1;
    return this.#transactions <= this.setup.limits.transactionsMax;
  }

  openTransaction(envelope: Envelope, wantsEach: boolean): void {
    this.take('accept-mail');
    this.transaction = { envelope, recipients: [], wantsEach, isDiscarded: false };
  }

  /** The content may come. */
  openContent(isDotStuffed: boolean): void {
    const { contentBytesMax, textLineBytesMax } = this.setup.limits;
    this.transactionInHand.content = new ContentReader({ isDotStuffed, contentBytesMax, textLineBytesMax });
  }

  get transactionInHand(): OpenTransaction {
    invariant(this.transaction, 'there is a transaction in this phase');
    return this.transaction;
  }

  get contentInHand(): ContentReader {
    const { content } = this.transactionInHand;
    invariant(content, 'the content was announced before this phase');
    return content;
  }

  /** The transaction as others may see it, now and later. */
  transactionAsKnown(): Transaction {
    const { envelope, recipients } = this.transactionInHand;
    return { envelope, recipients: [...recipients] };
  }

  /** The message was accepted: the client is worth its while, and its errors are forgotten. */
  endAccepted(): void {
    this.#errors = 0;
    this.#junkCommands = 0;
    this.#forgetTransaction();
  }

  /**
   * Says what becomes of each recipient, where that is wanted and there are several (draft-hall-prdr). What is said of all of them
   * has to follow: responsibility goes over with that reply.
   */
  sayOfEach(each: EachReply | undefined, otherwise: Reply): void {
    const { recipients, wantsEach } = this.transactionInHand;
    if (!wantsEach || recipients.length < 2) {
      invariant(each === undefined, 'replies for each recipient go to those who want them');
      return;
    }
    const said = each ?? recipients.map(() => otherwise);
    invariant(said.length === recipients.length, 'there is a reply for each recipient');
    this.say(replies.eachFollows);
    for (const reply of said) this.say(reply ?? otherwise);
  }

  /** Drops the transaction in hand, if there is one. */
  dropTransaction(): void {
    if (!this.transaction) return;
    this.discard();
    this.#forgetTransaction();
  }

  /** Every transaction is either accepted or discarded, and discarded once. */
  discard(): void {
    if (!this.transaction || this.transaction.isDiscarded) return;
    this.transaction.isDiscarded = true;
    this.outbox.push({ kind: 'discard' });
  }

  closeWith(lastWords: Reply, reason: CloseReason): void {
    // Before the greeting the last words are one.
    if (this.phase === 'connecting') this.outbox.replyPlainly(lastWords);
    else this.say(lastWords);
    this.close(reason);
  }

  /** Closes by the words of the reception. */
  closeAsTold(lastWords: Reply): void {
    this.closeWith(replies.named(this.setup.hostname, lastWords), 'refused');
  }

  close(reason: CloseReason): void {
    this.discard();
    this.transaction = undefined;
    this.take('close');
    this.outbox.push({ kind: 'close', reason });
  }

  #forgetTransaction(): void {
    this.transaction = undefined;
    this.chunk = undefined;
    this.take('end-transaction');
  }

  #countError(): void {
    this.#errors += 1;
    if (this.#errors >= this.setup.limits.errorsMax && !this.isClosed) {
      this.closeWith(replies.tooManyErrors(this.setup.hostname), 'too-many-errors');
    }
  }

  #countJunk(): void {
    this.#junkCommands += 1;
    if (this.#junkCommands > this.setup.limits.junkCommandsMax) this.#countError();
  }
}
