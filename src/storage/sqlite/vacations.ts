import type { OnceRow } from './acceptance-rows.ts';
import { integer } from './connection.ts';
import type { WriteContext } from './write-context.ts';

/** An answer in other words was given to nobody. */
export function putVacation(
  { connection }: WriteContext,
  account: string,
  detail: string,
  words: string,
): boolean {
  connection.run(
    `DELETE FROM answered WHERE account_id = ?
       AND NOT EXISTS (SELECT 1 FROM vacation WHERE account_id = ? AND words = ?)`,
    account,
    account,
    words,
  );
  return (
    connection.run(
      `INSERT INTO vacation (account_id, detail, words, changed)
       SELECT account_id, ?, ?, 1 FROM account WHERE account_id = ?
       ON CONFLICT (account_id) DO UPDATE SET
         detail = excluded.detail, words = excluded.words, changed = changed + 1`,
      detail,
      words,
      account,
    ) > 0
  );
}

export function isAnswerDue(
  { connection }: WriteContext,
  { account, sender, at, sendersMax }: OnceRow,
): boolean {
  connection.run('DELETE FROM answered WHERE account_id = ? AND until <= ?', account, at);
  const isAnswered = connection.get(
    'SELECT 1 FROM answered WHERE account_id = ? AND sender = ?',
    account,
    sender,
  );
  if (isAnswered || !connection.get('SELECT 1 FROM vacation WHERE account_id = ?', account)) return false;
  const row = connection.get('SELECT count(*) AS count FROM answered WHERE account_id = ?', account);
  return integer(row?.count) < sendersMax;
}

export function rememberAnswer({ connection }: WriteContext, { account, sender, until }: OnceRow): void {
  connection.run(
    'INSERT OR REPLACE INTO answered (account_id, sender, until) VALUES (?, ?, ?)',
    account,
    sender,
    until,
  );
}
