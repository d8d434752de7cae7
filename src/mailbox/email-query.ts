import type { Instant } from '../base/instant.ts';
import type { SearchedField } from './digest.ts';
import type { EmailId } from './email.ts';
import type { MailboxId } from './mailbox.ts';
import type { Modseq } from './modseq.ts';

/** Which emails are to be found (RFC 8621 §4.4). */
export interface EmailQuery {
  /** Undefined: all. */
  readonly filter?: EmailFilter;
  /** The first counts most; what is equal in all of them stands in the order of the ids. */
  readonly sort: readonly EmailOrder[];
  /** Of each thread only the email that comes first. */
  readonly collapseThreads: boolean;
  readonly window: EmailWindow;
  /** Whether all that are found are counted. */
  readonly countsAll: boolean;
}

/** Which of those that were found are answered. */
export type EmailWindow =
  /** Negative: from the end. */
  | { readonly position: number; readonly limit: number }
  | { readonly anchor: EmailId; readonly offset: number; readonly limit: number };

export interface EmailsFound {
  readonly ids: readonly EmailId[];
  /** Of the first of them among all. */
  readonly position: number;
  readonly total?: number;
  /** The state of the emails in which they were found. */
  readonly state: Modseq;
}

export type EmailFilter =
  | { readonly kind: 'all' | 'any' | 'none'; readonly of: readonly EmailFilter[] }
  | { readonly kind: 'in-mailbox'; readonly mailbox: MailboxId }
  /** In some mailbox that is none of these. */
  | { readonly kind: 'in-mailbox-other-than'; readonly mailboxes: readonly MailboxId[] }
  | { readonly kind: 'before' | 'after'; readonly at: Instant }
  /** `size-from` counts itself in, `size-below` does not. */
  | { readonly kind: 'size-from' | 'size-below'; readonly bytes: number }
  | {
      readonly kind: 'keyword' | 'keyword-in-all-of-thread' | 'keyword-in-some-of-thread';
      readonly keyword: string;
    }
  | { readonly kind: 'attachment'; readonly has: boolean }
  /** Words, or phrases in quotation marks; all of them must be found, each as the beginning of a word. */
  | { readonly kind: 'text'; readonly fields: readonly SearchedField[]; readonly text: string }
  /** A header field, and what its value holds. */
  | { readonly kind: 'header'; readonly name: string; readonly value?: string };

export interface EmailOrder {
  readonly by:
    | 'received'
    | 'sent'
    | 'size'
    | 'from'
    | 'to'
    | 'subject'
    | 'keyword'
    | 'keyword-in-all-of-thread'
    | 'keyword-in-some-of-thread';
  /** For those by keyword. */
  readonly keyword?: string;
  readonly isAscending: boolean;
}
