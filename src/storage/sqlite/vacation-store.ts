import { type Instant, instant } from '../../base/instant.ts';
import { type Vacation, type VacationStore, wordsOf } from '../../vacation/vacation.ts';
import type { ChangeBell } from '../change-bell.ts';
import { type Connection, integer, json } from './connection.ts';
import type { Writer } from './verbs.ts';

export class SqliteVacationStore implements VacationStore {
  readonly #writer: Writer;
  readonly #reader: Connection;
  readonly #bell: ChangeBell;

  constructor(writer: Writer, reader: Connection, bell: ChangeBell) {
    this.#writer = writer;
    this.#reader = reader;
    this.#bell = bell;
  }

  async find(account: string): Promise<Vacation | undefined> {
    const row = this.#reader.get('SELECT detail FROM vacation WHERE account_id = ?', account);
    return row && json<Vacation>(row.detail);
  }

  async put(account: string, vacation: Vacation): Promise<'put' | 'no-such-account'> {
    const detail = JSON.stringify(vacation);
    const isPut = await this.#writer.call('putVacation', account, detail, wordsOf(vacation));
    if (!isPut) return 'no-such-account';
    this.#bell.ring([account]);
    return 'put';
  }

  async state(account: string): Promise<number> {
    const row = this.#reader.get('SELECT changed FROM vacation WHERE account_id = ?', account);
    return row ? integer(row.changed) : 0;
  }

  async answeredUntil(account: string, sender: string): Promise<Instant | undefined> {
    const row = this.#reader.get(
      'SELECT until FROM answered WHERE account_id = ? AND sender = ?',
      account,
      sender,
    );
    return row && instant(integer(row.until));
  }
}
