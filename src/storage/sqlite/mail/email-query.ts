import type { EmailId } from '../../../mailbox/email.ts';
import type { EmailQuery, EmailsFound, EmailWindow } from '../../../mailbox/email-query.ts';
import type { Modseq } from '../../../mailbox/modseq.ts';
import { type Connection, integer } from '../connection.ts';
import { findSql, type Sql } from './find.ts';

/** Undefined if the anchor is not found. */
export function findEmails(
  connection: Connection,
  account: string,
  query: EmailQuery,
): Omit<EmailsFound, 'state'> | undefined {
  const found = findSql(account, query);
  const { collapseThreads, countsAll, window } = query;
  const isFromEnd = !('anchor' in window) && window.position < 0;
  const counted = countsAll || isFromEnd ? count(connection, found, collapseThreads) : undefined;
  const answer = walk(connection, found, collapseThreads, fromStart(window, counted ?? 0));
  return answer && { ...answer, ...(countsAll && counted !== undefined && { total: counted }) };
}

/** The state in which what was read so far stands. */
export const emailState = (connection: Connection, account: string): Modseq =>
  integer(
    connection.get('SELECT email_modseq FROM account_mail WHERE account_id = ?', account)?.email_modseq ?? 0,
  ) as Modseq;

function count(connection: Connection, { text, values }: Sql, collapses: boolean): number {
  const what = collapses ? 'count(DISTINCT thread_id)' : 'count(*)';
  const [unordered] = text.split(' ORDER BY ');
  // Orders have values of their own, at the end.
  const used = values.slice(0, (unordered?.split('?').length ?? 1) - 1);
  return integer(connection.getOnce(`SELECT ${what} AS n FROM (${unordered})`, ...used)?.n);
}

const fromStart = (window: EmailWindow, total: number): EmailWindow =>
  'anchor' in window || window.position >= 0
    ? window
    : { ...window, position: Math.max(0, total + window.position) };

/** Goes through what is found until the window is full; of a large mailbox that is a small part. */
function walk(
  connection: Connection,
  { text, values }: Sql,
  collapses: boolean,
  window: EmailWindow,
): { readonly ids: EmailId[]; readonly position: number } | undefined {
  const threads = new Set<number>();
  const passed: EmailId[] = [];
  const anchor = 'anchor' in window ? window.anchor : undefined;
  let start = 'anchor' in window ? undefined : window.position;
  let at = 0;
  for (const row of connection.walkOnce(text, ...values)) {
    const thread = integer(row.thread_id);
    if (collapses && threads.has(thread)) continue;
    if (collapses) threads.add(thread);
    const id: EmailId = `E${integer(row.email)}`;
    if (start === undefined && id === anchor && 'anchor' in window) start = Math.max(0, at + window.offset);
    if (start === undefined || at >= start || anchor !== undefined) passed.push(id);
    at++;
    if (start !== undefined && at >= start + window.limit) break;
  }
  if (start === undefined) return undefined;
  // With an anchor all that stands before it was kept.
  const ids = anchor === undefined ? passed : passed.slice(start);
  return { ids: ids.slice(0, window.limit), position: start };
}
