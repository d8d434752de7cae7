import type { AccessToken } from '../../accounts/access-tokens.ts';
import type { Account, AccountId, Alias, Credentials } from '../../accounts/accounts.ts';
import type { Identity } from '../../accounts/identities.ts';
import type { PushSubscription } from '../../accounts/push-subscriptions.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import type { Submission } from '../../outbox/outbox-store.ts';
import type { QueuedMessage, QueueId, Recipient } from '../../queue/message.ts';
import type { HistoryEntry, MailboxDelivery, MessageRecord } from '../../queue/queue-store.ts';
import { StoreError } from '../../queue/queue-store.ts';
import type { RecipientState } from '../../queue/recipient-state.ts';
import type { Suppression } from '../../queue/suppression.ts';
import type { Filed, Undeliverable } from '../../queue/undeliverable.ts';
import type { Vacation } from '../../vacation/vacation.ts';
import { deliveredAt } from '../acceptance-check.ts';
import type { CountedReport } from '../cap-counts.ts';
import { boundDiagnostic } from '../history-bounds.ts';
import type { AccountMail } from './account-mail.ts';

/** A message with everything that belongs to it. */
export interface StoredMessage {
  readonly message: QueuedMessage;
  recipients: readonly Recipient[];
  /** Not only for mailboxes here. */
  readonly isForOthers: boolean;
  /** Gone once all recipients are settled; mailboxes hold on to theirs. */
  content: Bytes | undefined;
  history: readonly HistoryEntry[];
}

export type StoredFiling = Filed & Pick<Undeliverable, 'header'>;

export interface StoredAccount {
  account: Account;
  credentials: Credentials | undefined;
}

export interface StoredIdentity {
  readonly account: string;
  readonly identity: Identity;
  readonly created: number;
  changed: number;
  isDestroyed: boolean;
}

export interface StoredSubmission {
  submission: Submission;
  /** Gone once it is sent or canceled. */
  content: Bytes | undefined;
  /** The states of the account at which it was made, and changed last. */
  readonly created: number;
  changed: number;
  isDestroyed: boolean;
  /** What the queue knew of its recipients when somebody looked last. */
  known: string;
}

export interface StoredUpload {
  readonly account: string;
  readonly content: Bytes;
  readonly type: string;
  readonly at: Instant;
}

export interface StoredVacation {
  readonly vacation: Vacation;
  readonly changed: number;
  /** Until when, by sender. */
  readonly answered: Map<string, Instant>;
}

/** What the stores in memory share. Accounts by id, aliases by mailboxKey. */
export class MemoryState {
  readonly messages = new Map<QueueId, StoredMessage>();
  readonly mail = new Map<string, AccountMail>();
  readonly uploads = new Map<number, StoredUpload>();
  #lastMailId = 0;

  readonly nextMailId = (): number => ++this.#lastMailId;

  readonly accounts = new Map<AccountId, StoredAccount>();
  readonly aliases = new Map<string, Alias>();
  /** By id. */
  readonly tokens = new Map<string, AccessToken>();
  /** By id. */
  readonly pushSubscriptions = new Map<string, PushSubscription>();
  /** By account and id. */
  readonly identities = new Map<string, StoredIdentity>();
  /** By account and address. */
  readonly suppressions = new Map<string, Suppression>();
  /** By account. */
  readonly vacations = new Map<string, StoredVacation>();
  readonly submissions = new Map<QueueId, StoredSubmission>();
  /** Reports that count against a cap; the older ones too. */
  readonly countedReports: CountedReport[] = [];
  /** By ascending number. */
  filed: readonly StoredFiling[] = [];
  #lastFiling = 0;

  /** All messages, by ascending queue id. */
  sorted(): StoredMessage[] {
    return [...this.messages.values()].sort((a, b) => compare(a.message.queueId, b.message.queueId));
  }

  file(undeliverable: readonly Undeliverable[]): void {
    const filed = undeliverable.map(({ recipients, ...each }) => ({
      ...structuredClone(each),
      recipients: recipients.map((r) => ({
        ...structuredClone(r),
        diagnostic: boundDiagnostic(r.diagnostic),
      })),
      number: ++this.#lastFiling,
    }));
    this.filed = [...this.filed, ...filed];
  }

  /** @throws StoreError if an account is not there: to be called before anything is changed */
  checkAccounts(deliveries: readonly MailboxDelivery[]): void {
    for (const { account } of deliveries) {
      if (!this.mail.has(account)) throw new StoreError(`there is no account ${account}`);
    }
  }

  deliver(
    { queueId }: QueuedMessage,
    content: Bytes,
    { account, mailbox = 'inbox' }: MailboxDelivery,
    state: RecipientState | undefined,
  ): void {
    const mail = this.mail.get(account);
    if (!mail) throw new StoreError(`there is no account ${account}`);
    const email = { content, receivedAt: deliveredAt(state), queueId, keywords: [] };
    mail.add(email, [mail.mailboxOf(mailbox)]);
  }
}

/** A deep copy: what went in or came out does not change behind anybody's back. */
export const recordOf = ({ message, recipients }: StoredMessage): MessageRecord =>
  structuredClone({ message, recipients });

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
