import type { AccessKind, AccessToken, AccessTokenStore } from '../../accounts/access-tokens.ts';
import type { AccountId } from '../../accounts/accounts.ts';
import type { Bytes } from '../../base/bytes.ts';
import { type Instant, instant } from '../../base/instant.ts';
import { blob, type Connection, integer, optional, type Row, text } from './connection.ts';
import { compact } from './rows.ts';
import type { Writer } from './verbs.ts';

const columns = 'token_id, account_id, kind, name, digest, created_at, last_used_at, expires_at';

export class SqliteTokenStore implements AccessTokenStore {
  readonly #writer: Writer;
  readonly #reader: Connection;

  constructor(writer: Writer, reader: Connection) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async addToken(token: AccessToken): Promise<'added' | 'no-such-account'> {
    const { id, account, kind, name, digest, createdAt, lastUsedAt, expiresAt = null } = token;
    const row = { id, account, kind, name, digest: compact(digest), createdAt, lastUsedAt, expiresAt };
    return (await this.#writer.call('addToken', row)) ? 'added' : 'no-such-account';
  }

  async findToken(digest: Bytes): Promise<AccessToken | undefined> {
    const row = this.#reader.get(`SELECT ${columns} FROM access_token WHERE digest = ?`, compact(digest));
    return row && tokenOf(row);
  }

  async listTokens(account: AccountId): Promise<readonly AccessToken[]> {
    const sql = `SELECT ${columns} FROM access_token WHERE account_id = ? ORDER BY created_at, token_id`;
    return this.#reader.all(sql, account).map(tokenOf);
  }

  async useToken(id: string, at: Instant, expiresAt: Instant | undefined): Promise<void> {
    await this.#writer.call('useToken', id, at, expiresAt ?? null);
  }

  async removeToken(account: AccountId, id: string): Promise<'removed' | 'no-such-token'> {
    return (await this.#writer.call('removeToken', account, id)) ? 'removed' : 'no-such-token';
  }

  async removeTokens(account: AccountId, kind: AccessKind): Promise<number> {
    return await this.#writer.call('removeTokens', account, kind);
  }

  async forgetExpired(now: Instant): Promise<number> {
    return await this.#writer.call('forgetExpiredTokens', now);
  }
}

function tokenOf(row: Row): AccessToken {
  const expiresAt = optional(integer, row.expires_at);
  return {
    id: text(row.token_id),
    account: text(row.account_id) as AccountId,
    kind: text(row.kind) as AccessKind,
    name: text(row.name),
    digest: blob(row.digest),
    createdAt: instant(integer(row.created_at)),
    lastUsedAt: instant(integer(row.last_used_at)),
    ...(expiresAt === undefined ? {} : { expiresAt: instant(expiresAt) }),
  };
}
