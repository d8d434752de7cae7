import type { Bytes } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type {
  MailboxEntry,
  MailboxStore,
  MailboxUsage,
  ReadMailbox,
  Uid,
} from '../../mailbox/mailbox-store.ts';
import type { ChangeBell } from '../change-bell.ts';
import { type Connection, integer, text } from './connection.ts';
import type { SpoolFolder } from './spool.ts';
import { storedContent } from './stored-content.ts';
import type { Writer } from './verbs.ts';

export class SqliteMailboxStore implements MailboxStore {
  readonly #writer: Writer;
  readonly #reader: Connection;
  readonly #spool: SpoolFolder;
  readonly #bell: ChangeBell;

  constructor(writer: Writer, reader: Connection, spool: SpoolFolder, bell: ChangeBell) {
    this.#writer = writer;
    this.#reader = reader;
    this.#spool = spool;
    this.#bell = bell;
  }

  async listInbox(account: string, mailbox: ReadMailbox = 'inbox'): Promise<readonly MailboxEntry[]> {
    const rows = this.#reader.all(
      `SELECT uid, size_bytes, email.received_at AS received_at, queue_id
       FROM mailbox JOIN mailbox_entry ON mailbox = mailbox_id JOIN email ON email_id = email
       WHERE mailbox.account_id = ? AND role = ? ORDER BY uid`,
      account,
      mailbox,
    );
    return rows.map((row) => ({
      uid: integer(row.uid) as Uid,
      sizeBytes: integer(row.size_bytes),
      receivedAt: instant(integer(row.received_at)),
      queueId: text(row.queue_id),
    }));
  }

  async readMessage(
    account: string,
    uid: Uid,
    mailbox: ReadMailbox = 'inbox',
  ): Promise<AsyncIterable<Bytes> | undefined> {
    const row = this.#reader.get(
      `SELECT content.bytes AS bytes, file FROM mailbox JOIN mailbox_entry ON mailbox = mailbox_id
         JOIN email ON email_id = email JOIN content ON content_id = content
       WHERE mailbox.account_id = ? AND role = ? AND uid = ?`,
      account,
      mailbox,
      uid,
    );
    return row && storedContent(row, this.#spool, 0);
  }

  async expunge(account: string, uids: readonly Uid[]): Promise<number> {
    const count = await this.#writer.call('expunge', account, uids);
    if (count > 0) this.#bell.ring([account]);
    return count;
  }

  async usage(account: string): Promise<MailboxUsage> {
    const row = this.#reader.get('SELECT bytes, emails FROM account_mail WHERE account_id = ?', account);
    return row ? { bytes: integer(row.bytes), messages: integer(row.emails) } : { bytes: 0, messages: 0 };
  }
}
