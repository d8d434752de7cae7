import type { MailKind } from '../../../mailbox/modseq.ts';
import { tombstonesMax } from '../../../mailbox/modseq.ts';
import { type Connection, integer } from '../connection.ts';

/** tombstone.kind */
export const kindNumbers: Readonly<Record<MailKind, number>> = { email: 0, mailbox: 1, thread: 2 };

/** The mod-sequence of a change of these kinds. Undefined if there is no such account. */
export function nextModseq(
  connection: Connection,
  account: string,
  kinds: readonly MailKind[],
): number | undefined {
  const [email, mailbox, thread] = (['email', 'mailbox', 'thread'] as const).map((kind) =>
    Number(kinds.includes(kind)),
  );
  const row = connection.get(
    `UPDATE account_mail SET modseq = modseq + 1, email_modseq = iif(?, modseq + 1, email_modseq),
       mailbox_modseq = iif(?, modseq + 1, mailbox_modseq), thread_modseq = iif(?, modseq + 1, thread_modseq)
     WHERE account_id = ? RETURNING modseq`,
    email ?? 0,
    mailbox ?? 0,
    thread ?? 0,
    account,
  );
  return row && integer(row.modseq);
}

/** The counts of unread threads are those of all mailboxes in which a thread has an email, wherever the change was. */
export function threadCountChanged(connection: Connection, thread: number, modseq: number): void {
  connection.run(
    `UPDATE mailbox SET counts_modseq = ? WHERE mailbox_id IN (
       SELECT mailbox FROM email JOIN mailbox_entry AS entry ON entry.email = email_id WHERE email.thread_id = ?)`,
    modseq,
    thread,
  );
}

/** What is gone. */
export interface Gone {
  readonly kind: MailKind;
  readonly id: number;
  readonly createdModseq: number;
}

/** Remembers that something is gone, and forgets what went too long ago. */
export function bury(connection: Connection, account: string, modseq: number, gone: Gone): void {
  const { kind, id, createdModseq } = gone;
  connection.run(
    'INSERT INTO tombstone (account_id, kind, modseq, id, created_modseq) VALUES (?, ?, ?, ?, ?)',
    account,
    kindNumbers[kind],
    modseq,
    id,
    createdModseq,
  );
  // Counting them each time would take longer the more there are.
  if (modseq % sweepEvery !== 0) return;
  const oldest = connection.get(
    'SELECT modseq FROM tombstone WHERE account_id = ? ORDER BY modseq DESC LIMIT 1 OFFSET ?',
    account,
    tombstonesMax,
  );
  if (!oldest) return;
  const before = integer(oldest.modseq);
  connection.run('DELETE FROM tombstone WHERE account_id = ? AND modseq <= ?', account, before);
  connection.run('UPDATE account_mail SET forgotten_modseq = ? WHERE account_id = ?', before, account);
}

const sweepEvery = 1_000;
