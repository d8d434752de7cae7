import { integer } from './connection.ts';
import { dropReference } from './contents.ts';
import type { WriteContext } from './write-context.ts';

/** Removes messages from an inbox; an email that lies in no other mailbox is gone. Answers how many of them were there. */
export function expunge(context: WriteContext, account: string, uids: readonly number[]): number {
  const { connection } = context;
  const row = connection.get(
    `SELECT mailbox_id FROM mailbox WHERE account_id = ? AND role = 'inbox'`,
    account,
  );
  if (!row) return 0;
  const mailbox = integer(row.mailbox_id);
  return uids.filter((uid) => {
    const entry = connection.get(
      'DELETE FROM mailbox_entry WHERE mailbox = ? AND uid = ? RETURNING email',
      mailbox,
      uid,
    );
    if (!entry) return false;
    leave(context, mailbox, integer(entry.email));
    return true;
  }).length;
}

/** What follows from an email having left a mailbox. */
function leave(context: WriteContext, mailbox: number, email: number): void {
  const { connection } = context;
  connection.run(
    `UPDATE mailbox SET emails = emails - 1, unread = unread - (SELECT is_unread FROM email WHERE email_id = ?)
     WHERE mailbox_id = ?`,
    email,
    mailbox,
  );
  if (connection.get('SELECT 1 FROM mailbox_entry WHERE email = ?', email)) return;
  const gone = connection.get(
    'DELETE FROM email WHERE email_id = ? RETURNING account_id, content, size_bytes',
    email,
  );
  if (!gone) return;
  dropReference(context, integer(gone.content));
  connection.run(
    'UPDATE account_mail SET bytes = bytes - ?, emails = emails - 1 WHERE account_id = ?',
    integer(gone.size_bytes),
    String(gone.account_id),
  );
}
