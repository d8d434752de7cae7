import * as v from 'valibot';
import type { Mailbox } from '../../../mailbox/mailbox.ts';
import type { Capability } from '../../capability.ts';
import type { Comparator } from '../../standard/comparators.ts';
import { type Filter, matchesFilter } from '../../standard/filter.ts';
import { queryMethod } from '../../standard/query.ts';
import { queryChangesMethod } from '../../standard/query-changes.ts';
import { cutWindow } from '../../standard/window.ts';
import { idsMax, type MailWorld, mailUri } from '../world.ts';
import { stateOf } from './states.ts';

const orNull = v.exactOptional(v.nullable(v.string()));

/** RFC 8621 §2.3 */
const terms = {
  capability: mailUri,
  condition: {
    parentId: orNull,
    name: v.exactOptional(v.string()),
    role: orNull,
    hasAnyRole: v.exactOptional(v.boolean()),
    isSubscribed: v.exactOptional(v.boolean()),
  },
  sort: { properties: ['sortOrder', 'name'] },
  extra: { sortAsTree: v.optional(v.boolean(), false), filterAsTree: v.optional(v.boolean(), false) },
};

type Condition = v.InferOutput<v.StrictObjectSchema<(typeof terms)['condition'], undefined>>;

interface TreeArguments {
  readonly sortAsTree: boolean;
  readonly filterAsTree: boolean;
}

/** Mailbox/query and Mailbox/queryChanges (RFC 8621 §2.3, §2.4). */
export const mailboxQueries = (world: MailWorld): Capability['methods'] => ({
  'Mailbox/query': queryMethod({
    ...terms,
    idsMax,
    query: async ({ account, filter, sort, window, extra }) => {
      const queryState = await stateOf('mailbox', account.id, world);
      const ids = findMailboxes(await world.emails.mailboxes(account.id), filter, sort, extra);
      const cut = cutWindow(ids, window);
      return cut && { queryState, canCalculateChanges: false, ...cut, total: ids.length };
    },
  }),
  'Mailbox/queryChanges': queryChangesMethod({
    ...terms,
    queryChanges: async ({ account, sinceQueryState }) => {
      const state = await stateOf('mailbox', account.id, world);
      // There are few mailboxes: whoever has an old list asks for the new one.
      return state === sinceQueryState ? { newQueryState: state, removed: [], added: [] } : undefined;
    },
  }),
});

function findMailboxes(
  all: readonly Mailbox[],
  filter: Filter<Condition> | undefined,
  sort: readonly Comparator[],
  { sortAsTree, filterAsTree }: TreeArguments,
): string[] {
  const sorted = [...all].sort(comparing(sort));
  const ordered = sortAsTree ? inTreeOrder(sorted) : sorted;
  const isMet = (mailbox: Mailbox) => !filter || matchesFilter(filter, (each) => meets(mailbox, each));
  const byId = new Map(all.map((mailbox) => [mailbox.id, mailbox]));
  const isShown = (mailbox: Mailbox): boolean => {
    const parent = mailbox.parent === undefined ? undefined : byId.get(mailbox.parent);
    return isMet(mailbox) && (!filterAsTree || !parent || isShown(parent));
  };
  return ordered.filter(isShown).map(({ id }) => id);
}

function meets(mailbox: Mailbox, { parentId, name, role, hasAnyRole, isSubscribed }: Condition): boolean {
  return (
    (parentId === undefined || parentId === (mailbox.parent ?? null)) &&
    (name === undefined || mailbox.name.toLowerCase().includes(name.toLowerCase())) &&
    (role === undefined || role === (mailbox.role ?? null)) &&
    (hasAnyRole === undefined || hasAnyRole === (mailbox.role !== undefined)) &&
    (isSubscribed === undefined || isSubscribed === mailbox.isSubscribed)
  );
}

const comparing =
  (sort: readonly Comparator[]) =>
  (a: Mailbox, b: Mailbox): number => {
    for (const { property, isAscending } of sort) {
      const order = property === 'name' ? compareNames(a.name, b.name) : a.sortOrder - b.sortOrder;
      if (order !== 0) return isAscending ? order : -order;
    }
    return Number(a.id.slice(1)) - Number(b.id.slice(1));
  };

const compareNames = (a: string, b: string): number => {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
};

/** RFC 8621 §2.3: each mailbox stands behind its parent, siblings in their order. */
function inTreeOrder(sorted: readonly Mailbox[]): Mailbox[] {
  const children = Map.groupBy(sorted, ({ parent }) => parent);
  const walk = (parent: Mailbox['parent']): Mailbox[] =>
    (children.get(parent) ?? []).flatMap((mailbox) => [mailbox, ...walk(mailbox.id)]);
  return walk(undefined);
}
