import * as v from 'valibot';
import { idReferenceSchema, idSchema, mapOf, objectSchema, orNull, writableAccountOf } from '../arguments.ts';
import type { Method, MethodContext, SessionAccount } from '../capability.ts';
import type { Json, JsonObject } from '../json.ts';
import { MethodError } from '../method-error.ts';
import type { SetError } from '../set-error.ts';
import { type ExtraOf, splitArguments } from './get.ts';

export interface SetRequest<Extra> {
  readonly account: SessionAccount;
  /** By creation id. */
  readonly create: ReadonlyMap<string, JsonObject>;
  /**
   * Patches (RFC 8620 §5.3) by id. Here and in `destroy` there may be `#` and a creation id, also one of `create`: look it up
   * when its turn comes.
   */
  readonly update: ReadonlyMap<string, JsonObject>;
  readonly destroy: readonly string[];
  readonly extra: Extra;
}

/** What became of each record. Whoever carries out a request fills it in. */
export class SetOutcome {
  /** By creation id: the id, and the properties that the server has set or that took a default. */
  readonly created = new Map<string, JsonObject>();
  /** By id: what changed beyond the patch; null if nothing. */
  readonly updated = new Map<string, JsonObject | null>();
  readonly destroyed: string[] = [];
  readonly notCreated = new Map<string, SetError>();
  readonly notUpdated = new Map<string, SetError>();
  readonly notDestroyed = new Map<string, SetError>();
}

export interface SetSpec<Extra extends v.ObjectEntries> {
  readonly capability: string;
  readonly extra?: Extra;
  state(account: SessionAccount): Promise<string>;
  /**
   * Carries out the request: creates first, so that the others may refer to what was created. It notes each created record in
   * `context.createdIds` at once. See `oneByOne` for types whose records can be changed one after the other.
   */
  apply(request: SetRequest<ExtraOf<Extra>>, context: MethodContext): Promise<SetOutcome>;
}

const common = {
  accountId: v.string(),
  ifInState: orNull(v.string()),
  create: orNull(mapOf(idSchema, objectSchema)),
  update: orNull(mapOf(idReferenceSchema, objectSchema)),
  destroy: orNull(v.array(idReferenceSchema)),
};

/** `Foo/set` (RFC 8620 §5.3). */
export function setMethod<const Extra extends v.ObjectEntries = Record<never, never>>(
  spec: SetSpec<Extra>,
): Method {
  return async (args, context) => {
    const { own, extra } = splitArguments(args, common, spec.extra);
    const account = writableAccountOf(context, own.accountId, spec.capability);
    const create: ReadonlyMap<string, JsonObject> = own.create ?? new Map();
    const update: ReadonlyMap<string, JsonObject> = own.update ?? new Map();
    const destroy = [...new Set(own.destroy)];
    const { setObjectsMax } = context.limits;
    if (create.size + update.size + destroy.length > setObjectsMax)
      throw new MethodError('requestTooLarge', `no more than ${setObjectsMax} records can be set at once`);
    const oldState = await spec.state(account);
    if (own.ifInState !== null && own.ifInState !== oldState) throw new MethodError('stateMismatch');
    const outcome = await spec.apply({ account, create, update, destroy, extra }, context);
    const newState = await spec.state(account);
    return { accountId: account.id, oldState, newState, ...responseOf(outcome) };
  };
}

export const responseOf = (outcome: SetOutcome): JsonObject => ({
  created: objectOrNull(outcome.created),
  updated: objectOrNull(outcome.updated),
  destroyed: outcome.destroyed.length === 0 ? null : outcome.destroyed,
  notCreated: objectOrNull(outcome.notCreated),
  notUpdated: objectOrNull(outcome.notUpdated),
  notDestroyed: objectOrNull(outcome.notDestroyed),
});

/** A map as a property of a response, which is null where it would be empty. */
export const objectOrNull = (map: ReadonlyMap<string, JsonObject | SetError | null>): JsonObject | null =>
  map.size === 0 ? null : (Object.fromEntries(map) as Record<string, Json>);
