import type { SaslExchange } from '../accounts/sasl.ts';
import { NULL_PATH } from '../address/path.ts';
import type { Bytes } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import type { Reply } from '../envelope/reply.ts';
import { ownsAddress } from '../policy/addressees.ts';
import { StoreError, StoreFullError } from '../queue/queue-store.ts';
import type { Answer, Question } from '../smtp/server/dialogue.ts';
import { acceptMessage, beginMessage, type Incoming } from './acceptance.ts';
import { goesAlone } from './bounces.ts';
import { judgeRecipient, type TakenRecipient } from './rcpt.ts';
import { logRefusal } from './refusal-log.ts';
import * as replies from './replies.ts';
import type { SessionFacts } from './session-facts.ts';
import type { ReceptionWorld } from './world.ts';

/**
 * Recipients refused in a row, until whoever asks for them is taken for a harvester of addresses and has to come again. As many as
 * one transaction may have: a mailing list with a stale list of members must still get its answers.
 */
export const refusedRecipientsMax = 1_000;

type Asked<K extends Question['kind']> = Extract<Question, { readonly kind: K }>;

/**
 * Answers the questions of one SMTP session: who may talk, log in, send, and to whom, and whether the message is ours now. A
 * failing look-up or store is answered by a transient reply; the session lives on.
 */
export class SessionReception {
  readonly #world: ReceptionWorld;
  readonly #facts: () => SessionFacts;
  #isCounted = false;
  #account: string | undefined;
  #exchange: SaslExchange | undefined;
  #announcedBytes = 0;
  #wantsEach = false;
  /** In the order of the transaction's recipients: one for each RCPT that we accepted. */
  #taken: TakenRecipient[] = [];
  /** Since the last message that was accepted. */
  #refusedRecipients = 0;
  #incoming: Incoming | undefined;

  constructor(world: ReceptionWorld, facts: () => SessionFacts) {
    this.#world = world;
    this.#facts = facts;
  }

  async answer(question: Question): Promise<Answer> {
    try {
      const answer = await this.#answer(question);
      // A login that fails is told by the authenticator.
      if (answer.kind === 'refuse' && question.kind !== 'auth')
        logRefusal(this.#world.log, this.#facts(), question, answer.reply);
      return answer;
    } catch (error) {
      this.#world.log.error('a question of a session could not be answered', {
        question: question.kind,
        error,
      });
      return refuse(replyToFailure(question, error));
    }
  }

  /** Takes a piece of the message. A promise means: bring nothing before it resolves. It never rejects; the verdict comes with `message`. */
  content(chunk: Bytes): void | Promise<void> {
    return this.#incoming?.draft.push(chunk);
  }

  /** The transaction is over without acceptance. */
  discard(): void {
    this.#taken = [];
    this.#announcedBytes = 0;
    this.#wantsEach = false;
    const incoming = this.#incoming;
    this.#incoming = undefined;
    void incoming?.draft.discard();
  }

  /** The session is over. */
  close(): void {
    this.discard();
    if (this.#isCounted) this.#world.sessions.leave(this.#facts().ip);
    this.#isCounted = false;
  }

  #answer(question: Question): Answer | Promise<Answer> {
    switch (question.kind) {
      case 'connect':
        return this.#connect();
      case 'auth':
        return this.#authenticate(question);
      case 'mail':
        return this.#mail(question);
      case 'rcpt':
        return this.#rcpt(question);
      case 'data':
        return this.#data(question);
      case 'message':
        return this.#message();
    }
  }

  #connect(): Answer {
    const admission = this.#world.sessions.enter(this.#facts().ip);
    this.#isCounted = admission === 'admitted';
    if (admission === 'too-many-sessions') return refuse(replies.tooManySessions);
    return admission === 'admitted' ? accept : refuse(replies.tooManyFromAddress);
  }

  async #authenticate({ mechanism, isFirst, response }: Asked<'auth'>): Promise<Answer> {
    if (isFirst) this.#exchange = this.#world.authenticator.start(mechanism, this.#facts().ip);
    if (!this.#exchange) return refuse(replies.mechanismUnknown);
    const step = await this.#exchange.step(response);
    if (step.kind === 'challenge') return { kind: 'challenge', challenge: step.challenge };
    this.#exchange = undefined;
    if (step.kind === 'failed') return refuse(replyToFailedLogin(step.reason));
    this.#account = step.account;
    return { kind: 'authenticated', account: step.account };
  }

  async #mail({ envelope, declaredSizeBytes, wantsEach }: Asked<'mail'>): Promise<Answer> {
    this.discard();
    const { reversePath } = envelope;
    if (this.#account !== undefined && reversePath !== NULL_PATH) {
      const { ours, directory } = this.#world;
      if (!(await ownsAddress(this.#account, reversePath, ours, directory)))
        return refuse(replies.senderNotOwned);
    }
    this.#announcedBytes = declaredSizeBytes ?? 0;
    this.#wantsEach = wantsEach;
    return accept;
  }

  async #rcpt({ envelope, recipient }: Asked<'rcpt'>): Promise<Answer> {
    const sender = { ...this.#facts(), account: this.#account };
    if (this.#taken.length > 0 && goesAlone(envelope, sender, this.#world))
      return refuse(replies.bounceGoesAlone);
    const said = {
      reversePath: envelope.reversePath,
      account: this.#account,
      announcedBytes: this.#announcedBytes,
    };
    const verdict = await judgeRecipient(recipient.path, said, this.#world);
    if (verdict.kind === 'refused') {
      this.#refusedRecipients++;
      const isHarvesting = this.#refusedRecipients > refusedRecipientsMax;
      return refuse(isHarvesting ? replies.tooManyRefused : verdict.reply);
    }
    if (this.#mustGoAlone(verdict.recipient)) return refuse(replies.goesAlone);
    this.#taken.push(verdict.recipient);
    return accept;
  }

  /**
   * One answer after the content is for all recipients, so that nobody joins others whose answer may be another: he comes again. People
   * who have logged in are spared that, for they can be told later.
   */
  #mustGoAlone({ isOpen }: TakenRecipient): boolean {
    if (this.#wantsEach || this.#account !== undefined || this.#taken.length === 0) return false;
    return isOpen || this.#taken.some((other) => other.isOpen);
  }

  #data({ transaction }: Asked<'data'>): Answer {
    const session = { ...this.#facts(), account: this.#account };
    const announced = { announcedBytes: this.#announcedBytes, wantsEach: this.#wantsEach };
    this.#incoming = beginMessage(transaction, this.#taken, session, announced, this.#world);
    return accept;
  }

  async #message(): Promise<Answer> {
    const incoming = this.#incoming;
    invariant(incoming, 'a message is complete only after its data was announced');
    this.#incoming = undefined;
    this.#taken = [];
    const verdict = await acceptMessage(incoming, this.#world);
    if (verdict.isAccepted) this.#refusedRecipients = 0;
    const { isAccepted, ...words } = verdict;
    return { kind: isAccepted ? 'accept' : 'refuse', ...words };
  }
}

const accept: Answer = { kind: 'accept' };
const refuse = (words: Reply): Answer => ({ kind: 'refuse', reply: words });

function replyToFailure(question: Question, error: unknown): Reply {
  if (question.kind === 'auth') return replies.authenticationUnavailable;
  if (question.kind !== 'message') return replies.lookupFailed;
  if (error instanceof StoreFullError) return replies.noRoom;
  return error instanceof StoreError ? replies.storeFailed : replies.ownFault;
}

function replyToFailedLogin(reason: 'credentials' | 'syntax' | 'temporary' | 'too-many'): Reply {
  switch (reason) {
    case 'credentials':
      return replies.authenticationFailed;
    case 'syntax':
      return replies.authenticationMalformed;
    case 'temporary':
      return replies.authenticationUnavailable;
    case 'too-many':
      return replies.tooManyFailedLogins;
  }
}
