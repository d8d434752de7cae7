import * as v from 'valibot';
import type { Mailbox } from '../../../mailbox/mailbox.ts';
import { idReferenceSchema } from '../../arguments.ts';
import type { Capability } from '../../capability.ts';
import type { CreatedIds } from '../../created-ids.ts';
import type { Comparator } from '../../standard/comparators.ts';
import type { Filter } from '../../standard/filter.ts';
import { queryMethod } from '../../standard/query.ts';
import { queryChangesMethod } from '../../standard/query-changes.ts';
import { cutWindow } from '../../standard/window.ts';
import { idsMax, type MailWorld, mailUri } from '../world.ts';
import { readState, stateOf } from './states.ts';

/** RFC 8621 §2.3 */
const condition = {
  parentId: v.exactOptional(v.nullable(idReferenceSchema)),
  name: v.exactOptional(v.string()),
  role: v.exactOptional(v.nullable(v.string())),
  hasAnyRole: v.exactOptional(v.boolean()),
  isSubscribed: v.exactOptional(v.boolean()),
};

type Condition = v.InferOutput<v.StrictObjectSchema<typeof condition, undefined>>;

const terms = {
  capability: mailUri,
  condition,
  sort: { properties: ['sortOrder', 'name'] },
  extra: { sortAsTree: v.optional(v.boolean(), false), filterAsTree: v.optional(v.boolean(), false) },
};

interface Asked {
  readonly filter: Filter<Condition> | undefined;
  readonly sort: readonly Comparator[];
  readonly extra: { readonly sortAsTree: boolean; readonly filterAsTree: boolean };
}

/** Mailbox/query and Mailbox/queryChanges (RFC 8621 §2.3, §2.4). */
export const mailboxQueries = (world: MailWorld): Capability['methods'] => ({
  'Mailbox/query': queryMethod({
    ...terms,
    idsMax,
    query: async ({ account, window, ...asked }, { createdIds }) => {
      const queryState = await stateOf('mailbox', account.id, world);
      const ids = find(await world.emails.mailboxes(account.id), asked, createdIds);
      const cut = cutWindow(ids, window);
      return cut && { queryState, canCalculateChanges: true, ...cut, total: ids.length };
    },
  }),
  'Mailbox/queryChanges': queryChangesMethod({
    ...terms,
    queryChanges: async ({ account, sinceQueryState, ...asked }, { createdIds }) => {
      const since = readState(sinceQueryState);
      const newQueryState = await stateOf('mailbox', account.id, world);
      const changes =
        since === undefined ? undefined : await world.emails.changes(account.id, 'mailbox', since, idsMax);
      // In a tree, what is beneath a mailbox moves with it: then the whole order may be another.
      const isTree = asked.extra.sortAsTree || asked.extra.filterAsTree;
      if (!changes || changes.hasMore || (isTree && !changes.isCountsOnly)) return undefined;
      const ids = find(await world.emails.mailboxes(account.id), asked, createdIds);
      const touched = new Set([...changes.created, ...changes.updated]);
      return {
        newQueryState,
        total: ids.length,
        removed: [...changes.updated, ...changes.destroyed],
        added: ids.map((id, index) => ({ id, index })).filter(({ id }) => touched.has(id)),
      };
    },
  }),
});

function find(all: readonly Mailbox[], { filter, sort, extra }: Asked, createdIds: CreatedIds): string[] {
  const byId = new Map(all.map((each) => [each.id as string, each]));
  const isMatch = (mailbox: Mailbox) => !filter || matches(mailbox, filter, createdIds);
  const isFound = extra.filterAsTree ? (each: Mailbox) => pathOf(each, byId).every(isMatch) : isMatch;
  const compare = (a: Mailbox, b: Mailbox) => comparison(a, b, sort);
  const order = extra.sortAsTree ? inTree(byId, compare) : compare;
  return all
    .filter(isFound)
    .sort(order)
    .map(({ id }) => id);
}

/** The mailbox and all in which it lies, the outermost first. */
function pathOf(mailbox: Mailbox, byId: ReadonlyMap<string, Mailbox>): Mailbox[] {
  const path = [mailbox];
  for (let parent = mailbox.parent; parent !== undefined; ) {
    const next = byId.get(parent);
    if (!next || path.includes(next)) break;
    path.unshift(next);
    parent = next.parent;
  }
  return path;
}

/** RFC 8621 §2.3, sortAsTree: whoever lies within another follows it; else the ancestors are compared that have one parent. */
const inTree =
  (byId: ReadonlyMap<string, Mailbox>, compare: (a: Mailbox, b: Mailbox) => number) =>
  (a: Mailbox, b: Mailbox): number => {
    const [pathA, pathB] = [pathOf(a, byId), pathOf(b, byId)];
    const fork = pathA.findIndex((each, i) => each !== pathB[i]);
    const [x, y] = [pathA[fork], pathB[fork]];
    return x && y ? compare(x, y) : pathA.length - pathB.length;
  };

function matches(mailbox: Mailbox, filter: Filter<Condition>, createdIds: CreatedIds): boolean {
  if (filter.kind === 'condition') return meets(mailbox, filter.condition, createdIds);
  const hits = filter.conditions.map((each) => matches(mailbox, each, createdIds));
  if (filter.operator === 'AND') return hits.every(Boolean);
  return filter.operator === 'OR' ? hits.some(Boolean) : !hits.some(Boolean);
}

function meets(mailbox: Mailbox, asked: Condition, createdIds: CreatedIds): boolean {
  const { parentId, name, role, hasAnyRole, isSubscribed } = asked;
  const parent = typeof parentId === 'string' ? (createdIds.resolve(parentId) ?? '') : parentId;
  return (
    (parent === undefined || parent === (mailbox.parent ?? null)) &&
    (name === undefined || folded(mailbox.name).includes(folded(name))) &&
    (role === undefined || role === (mailbox.role ?? null)) &&
    (hasAnyRole === undefined || hasAnyRole === (mailbox.role !== undefined)) &&
    (isSubscribed === undefined || isSubscribed === mailbox.isSubscribed)
  );
}

function comparison(a: Mailbox, b: Mailbox, sort: readonly Comparator[]): number {
  for (const { property, isAscending } of sort) {
    const order =
      property === 'name' ? compareText(folded(a.name), folded(b.name)) : a.sortOrder - b.sortOrder;
    if (order !== 0) return isAscending ? order : -order;
  }
  return compareText(a.id, b.id);
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
