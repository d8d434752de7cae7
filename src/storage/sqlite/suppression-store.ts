import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import type { Suppression, SuppressionStore } from '../../queue/suppression.ts';
import { type Connection, json } from './connection.ts';
import type { Writer } from './verbs.ts';

export class SqliteSuppressionStore implements SuppressionStore {
  readonly #writer: Writer;
  readonly #reader: Connection;

  constructor(writer: Writer, reader: Connection) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async put(suppression: Suppression): Promise<void> {
    const { account, address, at } = suppression;
    await this.#writer.call('putSuppression', account, mailboxKey(address), at, JSON.stringify(suppression));
  }

  async find(account: string, address: MailboxAddress): Promise<Suppression | undefined> {
    const row = this.#reader.get(
      'SELECT detail FROM suppression WHERE account_id = ? AND address = ?',
      account,
      mailboxKey(address),
    );
    return row && json<Suppression>(row.detail);
  }

  async list(account: string): Promise<readonly Suppression[]> {
    const sql = 'SELECT detail FROM suppression WHERE account_id = ? ORDER BY at DESC, address';
    return this.#reader.all(sql, account).map((row) => json<Suppression>(row.detail));
  }

  async remove(account: string, address: MailboxAddress): Promise<'removed' | 'no-such-entry'> {
    const isRemoved = await this.#writer.call('removeSuppression', account, mailboxKey(address));
    return isRemoved ? 'removed' : 'no-such-entry';
  }
}
