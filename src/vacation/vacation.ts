import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Instant } from '../base/instant.ts';

/** What an account answers by itself while its owner is away (RFC 8621 §8). */
export interface Vacation {
  readonly isEnabled: boolean;
  /** Answers what comes at this time or later; null: at once. */
  readonly fromDate: Instant | null;
  /** Answers what comes before it; null: until it is switched off. */
  readonly toDate: Instant | null;
  /** Of the answer; null: `Auto:` and that of the message. */
  readonly subject: string | null;
  readonly textBody: string | null;
  readonly htmlBody: string | null;
  /** Whom the answer is from (RFC 3834 §3.1.1); null: the address that the message was sent to, with the name of its identity. */
  readonly from: VacationAuthor | null;
}

export interface VacationAuthor {
  readonly name: string | null;
  /** One of the account's own. */
  readonly address: MailboxAddress;
}

/** Characters of a subject of one's own. */
export const vacationSubjectMax = 300;
/** Octets of each of the two bodies: RFC 3834 §3.2 asks for brief answers. */
export const vacationBodyBytesMax = 20_000;

/**
 * Senders to whom an account's answer went and is not due again. When there are as many, nobody else is answered until the first of them
 * is: an account that is away does not write to the whole world.
 */
export const answeredMax = 2_000;

/** The port of the answers of accounts. Each verb is one transaction. They go with their account. */
export interface VacationStore {
  find(account: string): Promise<Vacation | undefined>;
  /** If the words of the answer have changed, it is a new one, and was told to nobody. */
  put(account: string, vacation: Vacation): Promise<'put' | 'no-such-account'>;
  /** Grows with each change; 0 if there was never any. */
  state(account: string): Promise<number>;
  /** Until when a sender (as by answeredKey) is not answered again; undefined if he never was, or that is long over. */
  answeredUntil(account: string, sender: string): Promise<Instant | undefined>;
}

/** Whether what comes at this time is answered (RFC 8621 §8). */
export const isAway = ({ isEnabled, fromDate, toDate }: Vacation, at: Instant): boolean =>
  isEnabled && (fromDate === null || fromDate <= at) && (toDate === null || at < toDate);

/** Equal for two that say the same. */
export const wordsOf = ({ subject, textBody, htmlBody, from }: Vacation): string =>
  JSON.stringify([subject, textBody, htmlBody, from?.name ?? null, from?.address.text ?? null]);
