import type { Modseq } from './modseq.ts';

/** The tasks that a mailbox may have (RFC 8621 §2). */
export type MailboxRole = 'inbox' | 'drafts' | 'sent' | 'archive' | 'junk' | 'trash';

/** The mailboxes that an account has from its beginning, in the order in which people see them. */
export const firstMailboxes = [
  { role: 'inbox', name: 'Inbox' },
  { role: 'drafts', name: 'Drafts' },
  { role: 'sent', name: 'Sent' },
  { role: 'archive', name: 'Archive' },
  { role: 'junk', name: 'Junk' },
  { role: 'trash', name: 'Trash' },
] as const satisfies readonly { readonly role: MailboxRole; readonly name: string }[];

/** `M` and a number: of one server, never given again. */
export type MailboxId = `M${number}`;

/** RFC 8621 §2, RFC 9051 §2.3.1.1 */
export interface Mailbox {
  readonly id: MailboxId;
  /** Undefined at the top. */
  readonly parent?: MailboxId;
  /** Unique among the mailboxes with the same parent. */
  readonly name: string;
  readonly role?: MailboxRole;
  readonly sortOrder: number;
  readonly isSubscribed: boolean;
  readonly uidValidity: number;
  readonly uidNext: number;
  /** Of the last change of anything but the counts. */
  readonly modseq: Modseq;
  /** Of the last change of the counts. */
  readonly countsModseq: Modseq;
  readonly emails: number;
  /** Emails that are neither $seen nor $draft. */
  readonly unreadEmails: number;
  readonly threads: number;
  /**
   * Threads with an email here and an unread email anywhere. The trash counts for itself only: what lies there makes no thread unread
   * elsewhere, and what lies elsewhere none there.
   */
  readonly unreadThreads: number;
}

/** What may be said of a mailbox; the name alone is needed for a new one. */
export interface MailboxChanges {
  readonly name?: string;
  /** Null: to the top. */
  readonly parent?: MailboxId | null;
  readonly sortOrder?: number;
  readonly isSubscribed?: boolean;
}

/** Why a mailbox is not changed. */
export type MailboxProblem =
  | 'no-such-mailbox'
  | 'no-such-parent'
  /** It would lie within itself. */
  | 'circle'
  /** Another mailbox has the name, at the same place. */
  | 'name-taken'
  /** Mailboxes within mailboxes, or mailboxes of an account: see mailboxDepthMax, mailboxesMax. */
  | 'too-many'
  | 'has-child'
  | 'has-email';

/** Mailboxes of an account. */
export const mailboxesMax = 1_000;
/** Mailboxes within each other. */
export const mailboxDepthMax = 10;
