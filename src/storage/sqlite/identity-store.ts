import type { Identity, IdentityChanges, IdentityStore } from '../../accounts/identities.ts';
import type { ChangeBell } from '../change-bell.ts';
import { sortChanges } from '../numbered-changes.ts';
import { type Connection, integer, json, text } from './connection.ts';
import type { Writer } from './verbs.ts';

export class SqliteIdentityStore implements IdentityStore {
  readonly #writer: Writer;
  readonly #reader: Connection;
  readonly #bell: ChangeBell;

  constructor(writer: Writer, reader: Connection, bell: ChangeBell) {
    this.#writer = writer;
    this.#reader = reader;
    this.#bell = bell;
  }

  async list(account: string): Promise<readonly Identity[]> {
    const rows = this.#reader.all(
      'SELECT detail FROM identity WHERE account_id = ? AND is_destroyed = 0 ORDER BY identity_id',
      account,
    );
    return rows.map((row) => json<Identity>(row.detail));
  }

  async put(account: string, identity: Identity): Promise<'put' | 'no-such-account'> {
    const isPut = await this.#writer.call('putIdentity', account, identity.id, JSON.stringify(identity));
    if (!isPut) return 'no-such-account';
    this.#bell.ring([account]);
    return 'put';
  }

  async remove(account: string, id: string): Promise<'removed' | 'unknown'> {
    if (!(await this.#writer.call('removeIdentity', account, id))) return 'unknown';
    this.#bell.ring([account]);
    return 'removed';
  }

  async state(account: string): Promise<number> {
    const row = this.#reader.get(
      'SELECT coalesce(max(changed), 0) AS state FROM identity WHERE account_id = ?',
      account,
    );
    return integer(row?.state);
  }

  async changes(account: string, since: number, limit: number): Promise<IdentityChanges | undefined> {
    const rows = this.#reader.all(
      `SELECT identity_id, created, changed, is_destroyed FROM identity INDEXED BY identity_changed
       WHERE account_id = ? AND changed > ? ORDER BY changed LIMIT ?`,
      account,
      since,
      limit + 1,
    );
    const changed = rows.map((row) => ({
      id: text(row.identity_id),
      created: integer(row.created),
      changed: integer(row.changed),
      isDestroyed: row.is_destroyed === 1,
    }));
    return sortChanges(changed, { since, state: await this.state(account), limit });
  }
}
