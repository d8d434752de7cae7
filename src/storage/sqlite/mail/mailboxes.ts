import {
  type MailboxChanges,
  type MailboxProblem,
  mailboxDepthMax,
  mailboxesMax,
} from '../../../mailbox/mailbox.ts';
import { StoreError } from '../../../queue/queue-store.ts';
import { type Connection, integer, type Row, text } from '../connection.ts';
import type { WriteContext } from '../write-context.ts';
import { removeFrom } from './emails.ts';
import { bury, nextModseq } from './modseq.ts';

/** Answers its number. */
export function addMailbox(
  { connection }: WriteContext,
  account: string,
  changes: MailboxChanges & { readonly name: string },
): number | MailboxProblem {
  const { name, sortOrder = 10, isSubscribed = true } = changes;
  const parent = numberOf(changes.parent ?? null);
  const problem = placeProblem(connection, account, { name, parent });
  if (problem) return problem;
  const count = connection.get('SELECT count(*) AS n FROM mailbox WHERE account_id = ?', account);
  const first = connection.get(
    'SELECT uid_validity FROM mailbox WHERE account_id = ? ORDER BY uid_validity DESC LIMIT 1',
    account,
  );
  if (!first) return 'no-such-parent';
  if (integer(count?.n) >= mailboxesMax) return 'too-many';
  const modseq = nextModseq(connection, account, ['mailbox']) ?? 0;
  return connection.insert(
    `INSERT INTO mailbox (account_id, parent_id, name, role, sort_order, is_subscribed, uid_validity, uid_next, created_modseq,
       modseq, counts_modseq, emails, unread) VALUES (?, ?, ?, NULL, ?, ?, ?, 1, ?, ?, ?, 0, 0)`,
    account,
    parent,
    name,
    sortOrder,
    Number(isSubscribed),
    // RFC 9051 §2.3.1.1: another one than that of a mailbox that had the name before.
    (integer(first.uid_validity) + 1) % 2 ** 32 || 1,
    modseq,
    modseq,
    modseq,
  );
}

export function changeMailbox(
  { connection }: WriteContext,
  account: string,
  id: number,
  changes: MailboxChanges,
): 'changed' | MailboxProblem {
  const row = find(connection, account, id);
  if (!row) return 'no-such-mailbox';
  const name = changes.name ?? text(row.name);
  const parent = changes.parent === undefined ? integer(row.parent_id) : numberOf(changes.parent);
  const problem = placeProblem(connection, account, { name, parent, id });
  if (problem) return problem;
  const modseq = nextModseq(connection, account, ['mailbox']) ?? 0;
  connection.run(
    'UPDATE mailbox SET name = ?, parent_id = ?, sort_order = ?, is_subscribed = ?, modseq = ? WHERE mailbox_id = ?',
    name,
    parent,
    changes.sortOrder ?? integer(row.sort_order),
    Number(changes.isSubscribed ?? integer(row.is_subscribed)),
    modseq,
    id,
  );
  return 'changed';
}

export function removeMailbox(
  context: WriteContext,
  account: string,
  id: number,
  destroysEmails: boolean,
): 'removed' | MailboxProblem {
  const { connection } = context;
  const row = find(connection, account, id);
  if (!row) return 'no-such-mailbox';
  if (row.role !== null) throw new StoreError(`the ${text(row.role)} mailbox of an account stays`);
  if (connection.get('SELECT 1 FROM mailbox WHERE account_id = ? AND parent_id = ?', account, id))
    return 'has-child';
  const entries = connection.all('SELECT email FROM mailbox_entry WHERE mailbox = ?', id);
  if (entries.length > 0 && !destroysEmails) return 'has-email';
  for (const { email } of entries) removeFrom(context, account, { mailbox: id, email: integer(email) });
  const modseq = nextModseq(connection, account, ['mailbox']) ?? 0;
  connection.run('DELETE FROM mailbox WHERE mailbox_id = ?', id);
  bury(connection, account, modseq, { kind: 'mailbox', id, createdModseq: integer(row.created_modseq) });
  return 'removed';
}

/** Whether a mailbox may have this name at this place. */
function placeProblem(
  connection: Connection,
  account: string,
  { name, parent, id = 0 }: { readonly name: string; readonly parent: number; readonly id?: number },
): MailboxProblem | undefined {
  let depth = 1;
  for (let above = parent; above !== 0; depth++) {
    if (above === id) return 'circle';
    if (depth >= mailboxDepthMax) return 'too-many';
    const row = find(connection, account, above);
    if (!row) return 'no-such-parent';
    above = integer(row.parent_id);
  }
  const other = connection.get(
    'SELECT mailbox_id FROM mailbox WHERE account_id = ? AND parent_id = ? AND name = ?',
    account,
    parent,
    name,
  );
  return other && integer(other.mailbox_id) !== id ? 'name-taken' : undefined;
}

const find = (connection: Connection, account: string, id: number): Row | undefined =>
  connection.get('SELECT * FROM mailbox WHERE mailbox_id = ? AND account_id = ?', id, account);

/** parent_id */
const numberOf = (id: string | null): number => (id === null ? 0 : Number(id.slice(1)));
