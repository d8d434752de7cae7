import type { Instant } from '../base/instant.ts';
import type { ShownDigest } from './digest.ts';
import type { MailboxId } from './mailbox.ts';
import type { Modseq } from './modseq.ts';

/** `E` and a number: of one server, never given again. */
export type EmailId = `E${number}`;
/** `T` and a number: that of its first email. */
export type ThreadId = `T${number}`;

/** An email of an account (RFC 8621 §4). Its content never changes. */
export interface StoredEmail {
  readonly id: EmailId;
  readonly thread: ThreadId;
  /** At least one. */
  readonly mailboxes: readonly MailboxId[];
  /** In small letters (RFC 8621 §4.1.1). */
  readonly keywords: readonly string[];
  readonly sizeBytes: number;
  readonly receivedAt: Instant;
  /** The queue id under which it was accepted; undefined for what a client put here. */
  readonly queueId?: string;
  readonly modseq: Modseq;
  readonly shown: ShownDigest;
}

/** An email that a client puts into mailboxes. */
export interface NewEmail {
  /** At least one. */
  readonly mailboxes: readonly MailboxId[];
  readonly keywords: readonly string[];
  readonly receivedAt: Instant;
}

/** What becomes of an email; what is not named stays. */
export interface EmailChange {
  readonly keywords?: SetChange<string>;
  readonly mailboxes?: SetChange<MailboxId>;
}

/** All members anew, or some of them. */
export type SetChange<T> =
  | { readonly set: readonly T[] }
  | { readonly add: readonly T[]; readonly remove: readonly T[] };

export type EmailProblem =
  | 'no-such-email'
  | 'no-such-mailbox'
  /** It would lie in none. */
  | 'no-mailbox'
  | 'too-many-keywords';

/** Keywords of an email. */
export const keywordsMax = 100;

/** What the change makes of a set, in alphabetical order. */
export function changed<T extends string>(
  before: readonly T[],
  change: SetChange<T> | undefined,
): readonly T[] {
  if (!change) return before;
  if ('set' in change) return [...new Set(change.set)].sort();
  const removed = new Set(change.remove);
  return [...new Set([...before.filter((each) => !removed.has(each)), ...change.add])].sort();
}
