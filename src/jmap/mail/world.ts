import type { Account } from '../../accounts/accounts.ts';
import type { MailDomain } from '../../address/domain.ts';
import type { Random } from '../../base/ports.ts';
import type { EmailStore } from '../../mailbox/email-store.ts';

/** What mailboxes, threads and emails work on. */
export interface MailWorld {
  readonly emails: EmailStore;
  /** Sees to it that what came in for the account shows (RFC 8621 §4). */
  readonly catchUp: (account: Account['id']) => Promise<void>;
  /** Octets that the account may still store; less than 0 if it has too many. */
  readonly roomOf: (account: Account['id']) => Promise<number>;
  readonly random: Pick<Random, 'bytes'>;
  /** Of Message-IDs. */
  readonly domain: MailDomain;
  readonly limits: MailLimits;
}

export interface MailLimits {
  /** Octets of a message. */
  readonly messageBytesMax: number;
  /** Octets of its attachments, before they are encoded (RFC 8621 §1.3.1). */
  readonly attachmentBytesMax: number;
}

export const mailUri = 'urn:ietf:params:jmap:mail';

/** Octets of the name of a mailbox (RFC 8621 §1.3.1: at least 100). */
export const mailboxNameBytesMax = 255;

/** Ids that a query answers at once. */
export const idsMax = 5_000;
