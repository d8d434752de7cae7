import * as v from 'valibot';
import { accountOf, orNull, readArguments, unsignedIntSchema } from '../arguments.ts';
import type { Method, MethodContext, SessionAccount } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { MethodError } from '../method-error.ts';

export interface ChangesRequest {
  readonly account: SessionAccount;
  readonly sinceState: string;
  /** No more than so many ids may be answered. */
  readonly changesMax: number;
}

/** What became of the records since a state. An id stands in one of the lists at most. */
export interface Changes {
  readonly newState: string;
  readonly hasMoreChanges: boolean;
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly destroyed: readonly string[];
  /** What only this type tells, such as `updatedProperties` (RFC 8621 §2.2). */
  readonly extra?: JsonObject;
}

export interface ChangesSpec {
  readonly capability: string;
  /** Undefined if they cannot be told: the state is unknown or too old. */
  changes(request: ChangesRequest, context: MethodContext): Promise<Changes | undefined>;
}

const entries = {
  accountId: v.string(),
  sinceState: v.string(),
  maxChanges: orNull(v.pipe(unsignedIntSchema, v.minValue(1, 'must be 1 or more'))),
};

/** `Foo/changes` (RFC 8620 §5.2). */
export const changesMethod =
  (spec: ChangesSpec): Method =>
  async (args, context) => {
    const { accountId, sinceState, maxChanges } = readArguments(entries, args);
    const account = accountOf(context, accountId, spec.capability);
    const changesMax = Math.min(maxChanges ?? Number.MAX_SAFE_INTEGER, context.limits.getObjectsMax);
    const changes = await spec.changes({ account, sinceState, changesMax }, context);
    if (!changes) throw new MethodError('cannotCalculateChanges');
    const { newState, hasMoreChanges, created, updated, destroyed, extra } = changes;
    return {
      accountId: account.id,
      oldState: sinceState,
      newState,
      hasMoreChanges,
      created,
      updated,
      destroyed,
      ...extra,
    };
  };
