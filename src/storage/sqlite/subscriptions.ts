import type { WriteContext } from './write-context.ts';

/** A row of push_subscription. */
export interface SubscriptionRow {
  readonly id: string;
  readonly account: string;
  readonly credential: string;
  readonly expiresAt: number;
  /** JSON */
  readonly detail: string;
}

/** Answers false if there is no such account. */
export function addSubscription({ connection }: WriteContext, row: SubscriptionRow): boolean {
  const { id, account, credential, expiresAt, detail } = row;
  const added = connection.run(
    `INSERT INTO push_subscription (subscription_id, account_id, credential, expires_at, detail)
     SELECT ?, account_id, ?, ?, ? FROM account WHERE account_id = ?`,
    id,
    credential,
    expiresAt,
    detail,
    account,
  );
  return added > 0;
}

export function replaceSubscription(
  { connection }: WriteContext,
  { id, expiresAt, detail }: SubscriptionRow,
): void {
  connection.run(
    'UPDATE push_subscription SET expires_at = ?, detail = ? WHERE subscription_id = ?',
    expiresAt,
    detail,
    id,
  );
}

/** Answers false if the account has no such subscription. */
export const removeSubscription = ({ connection }: WriteContext, account: string, id: string): boolean =>
  connection.run('DELETE FROM push_subscription WHERE subscription_id = ? AND account_id = ?', id, account) >
  0;

export const forgetSubscriptionsOf = (
  { connection }: WriteContext,
  account: string,
  credential: string,
): number =>
  connection.run(
    'DELETE FROM push_subscription WHERE account_id = ? AND credential = ?',
    account,
    credential,
  );

export const forgetExpiredSubscriptions = ({ connection }: WriteContext, now: number): number =>
  connection.run('DELETE FROM push_subscription WHERE expires_at <= ?', now);
