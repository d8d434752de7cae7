import { changed, type EmailChange, type EmailProblem, keywordsMax } from '../../../mailbox/email.ts';
import type { ContentRow } from '../acceptance-rows.ts';
import { type Connection, integer, optional, type Row, text } from '../connection.ts';
import { dropReference, insertContent } from '../contents.ts';
import type { WriteContext } from '../write-context.ts';
import { type DigestRow, digestEmail } from './digests.ts';
import { bury, nextModseq, threadCountChanged } from './modseq.ts';

/** An email that a client puts into mailboxes, as the writer takes it. */
export interface NewEmailRow {
  readonly mailboxes: readonly number[];
  readonly keywords: readonly string[];
  readonly receivedAt: number;
  readonly content: ContentRow;
  readonly digest: DigestRow;
}

/** Answers its number. */
export function addEmail(context: WriteContext, account: string, email: NewEmailRow): number | EmailProblem {
  const { connection } = context;
  const { mailboxes, keywords, receivedAt, content, digest } = email;
  const problem = problemWith(connection, account, mailboxes, keywords);
  if (problem) return problem;
  const contentId = insertContent(context, content, 1);
  const id = connection.insert(
    `INSERT INTO email (account_id, content, size_bytes, received_at, queue_id, keywords) VALUES (?, ?, ?, ?, '', ?)`,
    account,
    contentId,
    content.sizeBytes,
    receivedAt,
    keywordsText(keywords),
  );
  connection.run(
    'UPDATE account_mail SET bytes = bytes + ?, emails = emails + 1 WHERE account_id = ?',
    content.sizeBytes,
    account,
  );
  for (const mailbox of mailboxes) enter(connection, mailbox, id, receivedAt, null);
  digestEmail(connection, { account, id, ...digest });
  return id;
}

export function changeEmail(
  context: WriteContext,
  account: string,
  id: number,
  change: EmailChange,
): 'changed' | EmailProblem {
  const { connection } = context;
  const email = connection.get(
    `SELECT keywords, is_unread, received_at, thread_id FROM email
     WHERE email_id = ? AND account_id = ? AND thread_id IS NOT NULL`,
    id,
    account,
  );
  if (!email) return 'no-such-email';
  const before = mailboxesOf(connection, id);
  const after = changed(before.map(mailboxName), change.mailboxes).map(mailboxNumber);
  const keywords = changed(readKeywords(email), change.keywords);
  const problem = problemWith(connection, account, after, keywords);
  if (problem) return problem;
  const modseq = nextModseq(connection, account, ['email', 'mailbox']) ?? 0;
  for (const mailbox of before) if (!after.includes(mailbox)) leave(connection, mailbox, id);
  connection.run(
    'UPDATE email SET keywords = ?, modseq = ? WHERE email_id = ?',
    keywordsText(keywords),
    modseq,
    id,
  );
  recount(
    connection,
    before.filter((each) => after.includes(each)),
    id,
    integer(email.is_unread),
  );
  for (const mailbox of after) {
    if (!before.includes(mailbox))
      enter(connection, mailbox, id, integer(email.received_at), integer(email.thread_id));
  }
  for (const mailbox of before) countChanged(connection, mailbox, modseq);
  threadCountChanged(connection, integer(email.thread_id), modseq);
  return 'changed';
}

export function destroyEmail(
  context: WriteContext,
  account: string,
  id: number,
): 'destroyed' | 'no-such-email' {
  const { connection } = context;
  const isThere = connection.get(
    'SELECT 1 FROM email WHERE email_id = ? AND account_id = ? AND thread_id IS NOT NULL',
    id,
    account,
  );
  if (!isThere) return 'no-such-email';
  const modseq = nextModseq(connection, account, ['email', 'mailbox', 'thread']) ?? 0;
  for (const mailbox of mailboxesOf(connection, id)) {
    leave(connection, mailbox, id);
    countChanged(connection, mailbox, modseq);
  }
  forget(context, account, modseq, id);
  return 'destroyed';
}

/** Takes an email out of a mailbox, and out of the world if it lies in no other. */
export function removeFrom(
  context: WriteContext,
  account: string,
  { mailbox, email }: { readonly mailbox: number; readonly email: number },
): void {
  const { connection } = context;
  // One for each email, so that clients can be told of many of them in pieces.
  const modseq = nextModseq(connection, account, ['email', 'mailbox', 'thread']) ?? 0;
  leave(connection, mailbox, email);
  countChanged(connection, mailbox, modseq);
  if (mailboxesOf(connection, email).length === 0) forget(context, account, modseq, email);
  else stays(connection, email, modseq);
}

/** An email has left one of its mailboxes, and lies in others. */
function stays(connection: Connection, email: number, modseq: number): void {
  const row = connection.get(
    'UPDATE email SET modseq = ? WHERE email_id = ? AND modseq IS NOT NULL RETURNING thread_id',
    modseq,
    email,
  );
  if (row) threadCountChanged(connection, integer(row.thread_id), modseq);
}

/** Removes an email that lies in no mailbox any more. */
function forget(context: WriteContext, account: string, modseq: number, id: number): void {
  const { connection } = context;
  const gone = connection.get(
    'DELETE FROM email WHERE email_id = ? RETURNING content, size_bytes, created_modseq, thread_id',
    id,
  );
  if (!gone) return;
  dropReference(context, integer(gone.content));
  connection.run(
    'UPDATE account_mail SET bytes = bytes - ?, emails = emails - 1 WHERE account_id = ?',
    integer(gone.size_bytes),
    account,
  );
  const thread = optional(integer, gone.thread_id);
  // What never had a digest was never seen.
  if (thread === undefined) return;
  threadCountChanged(connection, thread, modseq);
  connection.run('DELETE FROM email_text WHERE rowid = ?', id);
  bury(connection, account, modseq, { kind: 'email', id, createdModseq: integer(gone.created_modseq) });
  if (connection.get('SELECT 1 FROM email WHERE thread_id = ?', thread)) {
    connection.run('UPDATE thread SET modseq = ? WHERE thread_id = ?', modseq, thread);
    return;
  }
  const ended = connection.get('DELETE FROM thread WHERE thread_id = ? RETURNING created_modseq', thread);
  connection.run('DELETE FROM thread_key WHERE thread_id = ?', thread);
  if (ended)
    bury(connection, account, modseq, {
      kind: 'thread',
      id: thread,
      createdModseq: integer(ended.created_modseq),
    });
}

/** Whether it may lie there so. */
function problemWith(
  connection: Connection,
  account: string,
  mailboxes: readonly number[],
  keywords: readonly string[],
): EmailProblem | undefined {
  if (mailboxes.length === 0) return 'no-mailbox';
  if (keywords.length > keywordsMax) return 'too-many-keywords';
  const isOwn = (mailbox: number) =>
    connection.get('SELECT 1 FROM mailbox WHERE mailbox_id = ? AND account_id = ?', mailbox, account);
  return mailboxes.every(isOwn) ? undefined : 'no-such-mailbox';
}

function enter(
  connection: Connection,
  mailbox: number,
  email: number,
  receivedAt: number,
  thread: number | null,
): void {
  const row = connection.get(
    `UPDATE mailbox SET uid_next = uid_next + 1, emails = emails + 1,
       unread = unread + (SELECT is_unread FROM email WHERE email_id = ?) WHERE mailbox_id = ? RETURNING uid_next - 1 AS uid`,
    email,
    mailbox,
  );
  connection.run(
    'INSERT INTO mailbox_entry (mailbox, uid, email, received_at, thread_id) VALUES (?, ?, ?, ?, ?)',
    mailbox,
    integer(row?.uid),
    email,
    receivedAt,
    thread,
  );
}

function leave(connection: Connection, mailbox: number, email: number): void {
  connection.run('DELETE FROM mailbox_entry WHERE email = ? AND mailbox = ?', email, mailbox);
  connection.run(
    `UPDATE mailbox SET emails = emails - 1, unread = unread - (SELECT is_unread FROM email WHERE email_id = ?)
     WHERE mailbox_id = ?`,
    email,
    mailbox,
  );
}

/** Counts an email that stays where it is, after its keywords have changed. */
function recount(
  connection: Connection,
  mailboxes: readonly number[],
  email: number,
  wasUnread: number,
): void {
  for (const mailbox of mailboxes) {
    connection.run(
      'UPDATE mailbox SET unread = unread - ? + (SELECT is_unread FROM email WHERE email_id = ?) WHERE mailbox_id = ?',
      wasUnread,
      email,
      mailbox,
    );
  }
}

const countChanged = (connection: Connection, mailbox: number, modseq: number): number =>
  connection.run('UPDATE mailbox SET counts_modseq = ? WHERE mailbox_id = ?', modseq, mailbox);

const mailboxesOf = (connection: Connection, email: number): number[] =>
  connection
    .all('SELECT mailbox FROM mailbox_entry WHERE email = ? ORDER BY mailbox', email)
    .map(({ mailbox }) => integer(mailbox));

const mailboxName = (id: number) => `M${id}` as const;
const mailboxNumber = (id: string): number => Number(id.slice(1));

/** With a blank before and behind each, so that one is found by looking for itself between blanks. */
const keywordsText = (keywords: readonly string[]): string =>
  ` ${keywords.map((each) => `${each} `).join('')}`;

export const readKeywords = (row: Row): readonly string[] => text(row.keywords).split(' ').filter(Boolean);
