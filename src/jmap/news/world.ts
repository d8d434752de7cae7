import type { Account } from '../../accounts/accounts.ts';
import type { MailboxAddress } from '../../address/mailbox-address.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { OutboxStore } from '../../outbox/outbox-store.ts';
import type { QueueId } from '../../queue/message.ts';
import type { QueueStore } from '../../queue/queue-store.ts';

/** What tells a person of the fate of his mail works on. */
export interface NewsWorld {
  readonly outbox: Pick<OutboxStore, 'find' | 'repeatsOf'>;
  readonly queue: Pick<QueueStore, 'find' | 'history' | 'reachedBy'>;
  /** An email of the account, as it lies there; undefined if there is none. */
  readonly readEmail: (account: Account['id'], id: string) => Promise<NewsEmail | undefined>;
  /** What can be said of an address before anything is sent to it. */
  readonly checkAddress: (address: string) => Promise<CheckedAddress>;
  /** An address at which answers are read. */
  readonly postmaster: MailboxAddress;
}

export interface NewsEmail {
  readonly content: Bytes;
  /** Under which it was accepted. */
  readonly queueId?: QueueId;
}

/** `good` is no promise: whether there is such a person, only the domain knows. `unknown`: nobody could be asked. */
export interface CheckedAddress {
  readonly verdict: 'good' | 'bad' | 'unknown';
  readonly reason: string;
  readonly status: string | null;
  readonly didYouMean: readonly string[];
}

/**
 * The name of what the standard lacks (docs/jmap.md): what became of a mail, told for people, and what can be known of an address
 * beforehand.
 */
export const newsUri = 'urn:evergreen:jmap:news';
