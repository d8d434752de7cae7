import { integer } from './connection.ts';
import { removeFrom } from './mail/emails.ts';
import type { WriteContext } from './write-context.ts';

/** Removes messages from an inbox; an email that lies in no other mailbox is gone. Answers how many of them were there. */
export function expunge(context: WriteContext, account: string, uids: readonly number[]): number {
  const { connection } = context;
  const emails = [...new Set(uids)].flatMap((uid) =>
    connection.all(
      `SELECT mailbox_id AS mailbox, email FROM mailbox JOIN mailbox_entry ON mailbox = mailbox_id
       WHERE mailbox.account_id = ? AND role = 'inbox' AND uid = ?`,
      account,
      uid,
    ),
  );
  for (const { mailbox, email } of emails)
    removeFrom(context, account, { mailbox: integer(mailbox), email: integer(email) });
  return emails.length;
}
