import type { EmailId } from '../../../mailbox/email.ts';
import type { EmailQuery, EmailWindow } from '../../../mailbox/email-query.ts';
import type { MailChanges } from '../../../mailbox/modseq.ts';
import type { Capability } from '../../capability.ts';
import { queryMethod } from '../../standard/query.ts';
import { queryChangesMethod } from '../../standard/query-changes.ts';
import type { QueryWindow } from '../../standard/window.ts';
import { idsMax, type MailWorld } from '../world.ts';
import { emailQueryTerms, looksAtThreads, storeQuery } from './email-query.ts';
import { isEmailId } from './email-values.ts';
import { readState } from './states.ts';

/** Emails of a query whose changes are told: of more, a client asks anew. */
const comparedMax = 100_000;

/** Email/query and Email/queryChanges (RFC 8621 §4.4, §4.5). */
export const emailQueries = (world: MailWorld): Capability['methods'] => ({
  'Email/query': queryMethod({
    ...emailQueryTerms,
    idsMax,
    query: async ({ account, filter, sort, window, calculateTotal, extra }, { createdIds }) => {
      await world.catchUp(account.id);
      const query = storeQuery(filter, sort, createdIds);
      const asked = storeWindow(window);
      const { collapseThreads } = extra;
      const found =
        asked &&
        (await world.emails.query(account.id, {
          ...query,
          collapseThreads,
          window: asked,
          countsAll: calculateTotal,
        }));
      if (!found) return undefined;
      const { ids, position, total, state } = found;
      const counted = total !== undefined && { total };
      return { queryState: String(state), canCalculateChanges: true, position, ids, ...counted };
    },
  }),
  'Email/queryChanges': queryChangesMethod({
    ...emailQueryTerms,
    queryChanges: async ({ account, filter, sort, sinceQueryState, extra }, { createdIds }) => {
      await world.catchUp(account.id);
      const since = readState(sinceQueryState);
      const query = { ...storeQuery(filter, sort, createdIds), collapseThreads: extra.collapseThreads };
      const changes =
        since === undefined ? undefined : await world.emails.changes(account.id, 'email', since, comparedMax);
      const touched = changes && (await touchedBy(changes, query, account.id, world));
      if (!changes || changes.hasMore || !touched) return undefined;
      const window = { position: 0, limit: comparedMax };
      const found = await world.emails.query(account.id, { ...query, window, countsAll: true });
      if (!found || found.ids.length === comparedMax) return undefined;
      return {
        newQueryState: String(found.state),
        total: found.total ?? found.ids.length,
        // RFC 8620 §5.6: what may have moved is told as removed, and as added again.
        removed: [...touched].filter((id) => !changes.created.includes(id)),
        added: found.ids.map((id, index) => ({ id, index })).filter(({ id }) => touched.has(id)),
      };
    },
  }),
});

/**
 * The emails whose place in a query may be another than before. Undefined if that cannot be known: where threads matter, an email that is
 * gone may have stood for others of its thread.
 */
async function touchedBy(
  { created, updated, destroyed }: MailChanges,
  query: Pick<EmailQuery, 'filter' | 'sort' | 'collapseThreads'>,
  account: string,
  { emails }: MailWorld,
): Promise<ReadonlySet<string> | undefined> {
  const touched = new Set([...created, ...updated, ...destroyed]);
  if (!query.collapseThreads && !looksAtThreads(query)) return touched;
  if (destroyed.length > 0) return undefined;
  const changed = await emails.emails(account, [...created, ...updated].filter(isEmailId));
  const threads = await emails.threads(account, [...new Set(changed.map(({ thread }) => thread))]);
  for (const ids of threads.values()) for (const id of ids) touched.add(id);
  return touched;
}

function storeWindow(window: QueryWindow): EmailWindow | undefined {
  if (!('anchor' in window)) return window;
  const { anchor, anchorOffset, limit } = window;
  return isEmailId(anchor) ? { anchor: anchor as EmailId, offset: anchorOffset, limit } : undefined;
}
