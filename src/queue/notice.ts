import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Instant } from '../base/instant.ts';
import type { Reply } from '../envelope/reply.ts';
import type { Recipient } from './message.ts';
import type { Diagnostic, RemoteHost } from './recipient-state.ts';

/** What has to be told about one recipient. Notices that fall due together become reports (report-plan.ts). */
export type Notice = News & {
  readonly to: Reader;
  readonly recipient: Recipient;
  /** Good news that the sender did not ask for, but waits for: he was told of a delay, and now it is over. */
  readonly isAllClear?: true;
};

/**
 * The postmaster gets a copy of what may not be told to the sender; whoever is responsible for a forward is told of what became of mail
 * that went on by it.
 */
export type Reader = 'sender' | 'postmaster' | 'forward-owner';

/** What became of a recipient, by its action (RFC 3464 §2.3.3). */
export type News =
  | { readonly action: 'failed'; readonly diagnostic: Diagnostic }
  /** We go on trying until `willRetryUntil`. */
  | { readonly action: 'delayed'; readonly diagnostic: Diagnostic; readonly willRetryUntil: Instant }
  /** Handed to a host that will not report success. */
  | { readonly action: 'relayed'; readonly by: RemoteHost; readonly reply: Reply }
  | { readonly action: 'delivered' }
  | { readonly action: 'expanded'; readonly into: readonly MailboxAddress[] };
