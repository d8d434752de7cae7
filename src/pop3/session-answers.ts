import type { Authenticator } from '../accounts/authenticator.ts';
import type { LoginResult } from '../accounts/login.ts';
import type { SaslExchange, SaslStep } from '../accounts/sasl.ts';
import type { IpAddress } from '../address/ip.ts';
import type { Bytes } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import type { Log } from '../base/ports.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import type { Answer, Question } from './dialogue.ts';
import type { MaildropLocks } from './maildrop-locks.ts';

/** What all POP3 sessions of a server share; the log may be the session's own. */
export interface Pop3World {
  readonly authenticator: Pick<Authenticator, 'start' | 'checkPassword'>;
  readonly mailboxes: Pick<MailboxStore, 'listInbox' | 'readMessage' | 'expunge'>;
  readonly locks: MaildropLocks;
  readonly log: Log;
}

type Asked<K extends Question['kind']> = Extract<Question, { readonly kind: K }>;

/** Answers the questions of one session, and holds what it has opened: the SASL exchange, the lock, the content of a message. */
export class SessionAnswers {
  readonly #world: Pop3World;
  readonly #client: IpAddress;
  #exchange: SaslExchange | undefined;
  #unlock: () => void = () => {};
  #content: AsyncIterable<Bytes> | undefined;
  #isAnswering = false;
  #isClosed = false;

  constructor(world: Pop3World, client: IpAddress) {
    this.#world = world;
    this.#client = client;
  }

  /** Never rejects: what fails is an answer too. */
  async answer(question: Question): Promise<Answer> {
    this.#isAnswering = true;
    try {
      return await this.#answer(question);
    } catch (error) {
      this.#world.log.error('a question of a session could not be answered', {
        question: question.kind,
        error,
      });
      const isLogin = question.kind === 'password' || question.kind === 'auth';
      return isLogin ? { kind: 'login-failed', reason: 'temporary' } : { kind: 'failed' };
    } finally {
      this.#isAnswering = false;
      if (this.#isClosed) this.#unlock();
    }
  }

  /** After the answer `message`: its content, once. */
  takeContent(): AsyncIterable<Bytes> {
    const content = this.#content;
    invariant(content, 'a message was found');
    this.#content = undefined;
    return content;
  }

  /** The session is over. An answer that is still being looked for keeps the lock until it is found. */
  close(): void {
    this.#isClosed = true;
    if (!this.#isAnswering) this.#unlock();
  }

  #answer(question: Question): Promise<Answer> {
    switch (question.kind) {
      case 'password':
        return this.#password(question);
      case 'auth':
        return this.#auth(question);
      case 'open':
        return this.#open(question);
      case 'read':
        return this.#read(question);
      case 'remove':
        return this.#remove(question);
    }
  }

  async #password({ name, password }: Asked<'password'>): Promise<Answer> {
    return this.#loginAnswer(await this.#world.authenticator.checkPassword(name, password, this.#client));
  }

  async #auth({ mechanism, isFirst, response }: Asked<'auth'>): Promise<Answer> {
    if (isFirst) this.#exchange = this.#world.authenticator.start(mechanism, this.#client);
    invariant(this.#exchange, 'the session asks only for mechanisms that are offered');
    const step = await this.#exchange.step(response);
    return step.kind === 'challenge' ? step : this.#loginAnswer(step);
  }

  #loginAnswer(result: LoginResult | Exclude<SaslStep, { readonly kind: 'challenge' }>): Answer {
    if (result.kind === 'failed') return { kind: 'login-failed', reason: result.reason };
    this.#world.log.info('logged in', { account: result.account });
    return result;
  }

  async #open({ account }: Asked<'open'>): Promise<Answer> {
    const unlock = this.#world.locks.acquire(account);
    if (!unlock) return { kind: 'in-use' };
    try {
      const entries = await this.#world.mailboxes.listInbox(account);
      this.#unlock = unlock;
      return { kind: 'opened', account, entries };
    } catch (error) {
      unlock();
      throw error;
    }
  }

  async #read({ account, uid }: Asked<'read'>): Promise<Answer> {
    this.#content = await this.#world.mailboxes.readMessage(account, uid);
    return { kind: this.#content ? 'message' : 'gone' };
  }

  async #remove({ account, uids }: Asked<'remove'>): Promise<Answer> {
    const removed = await this.#world.mailboxes.expunge(account, uids);
    this.#world.log.info('messages removed', { account, removed });
    return { kind: 'removed' };
  }
}
