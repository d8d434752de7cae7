import type { MailChanges, MailKind, Modseq } from '../../../mailbox/modseq.ts';
import { type Connection, integer, type Row } from '../connection.ts';
import { kindNumbers } from './modseq.ts';

/** Changes in their order, each with its mod-sequence and that of the creation. */
const queries: Readonly<Record<MailKind, string>> = {
  email: `SELECT email_id AS id, modseq, created_modseq, modseq AS own_modseq FROM email
    WHERE account_id = ? AND modseq > ? ORDER BY modseq LIMIT ?`,
  thread: `SELECT thread_id AS id, modseq, created_modseq, modseq AS own_modseq FROM thread
    WHERE account_id = ? AND modseq > ? ORDER BY modseq LIMIT ?`,
  mailbox: `SELECT mailbox_id AS id, max(modseq, counts_modseq) AS modseq, created_modseq, modseq AS own_modseq FROM mailbox
    WHERE account_id = ? AND max(modseq, counts_modseq) > ? ORDER BY max(modseq, counts_modseq) LIMIT ?`,
};

const prefixes: Readonly<Record<MailKind, string>> = { email: 'E', mailbox: 'M', thread: 'T' };

/** Undefined if the state is not one of this account, or too old. */
export function changesSince(
  connection: Connection,
  account: string,
  kind: MailKind,
  { since, limit }: { readonly since: Modseq; readonly limit: number },
): MailChanges | undefined {
  const mail = connection.get('SELECT * FROM account_mail WHERE account_id = ?', account);
  if (!mail || since < integer(mail.forgotten_modseq) || since > integer(mail.modseq)) return undefined;
  const living = connection.all(queries[kind], account, since, limit + 1);
  const gone = connection.all(
    `SELECT id, modseq, created_modseq FROM tombstone WHERE account_id = ? AND kind = ? AND modseq > ?
     ORDER BY modseq LIMIT ?`,
    account,
    kindNumbers[kind],
    since,
    limit + 1,
  );
  const all = [
    ...living.map((row) => ({ row, isGone: false })),
    ...gone.map((row) => ({ row, isGone: true })),
  ].sort((a, b) => integer(a.row.modseq) - integer(b.row.modseq));
  const cut = wholeChanges(all, limit);
  if (cut.length === 0 && all.length > 0) return undefined;
  const ids = (which: (each: (typeof all)[number]) => boolean) =>
    cut.filter(which).map(({ row }) => `${prefixes[kind]}${integer(row.id)}`);
  const isNew = ({ row }: { readonly row: Row }) => integer(row.created_modseq) > since;
  const hasMore = cut.length < all.length;
  const last = cut.at(-1);
  return {
    created: ids((each) => !each.isGone && isNew(each)),
    updated: ids((each) => !each.isGone && !isNew(each)),
    destroyed: ids((each) => each.isGone && !isNew(each)),
    state: (hasMore && last ? integer(last.row.modseq) : integer(mail[`${kind}_modseq`])) as Modseq,
    hasMore,
    isCountsOnly: cut.every(
      ({ row, isGone }) => !isGone && !isNew({ row }) && integer(row.own_modseq) <= since,
    ),
  };
}

/** The first changes, no more than the limit. What one change did to several objects is told together: no state lies between. */
function wholeChanges<T extends { readonly row: Row }>(all: readonly T[], limit: number): readonly T[] {
  if (all.length <= limit) return all;
  const border = integer(all[limit]?.row.modseq);
  return all.slice(0, limit).filter(({ row }) => integer(row.modseq) < border);
}
