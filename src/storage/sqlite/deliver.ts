import { StoreError } from '../../queue/queue-store.ts';
import type { DeliveryRow } from './acceptance-rows.ts';
import { integer } from './connection.ts';
import type { WriteContext } from './write-context.ts';

export interface StoredContent {
  readonly contentId: number;
  readonly sizeBytes: number;
  readonly queueId: string;
}

/**
 * Makes an email of a content, in a mailbox of an account. Whoever digests it gives it its mod-sequence. The reference to the
 * content is counted by the caller.
 */
export function deliver({ connection }: WriteContext, stored: StoredContent, delivery: DeliveryRow): void {
  const { contentId, sizeBytes, queueId } = stored;
  const { account, role, receivedAt } = delivery;
  const mailbox = connection.get(
    `UPDATE mailbox SET uid_next = uid_next + 1, emails = emails + 1, unread = unread + 1
     WHERE account_id = ? AND role = ? RETURNING mailbox_id, uid_next - 1 AS uid`,
    account,
    role,
  );
  if (!mailbox) throw new StoreError(`there is no account ${account}`);
  connection.run(
    'UPDATE account_mail SET bytes = bytes + ?, emails = emails + 1 WHERE account_id = ?',
    sizeBytes,
    account,
  );
  const email = connection.insert(
    `INSERT INTO email (account_id, content, size_bytes, received_at, queue_id, keywords) VALUES (?, ?, ?, ?, ?, ' ')`,
    account,
    contentId,
    sizeBytes,
    receivedAt,
    queueId,
  );
  connection.run(
    'INSERT INTO mailbox_entry (mailbox, uid, email, received_at) VALUES (?, ?, ?, ?)',
    integer(mailbox.mailbox_id),
    integer(mailbox.uid),
    email,
    receivedAt,
  );
}
