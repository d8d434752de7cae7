import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Digest } from './digest.ts';
import type { EmailChange, EmailId, EmailProblem, NewEmail, StoredEmail, ThreadId } from './email.ts';
import type { EmailQuery, EmailsFound } from './email-query.ts';
import type { Mailbox, MailboxChanges, MailboxId, MailboxProblem } from './mailbox.ts';
import type { MailChanges, MailKind, MailState, Modseq } from './modseq.ts';

/**
 * The port of the mail of an account, for those who show and change it. Each verb is one transaction. An email that came in is
 * there for these verbs once it has a digest (digester.ts).
 */
export interface EmailStore {
  /** Undefined if there is no such account. */
  state(account: string): Promise<MailState | undefined>;
  mailboxes(account: string): Promise<readonly Mailbox[]>;
  addMailbox(
    account: string,
    mailbox: MailboxChanges & { readonly name: string },
  ): Promise<MailboxId | MailboxProblem>;
  changeMailbox(account: string, id: MailboxId, changes: MailboxChanges): Promise<'changed' | MailboxProblem>;
  /**
   * @param destroysEmails whether its emails go with it, as far as they lie in no other
   * @throws StoreError for a mailbox with a role: what comes for it would have no place
   */
  removeMailbox(account: string, id: MailboxId, destroysEmails: boolean): Promise<'removed' | MailboxProblem>;

  /** Those that are there, in any order. */
  emails(account: string, ids: readonly EmailId[]): Promise<readonly StoredEmail[]>;
  /** The emails of each thread that is there, the first received first. */
  threads(account: string, ids: readonly ThreadId[]): Promise<ReadonlyMap<ThreadId, readonly EmailId[]>>;
  /** Undefined if the anchor is not found. */
  query(account: string, query: EmailQuery): Promise<EmailsFound | undefined>;
  /** At most `limit`. Undefined if the state is not one of this account, or too old. */
  changes(account: string, kind: MailKind, since: Modseq, limit: number): Promise<MailChanges | undefined>;
  /** The emails that came in under these queue ids, of those that are still there. */
  cameInAs(account: string, queueIds: readonly string[]): Promise<ReadonlyMap<string, EmailId>>;
  /** The content from `offset`; undefined if there is no such email. */
  readEmail(account: string, id: EmailId, offset: number): Promise<AsyncIterable<Bytes> | undefined>;

  /** @throws StoreFullError, StoreError */
  addEmail(account: string, email: NewEmail, content: Bytes, digest: Digest): Promise<EmailId | EmailProblem>;
  changeEmail(account: string, id: EmailId, change: EmailChange): Promise<'changed' | EmailProblem>;
  destroyEmail(account: string, id: EmailId): Promise<'destroyed' | 'no-such-email'>;

  /** Emails that came in and have no digest yet, the oldest first, of this account or of any. */
  undigested(account: string | undefined, limit: number): Promise<readonly UndigestedEmail[]>;
  /** Emails that are gone meanwhile, or have one, are passed over. */
  putDigests(digests: readonly PutDigest[]): Promise<void>;

  /** Keeps octets for a while, for an email that is to be made of them (RFC 8620 §6.1). */
  keepUpload(account: string, content: Bytes, type: string, at: Instant): Promise<UploadId>;
  upload(account: string, id: UploadId): Promise<Upload | undefined>;
  /** Octets of the uploads of an account. */
  uploadedBytes(account: string): Promise<number>;
  /** Forgets the oldest uploads of an account until the others have no more than so many octets. Answers how many. */
  trimUploads(account: string, bytesMax: number): Promise<number>;
  /** Forgets uploads from before. Answers how many. */
  forgetUploads(before: Instant, limit: number): Promise<number>;

  /** @returns what ends it */
  onChange(listener: (account: string) => void): () => void;
}

export interface UndigestedEmail {
  readonly account: string;
  readonly id: EmailId;
  readonly sizeBytes: number;
}

export interface PutDigest {
  readonly account: string;
  readonly id: EmailId;
  readonly digest: Digest;
}

/** `U` and a number. */
export type UploadId = `U${number}`;

export interface Upload {
  readonly type: string;
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Bytes>;
}
