import type { Account } from '../accounts/accounts.ts';
import type { Domain } from '../address/domain.ts';
import { type MailboxAddress, mailboxKey, needsSmtpUtf8 } from '../address/mailbox-address.ts';
import { NULL_PATH } from '../address/path.ts';
import { type Bytes, concat, fromLatin1, isAscii } from '../base/bytes.ts';
import { later } from '../base/instant.ts';
import type { Log } from '../base/ports.ts';
import { languageFor } from '../dsn/languages/languages.ts';
import { type Header, parseHeader } from '../message/fields.ts';
import { makeMessageId } from '../message/message-id.ts';
import { decodeWords } from '../message/words.ts';
import type { Directory } from '../policy/addressees.ts';
import type { OurDomains } from '../policy/domains.ts';
import { withoutTag } from '../policy/prvs.ts';
import { type Addressee, planAcceptance } from '../queue/initial.ts';
import type { IsTrusted } from '../queue/may-report.ts';
import type { QueuedMessage, QueueId } from '../queue/message.ts';
import { capsOn, type NoticeCaps } from '../queue/notice-caps.ts';
import type { Acceptance } from '../queue/queue-store.ts';
import { expiryOf, type RetrySchedule } from '../queue/retry-schedule.ts';
import { addressedAccounts, personAt } from './addressed.ts';
import { writeAnswer } from './answer-mail.ts';
import { answeredMax, isAway, type Vacation, type VacationAuthor, type VacationStore } from './vacation.ts';
import { whyNotAnswer } from './worth-answering.ts';

export interface AnswererWorld {
  readonly log: Log;
  readonly store: VacationStore;
  readonly ours: OurDomains;
  readonly directory: Directory;
  readonly hostname: Domain;
  readonly nextQueueId: () => QueueId;
  /** The id as it stands in a Message-ID, by which what comes back can be proven. */
  readonly sign: (id: QueueId) => string;
  readonly isTrusted: IsTrusted;
  readonly findAddressee: (address: MailboxAddress) => Promise<Addressee | { readonly kind: 'unknown' }>;
  /** The name under which an account presents itself with this address, if it has one. */
  readonly nameOf: (account: string, address: MailboxAddress) => Promise<string | undefined>;
  readonly accountOf: (id: string) => Promise<Pick<Account, 'language'> | undefined>;
  readonly defaultLanguage: string;
  readonly schedule: RetrySchedule;
  readonly caps: NoticeCaps;
  /** How long a sender is not answered again. */
  readonly againMs: number;
}

/** Accounts that answer one message; who writes to more of them at once writes to nobody in person. */
export const answersMax = 20;

/** RFC 3834 §3.3: nobody answers an answer. */
const returnPath = fromLatin1('Return-Path: <>\r\n');

interface Occasion {
  readonly message: QueuedMessage;
  readonly header: Header;
  /** The reverse-path of the message. */
  readonly to: MailboxAddress;
  readonly addressee: Addressee;
}

/** Answers for accounts whose owners are away (RFC 3834, RFC 8621 §8). */
export class Answerer {
  readonly #world: AnswererWorld;

  constructor(world: AnswererWorld) {
    this.#world = world;
  }

  /**
   * The answers that a message brings about, to be accepted in the transaction that accepts the message; there it is decided which were
   * given before. It never rejects: nobody's mail is lost for an answer.
   * @param accounts in whose inboxes the message comes to lie
   */
  async answersTo(
    message: QueuedMessage,
    header: Header,
    accounts: readonly string[],
  ): Promise<readonly Acceptance[]> {
    try {
      return await this.#answersTo(message, header, [...new Set(accounts)]);
    } catch (error) {
      this.#world.log.error('a message could not be answered for those who are away', {
        queueId: message.queueId,
        error,
      });
      return [];
    }
  }

  async #answersTo(
    message: QueuedMessage,
    header: Header,
    accounts: readonly string[],
  ): Promise<readonly Acceptance[]> {
    const { isTrusted, ours, directory, findAddressee } = this.#world;
    const { reversePath } = message.envelope;
    if (reversePath === NULL_PATH || whyNotAnswer(message, header, isTrusted)) return [];
    const author = await this.#accountBehind(message);
    const away = await this.#awayOf(
      message,
      accounts.filter((account) => account !== author),
    );
    if (away.size === 0) return [];
    const addressed = await addressedAccounts(header, [...away.keys()], ours, directory);
    const addressee = addressed.size === 0 ? undefined : await findAddressee(reversePath);
    if (!addressee || addressee.kind === 'unknown') return [];
    const occasion = { message, header, to: reversePath, addressee };
    const answers: Acceptance[] = [];
    for (const [account, address] of addressed) {
      const vacation = away.get(account);
      if (vacation) answers.push(await this.#answer(account, vacation, address, occasion));
    }
    return answers;
  }

  /** Nobody answers himself. */
  async #accountBehind({ origin, envelope: { reversePath } }: QueuedMessage): Promise<string | undefined> {
    if (origin.kind === 'submission') return origin.account;
    const { ours, directory } = this.#world;
    return reversePath === NULL_PATH ? undefined : await personAt(reversePath, ours, directory);
  }

  /** Those of the accounts that answer now, whom this sender has not heard. */
  async #awayOf(
    { arrivedAt, envelope }: QueuedMessage,
    accounts: readonly string[],
  ): Promise<ReadonlyMap<string, Vacation>> {
    const away = new Map<string, Vacation>();
    const sender = senderOf(envelope.reversePath);
    for (const account of accounts) {
      const vacation = await this.#world.store.find(account);
      if (!vacation || !isAway(vacation, arrivedAt)) continue;
      const until = await this.#world.store.answeredUntil(account, sender);
      if (until === undefined || until <= arrivedAt) away.set(account, vacation);
      if (away.size === answersMax) break;
    }
    return away;
  }

  async #answer(
    account: string,
    vacation: Vacation,
    address: MailboxAddress,
    { message: about, header, to, addressee }: Occasion,
  ): Promise<Acceptance> {
    const { nextQueueId, sign, hostname, accountOf, defaultLanguage, caps, againMs } = this.#world;
    const id = nextQueueId();
    const from = await this.#authorOf(account, vacation, address);
    const octets = writeAnswer(vacation, header, {
      at: about.arrivedAt,
      id,
      messageId: makeMessageId(sign(id), hostname),
      from,
      to,
      language: languageFor((await accountOf(account))?.language, defaultLanguage),
      allows8bit: addressee.kind === 'local',
    });
    const message = this.#messageOf(id, octets, {
      account,
      about,
      utf8: [to, from.address].some(needsSmtpUtf8),
    });
    // RFC 3834 §3.3
    const parameters = { notify: 'never' } as const;
    const { recipients, deliveries } = planAcceptance(
      message,
      [{ address: to, parameters, addressee }],
      () => false,
    );
    return {
      message,
      content: { kind: 'bytes', bytes: concat([returnPath, octets]) },
      recipients,
      deliveries,
      caps: capsOn(about, { to: 'sender' }, caps),
      once: {
        account,
        sender: senderOf(to),
        until: later(about.arrivedAt, againMs),
        sendersMax: answeredMax,
      },
    };
  }

  /** RFC 3834 §3.1.1: whom the owner chose, if the address is his still; else whom the message was for. */
  async #authorOf(account: string, { from }: Vacation, address: MailboxAddress): Promise<VacationAuthor> {
    const { ours, directory, nameOf } = this.#world;
    if (from && (await personAt(from.address, ours, directory)) === account) return from;
    return { address, name: (await nameOf(account, address)) ?? null };
  }

  #messageOf(
    queueId: QueueId,
    octets: Bytes,
    {
      account,
      about,
      utf8,
    }: { readonly account: string; readonly about: QueuedMessage; readonly utf8: boolean },
  ): QueuedMessage {
    const header = parseHeader(octets);
    const arrivedAt = about.arrivedAt;
    const is8bit = !isAscii(octets.subarray(header.bodyStart));
    return {
      queueId,
      envelope: { reversePath: NULL_PATH, body: is8bit ? '8bitmime' : '7bit', smtpUtf8: utf8 },
      origin: { kind: 'answer', account, about: about.queueId },
      arrivedAt,
      expiresAt: expiryOf(this.#world.schedule, NULL_PATH, arrivedAt),
      sizeBytes: octets.length,
      returnPathBytes: returnPath.length,
      facts: {
        messageId: header.value('Message-ID') ?? '',
        subject: decodeWords(header.value('Subject') ?? ''),
        isAutomatic: true,
        is8bit,
        isHeaderUtf8: !isAscii(octets.subarray(0, header.bodyStart)),
      },
    };
  }
}

/** A sender by his key: tags of his reverse-path change from day to day, and are no part of his name. */
const senderOf = (reversePath: MailboxAddress | typeof NULL_PATH): string =>
  reversePath === NULL_PATH ? '' : mailboxKey(withoutTag(reversePath, 0, []).address);
