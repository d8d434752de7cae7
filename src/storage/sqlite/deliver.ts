import { StoreError } from '../../queue/queue-store.ts';
import type { DeliveryRow } from './acceptance-rows.ts';
import { integer } from './connection.ts';
import type { WriteContext } from './write-context.ts';

/** For the time being each account has this one mailbox. */
export const inbox = 'INBOX';

export interface StoredContent {
  readonly contentId: number;
  readonly sizeBytes: number;
  readonly queueId: string;
}

/** Makes an entry in the inbox of an account. The reference to the content is counted by the caller. */
export function deliver({ connection }: WriteContext, stored: StoredContent, delivery: DeliveryRow): void {
  const { contentId, sizeBytes, queueId } = stored;
  const mailbox = connection.get(
    `UPDATE mailbox SET uid_next = uid_next + 1, highest_modseq = highest_modseq + 1, bytes = bytes + ?, messages = messages + 1
     WHERE account_id = ? AND name = ? RETURNING mailbox_id, uid_next - 1 AS uid, highest_modseq`,
    sizeBytes,
    delivery.account,
    inbox,
  );
  if (!mailbox) throw new StoreError(`there is no account ${delivery.account}`);
  connection.run(
    `INSERT INTO mailbox_entry (mailbox, uid, modseq, content, size_bytes, received_at, queue_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    integer(mailbox.mailbox_id),
    integer(mailbox.uid),
    integer(mailbox.highest_modseq),
    contentId,
    sizeBytes,
    delivery.receivedAt,
    queueId,
  );
}
