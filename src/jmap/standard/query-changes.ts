import * as v from 'valibot';
import { accountOf, idReferenceSchema, orNull, unsignedIntSchema } from '../arguments.ts';
import type { Method, MethodContext } from '../capability.ts';
import type { Json } from '../json.ts';
import { MethodError } from '../method-error.ts';
import { readSort } from './comparators.ts';
import { readFilter } from './filter.ts';
import { type ExtraOf, splitArguments } from './get.ts';
import type { QueryRequest, QueryTerms } from './query.ts';

export interface QueryChangesRequest<Condition, Extra>
  extends Omit<QueryRequest<Condition, Extra>, 'window'> {
  readonly sinceQueryState: string;
  /** Nothing behind it need be told, if sort and filter cannot change their mind about a record. */
  readonly upToId: string | undefined;
  /** More changes than these are an error, and need not be told. */
  readonly changesMax: number;
}

export interface QueryChanges {
  readonly newQueryState: string;
  /** Where it was asked for. */
  readonly total?: number;
  readonly removed: readonly string[];
  /** By ascending index. */
  readonly added: readonly AddedItem[];
}

export type AddedItem = { readonly id: string; readonly index: number };

export interface QueryChangesSpec<Condition extends v.ObjectEntries, Extra extends v.ObjectEntries>
  extends QueryTerms<Condition, Extra> {
  /** Undefined if they cannot be told. */
  queryChanges(
    request: QueryChangesRequest<ExtraOf<Condition>, ExtraOf<Extra>>,
    context: MethodContext,
  ): Promise<QueryChanges | undefined>;
}

const common = {
  accountId: v.string(),
  filter: v.optional(v.unknown(), null),
  sort: v.optional(v.unknown(), null),
  sinceQueryState: v.string(),
  maxChanges: orNull(unsignedIntSchema),
  upToId: orNull(idReferenceSchema),
  calculateTotal: v.optional(v.boolean(), false),
};

/** `Foo/queryChanges` (RFC 8620 §5.6). */
export function queryChangesMethod<
  const Condition extends v.ObjectEntries,
  const Extra extends v.ObjectEntries = Record<never, never>,
>(spec: QueryChangesSpec<Condition, Extra>): Method {
  return async (args, context) => {
    const { own, extra } = splitArguments(args, common, spec.extra);
    const { sinceQueryState, calculateTotal } = own;
    const account = accountOf(context, own.accountId, spec.capability);
    const filter = readFilter(own.filter as Json, spec.condition);
    const sort = readSort(own.sort as Json, spec.sort);
    const changesMax = own.maxChanges ?? Number.MAX_SAFE_INTEGER;
    const upToId = own.upToId === null ? undefined : (context.createdIds.resolve(own.upToId) ?? own.upToId);
    const changes = await spec.queryChanges(
      { account, filter, sort, sinceQueryState, upToId, changesMax, calculateTotal, extra },
      context,
    );
    if (!changes) throw new MethodError('cannotCalculateChanges');
    const { newQueryState, total, removed, added } = changes;
    if (removed.length + added.length > changesMax) throw new MethodError('tooManyChanges');
    return {
      accountId: account.id,
      oldQueryState: sinceQueryState,
      newQueryState,
      ...(calculateTotal && total !== undefined && { total }),
      removed,
      added,
    };
  };
}
