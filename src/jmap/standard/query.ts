import * as v from 'valibot';
import { accountOf, idReferenceSchema, intSchema, orNull, unsignedIntSchema } from '../arguments.ts';
import type { Method, MethodContext, SessionAccount } from '../capability.ts';
import type { Json } from '../json.ts';
import { MethodError } from '../method-error.ts';
import { type Comparator, readSort, type SortProperties } from './comparators.ts';
import { type Filter, readFilter } from './filter.ts';
import { type ExtraOf, splitArguments } from './get.ts';
import type { QueryWindow } from './window.ts';

export interface QueryRequest<Condition, Extra> {
  readonly account: SessionAccount;
  /** Undefined: all records. */
  readonly filter: Filter<Condition> | undefined;
  /** May be empty: any order that stays as it is. */
  readonly sort: readonly Comparator[];
  readonly window: QueryWindow;
  readonly calculateTotal: boolean;
  readonly extra: Extra;
}

export interface QueryAnswer {
  readonly queryState: string;
  readonly canCalculateChanges: boolean;
  /** The index of the first id, in all that was found. */
  readonly position: number;
  readonly ids: readonly string[];
  /** Where it was asked for. */
  readonly total?: number;
}

/** What may be asked for in a query of a type. */
export interface QueryTerms<Condition extends v.ObjectEntries, Extra extends v.ObjectEntries> {
  readonly capability: string;
  /** The properties of a filter condition, each optional. */
  readonly condition: Condition;
  readonly sort: SortProperties;
  readonly extra?: Extra;
}

export interface QuerySpec<Condition extends v.ObjectEntries, Extra extends v.ObjectEntries>
  extends QueryTerms<Condition, Extra> {
  /** Ids answered at once. */
  readonly idsMax: number;
  /** Undefined if the anchor is not among what was found. */
  query(
    request: QueryRequest<ExtraOf<Condition>, ExtraOf<Extra>>,
    context: MethodContext,
  ): Promise<QueryAnswer | undefined>;
}

const common = {
  accountId: v.string(),
  filter: v.optional(v.unknown(), null),
  sort: v.optional(v.unknown(), null),
  position: v.optional(intSchema, 0),
  anchor: orNull(idReferenceSchema),
  anchorOffset: v.optional(intSchema, 0),
  limit: orNull(unsignedIntSchema),
  calculateTotal: v.optional(v.boolean(), false),
};

/** `Foo/query` (RFC 8620 §5.5). */
export function queryMethod<
  const Condition extends v.ObjectEntries,
  const Extra extends v.ObjectEntries = Record<never, never>,
>(spec: QuerySpec<Condition, Extra>): Method {
  return async (args, context) => {
    const { own, extra } = splitArguments(args, common, spec.extra);
    const account = accountOf(context, own.accountId, spec.capability);
    const filter = readFilter(own.filter as Json, spec.condition);
    const sort = readSort(own.sort as Json, spec.sort);
    const { anchor, anchorOffset, position, calculateTotal } = own;
    const limit = Math.min(own.limit ?? Number.MAX_SAFE_INTEGER, spec.idsMax);
    const window: QueryWindow =
      anchor === null
        ? { position, limit }
        : { anchor: context.createdIds.resolve(anchor) ?? anchor, anchorOffset, limit };
    const found = await spec.query({ account, filter, sort, window, calculateTotal, extra }, context);
    if (!found) throw new MethodError('anchorNotFound');
    const { total, ...answer } = found;
    return {
      accountId: account.id,
      ...answer,
      ...(calculateTotal && total !== undefined && { total }),
      ...(limit !== own.limit && { limit }),
    };
  };
}
