import { suppressionsMax } from '../../queue/suppression.ts';
import type { WriteContext } from './write-context.ts';

/** The oldest entries make room. */
export function putSuppression(
  { connection }: WriteContext,
  account: string,
  address: string,
  at: number,
  detail: string,
): void {
  connection.run(
    `INSERT INTO suppression (account_id, address, at, detail)
     SELECT account_id, ?, ?, ? FROM account WHERE account_id = ?
     ON CONFLICT (account_id, address) DO UPDATE SET at = excluded.at, detail = excluded.detail`,
    address,
    at,
    detail,
    account,
  );
  connection.run(
    `DELETE FROM suppression WHERE account_id = ? AND address IN (
       SELECT address FROM suppression WHERE account_id = ? ORDER BY at DESC, address LIMIT -1 OFFSET ?)`,
    account,
    account,
    suppressionsMax,
  );
}

export const removeSuppression = ({ connection }: WriteContext, account: string, address: string): boolean =>
  connection.run('DELETE FROM suppression WHERE account_id = ? AND address = ?', account, address) > 0;
