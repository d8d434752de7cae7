import type { AccessTokenStore } from '../accounts/access-tokens.ts';
import type { AccountStore } from '../accounts/accounts.ts';
import type { IdentityStore } from '../accounts/identities.ts';
import type { PushSubscriptionStore } from '../accounts/push-subscriptions.ts';
import type { BounceStore } from '../bounces/bounce-store.ts';
import type { EmailStore } from '../mailbox/email-store.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { Spool } from '../queue/spool.ts';
import type { SuppressionStore } from '../queue/suppression.ts';
import type { UndeliverableStore } from '../queue/undeliverable.ts';
import type { VacationStore } from '../vacation/vacation.ts';

/** The ports over one set of data: a mailbox delivery by `queue` shows in `mailboxes`, for an account of `accounts`. */
export interface Store {
  readonly queue: QueueStore;
  readonly suppressions: SuppressionStore;
  readonly vacations: VacationStore;
  readonly undeliverable: UndeliverableStore;
  readonly mailboxes: MailboxStore;
  readonly emails: EmailStore;
  readonly accounts: AccountStore;
  readonly tokens: AccessTokenStore;
  readonly pushSubscriptions: PushSubscriptionStore;
  readonly identities: IdentityStore;
  readonly outbox: OutboxStore;
  readonly bounces: BounceStore;
  readonly spool: Spool;
  /** Finishes what was asked before, and lets go of the data folder. What is asked later is refused. */
  close(): Promise<void>;
}

/** The data folder cannot be used; the message says which and why, in one line. */
export class DataFolderError extends Error {
  override readonly name: string = 'DataFolderError';
}

/** Another process has opened the data folder for writing. */
export class DataFolderInUseError extends DataFolderError {
  override readonly name = 'DataFolderInUseError';
}
