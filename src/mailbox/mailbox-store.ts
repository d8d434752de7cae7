import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { MailboxRole } from './mailbox.ts';

/**
 * The port of the message store (RFC 5598 §4.2.2). Messages enter by the accept and commit transactions of the queue; this
 * port is for those who read them. For the time being each account has one mailbox, its inbox.
 */
export interface MailboxStore {
  /** The messages of the inbox, or of another mailbox, by ascending uid. */
  listInbox(account: string, mailbox?: ReadMailbox): Promise<readonly MailboxEntry[]>;
  /** The content, Return-Path field first; undefined if there is no such message (any more). */
  readMessage(account: string, uid: Uid, mailbox?: ReadMailbox): Promise<AsyncIterable<Bytes> | undefined>;
  /** Removes messages; uids that are not there are passed over. Answers how many were removed. */
  expunge(account: string, uids: readonly Uid[]): Promise<number>;
  usage(account: string): Promise<MailboxUsage>;
}

/** Where a message may lie that this port reads. */
export type ReadMailbox = Extract<MailboxRole, 'inbox' | 'junk'>;

/** Unique identifier within a mailbox: ascending, never used twice (RFC 9051 §2.3.1.1). */
export type Uid = number & { readonly __brand: 'Uid' };

export interface MailboxEntry {
  readonly uid: Uid;
  readonly sizeBytes: number;
  readonly receivedAt: Instant;
  /** The queue id under which it was accepted. */
  readonly queueId: string;
}

export interface MailboxUsage {
  readonly bytes: number;
  readonly messages: number;
}
