import type { WriteContext } from './write-context.ts';

/** The next state of an account: its changes are numbered. */
const nextState =
  '(SELECT coalesce(max(other.changed), 0) + 1 FROM identity AS other WHERE other.account_id = ?)';

/** What was removed and is there again is new. */
export function putIdentity(
  { connection }: WriteContext,
  account: string,
  id: string,
  detail: string,
): boolean {
  if (!connection.get('SELECT 1 FROM account WHERE account_id = ?', account)) return false;
  connection.run(
    `INSERT INTO identity (account_id, identity_id, detail, is_destroyed, created, changed)
     VALUES (?, ?, ?, 0, ${nextState}, ${nextState})
     ON CONFLICT (account_id, identity_id) DO UPDATE SET detail = excluded.detail, changed = excluded.changed,
       created = iif(is_destroyed = 1, excluded.created, created), is_destroyed = 0`,
    account,
    id,
    detail,
    account,
    account,
  );
  return true;
}

export const removeIdentity = ({ connection }: WriteContext, account: string, id: string): boolean =>
  connection.run(
    `UPDATE identity SET is_destroyed = 1, changed = ${nextState}
     WHERE account_id = ? AND identity_id = ? AND is_destroyed = 0`,
    account,
    account,
    id,
  ) > 0;
