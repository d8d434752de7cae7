import { integer } from './connection.ts';
import { dropReference } from './contents.ts';
import { inbox } from './deliver.ts';
import type { WriteContext } from './write-context.ts';

/** Removes messages from an inbox. Answers how many of them were there. */
export function expunge(context: WriteContext, account: string, uids: readonly number[]): number {
  const { connection } = context;
  const row = connection.get(
    'SELECT mailbox_id FROM mailbox WHERE account_id = ? AND name = ?',
    account,
    inbox,
  );
  if (!row) return 0;
  const mailbox = integer(row.mailbox_id);
  let messages = 0;
  let bytes = 0;
  for (const uid of uids) {
    const entry = connection.get(
      'DELETE FROM mailbox_entry WHERE mailbox = ? AND uid = ? RETURNING content, size_bytes',
      mailbox,
      uid,
    );
    if (!entry) continue;
    dropReference(context, integer(entry.content));
    bytes += integer(entry.size_bytes);
    messages++;
  }
  if (messages === 0) return 0;
  // RFC 7162 §3.2.7: a removal raises the mod-sequence of the mailbox.
  connection.run(
    `UPDATE mailbox SET highest_modseq = highest_modseq + 1, bytes = bytes - ?, messages = messages - ?
     WHERE mailbox_id = ?`,
    bytes,
    messages,
    mailbox,
  );
  return messages;
}
