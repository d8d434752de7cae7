import { type Connection, integer } from '../connection.ts';
import type { WriteContext } from '../write-context.ts';
import { nextModseq, threadCountChanged } from './modseq.ts';

/** A digest, as the writer takes it. */
export interface DigestRow {
  readonly sentAt: number | null;
  readonly sortSubject: string;
  readonly sortFrom: string;
  readonly sortTo: string;
  readonly hasAttachment: number;
  /** JSON of what is shown. */
  readonly shown: string;
  /** Hashes of the keys of its thread. */
  readonly threadKeys: readonly Uint8Array[];
  /** The columns of email_text, the word of the account first. */
  readonly texts: readonly string[];
}

export interface PutDigestRow extends DigestRow {
  readonly account: string;
  readonly id: number;
}

export function putDigests({ connection }: WriteContext, digests: readonly PutDigestRow[]): void {
  for (const digest of digests) {
    const isWanted = connection.get(
      'SELECT 1 FROM email WHERE email_id = ? AND account_id = ? AND thread_id IS NULL',
      digest.id,
      digest.account,
    );
    if (isWanted) digestEmail(connection, digest);
  }
}

/** From now on it is there for those who show mail: it has a thread and a mod-sequence, and is found by its words. */
export function digestEmail(connection: Connection, digest: PutDigestRow): void {
  const { account, id, sentAt, sortSubject, sortFrom, sortTo, hasAttachment, shown, texts } = digest;
  const modseq = nextModseq(connection, account, ['email', 'mailbox', 'thread']) ?? 0;
  const thread = joinThread(connection, digest, modseq);
  connection.run(
    `UPDATE email SET created_modseq = ?, modseq = ?, thread_id = ?, sent_at = ?, sort_subject = ?, sort_from = ?, sort_to = ?,
       has_attachment = ?, digest = ? WHERE email_id = ?`,
    modseq,
    modseq,
    thread,
    sentAt,
    sortSubject,
    sortFrom,
    sortTo,
    hasAttachment,
    shown,
    id,
  );
  connection.run('UPDATE mailbox_entry SET thread_id = ? WHERE email = ?', thread, id);
  threadCountChanged(connection, thread, modseq);
  connection.run(
    `INSERT INTO email_text (rowid, account, subject, sender, recipient, cc, bcc, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    ...texts,
  );
}

/** The thread of the first key that is known, or a new one; the email never changes it (RFC 8621 §3). */
function joinThread(
  connection: Connection,
  { account, id, threadKeys }: PutDigestRow,
  modseq: number,
): number {
  const known = threadKeys
    .map((key) =>
      connection.get('SELECT thread_id FROM thread_key WHERE account_id = ? AND key = ?', account, key),
    )
    .find((row) => row !== undefined);
  const thread = known ? integer(known.thread_id) : id;
  if (known) connection.run('UPDATE thread SET modseq = ? WHERE thread_id = ?', modseq, thread);
  else
    connection.run(
      'INSERT INTO thread (thread_id, account_id, created_modseq, modseq) VALUES (?, ?, ?, ?)',
      thread,
      account,
      modseq,
      modseq,
    );
  for (const key of threadKeys) {
    connection.run(
      'INSERT INTO thread_key (account_id, key, thread_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      account,
      key,
      thread,
    );
  }
  return thread;
}
