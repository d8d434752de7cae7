import { forgetSubscriptionsOf } from './subscriptions.ts';
import type { WriteContext } from './write-context.ts';

/** A row of access_token. */
export interface TokenRow {
  readonly id: string;
  readonly account: string;
  readonly kind: string;
  readonly name: string;
  readonly digest: Uint8Array;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number | null;
}

/** Answers false if there is no such account. */
export function addToken({ connection }: WriteContext, token: TokenRow): boolean {
  const { id, account, kind, name, digest, createdAt, lastUsedAt, expiresAt } = token;
  const added = connection.run(
    `INSERT INTO access_token (token_id, account_id, kind, name, digest, created_at, last_used_at, expires_at)
     SELECT ?, account_id, ?, ?, ?, ?, ?, ? FROM account WHERE account_id = ?`,
    id,
    kind,
    name,
    digest,
    createdAt,
    lastUsedAt,
    expiresAt,
    account,
  );
  return added > 0;
}

export function useToken(
  { connection }: WriteContext,
  id: string,
  at: number,
  expiresAt: number | null,
): void {
  connection.run(
    'UPDATE access_token SET last_used_at = ?, expires_at = ? WHERE token_id = ?',
    at,
    expiresAt,
    id,
  );
}

/** Answers false if the account has no such token. */
export function removeToken(context: WriteContext, account: string, id: string): boolean {
  forgetSubscriptionsOf(context, account, `token ${id}`);
  const sql = 'DELETE FROM access_token WHERE token_id = ? AND account_id = ?';
  return context.connection.run(sql, id, account) > 0;
}

export function removeTokens(context: WriteContext, account: string, kind: string): number {
  if (kind === 'session') forgetSubscriptionsOf(context, account, kind);
  return context.connection.run('DELETE FROM access_token WHERE account_id = ? AND kind = ?', account, kind);
}

export const forgetExpiredTokens = ({ connection }: WriteContext, now: number): number =>
  connection.run('DELETE FROM access_token WHERE expires_at <= ?', now);
