import { type Connection, integer } from '../connection.ts';

export const countThreads = (connection: Connection, mailbox: number): number =>
  integer(
    connection.get('SELECT count(DISTINCT thread_id) AS n FROM mailbox_entry WHERE mailbox = ?', mailbox)?.n,
  );

/** RFC 8621 §2: what lies in the trash alone makes no thread unread but there, and there nothing else does. */
export function countUnreadThreads(
  connection: Connection,
  account: string,
  { mailbox, trash }: { readonly mailbox: number; readonly trash: number },
): number {
  const row =
    mailbox === trash
      ? connection.get(
          `SELECT count(DISTINCT thread_id) AS n FROM email WHERE account_id = ? AND is_unread = 1
             AND EXISTS (SELECT 1 FROM mailbox_entry i WHERE i.email = email_id AND i.mailbox = ?)`,
          account,
          trash,
        )
      : connection.get(
          `SELECT count(DISTINCT thread_id) AS n FROM email WHERE account_id = ? AND is_unread = 1
             AND EXISTS (SELECT 1 FROM mailbox_entry i WHERE i.email = email_id AND i.mailbox <> ?)
             AND EXISTS (SELECT 1 FROM mailbox_entry h WHERE h.mailbox = ? AND h.thread_id = email.thread_id)`,
          account,
          trash,
          mailbox,
        );
  return integer(row?.n);
}
