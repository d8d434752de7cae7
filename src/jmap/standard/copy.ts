import * as v from 'valibot';
import type { Result } from '../../base/result.ts';
import { idSchema, mapOf, objectSchema, orNull, readArguments, writableAccountOf } from '../arguments.ts';
import type { Method, MethodContext, SessionAccount } from '../capability.ts';
import type { Json, JsonObject } from '../json.ts';
import { MethodError } from '../method-error.ts';
import { invalidProperties, type SetError } from '../set-error.ts';
import type { CreatedRecord } from './one-by-one.ts';
import { objectOrNull } from './set.ts';

export interface CopySpec {
  readonly capability: string;
  /** The method that destroys originals, such as `Email/set`. */
  readonly setMethod: string;
  state(account: SessionAccount): Promise<string>;
  /** Copies a record; `changes` stand instead of its own properties. An id that there is not is the error `notFound`. */
  copy(
    from: SessionAccount,
    to: SessionAccount,
    original: { readonly id: string; readonly changes: JsonObject },
    context: MethodContext,
  ): Promise<Result<CreatedRecord, SetError>>;
}

const entries = {
  fromAccountId: v.string(),
  ifFromInState: orNull(v.string()),
  accountId: v.string(),
  ifInState: orNull(v.string()),
  create: mapOf(idSchema, objectSchema),
  onSuccessDestroyOriginal: v.optional(v.boolean(), false),
  destroyFromIfInState: orNull(v.string()),
};

/** `Foo/copy` (RFC 8620 §5.4). */
export const copyMethod =
  (spec: CopySpec): Method =>
  async (args, context) => {
    const own = readArguments(entries, args);
    const { from, to } = copyAccounts(own, context, spec.capability);
    const { setObjectsMax } = context.limits;
    if (own.create.size > setObjectsMax)
      throw new MethodError('requestTooLarge', `no more than ${setObjectsMax} records can be copied at once`);
    if (own.ifFromInState !== null && own.ifFromInState !== (await spec.state(from)))
      throw new MethodError('stateMismatch');
    const oldState = await spec.state(to);
    if (own.ifInState !== null && own.ifInState !== oldState) throw new MethodError('stateMismatch');

    const created = new Map<string, JsonObject>();
    const notCreated = new Map<string, SetError>();
    const copied: string[] = [];
    for (const [creationId, { id: reference, ...changes }] of own.create) {
      const id = typeof reference === 'string' ? context.createdIds.resolve(reference) : undefined;
      const result = id === undefined ? undefined : await spec.copy(from, to, { id, changes }, context);
      if (id === undefined || !result) notCreated.set(creationId, invalidProperties(['id']));
      else if (!result.ok) notCreated.set(creationId, result.error);
      else {
        context.createdIds.add(creationId, result.value.id);
        created.set(creationId, result.value);
        copied.push(id);
      }
    }
    if (own.onSuccessDestroyOriginal && copied.length > 0)
      context.thenCall(spec.setMethod, destruction(from, copied, own.destroyFromIfInState));
    return {
      fromAccountId: from.id,
      accountId: to.id,
      oldState,
      newState: await spec.state(to),
      created: objectOrNull(created),
      notCreated: objectOrNull(notCreated),
    };
  };

const destruction = (from: SessionAccount, destroy: readonly string[], ifInState: Json): JsonObject => ({
  accountId: from.id,
  ifInState,
  destroy,
});

/** The accounts of a copy, which are two. @throws MethodError */
function copyAccounts(
  { fromAccountId, accountId }: { readonly fromAccountId: string; readonly accountId: string },
  context: MethodContext,
  capability: string,
): { readonly from: SessionAccount; readonly to: SessionAccount } {
  const from = context.accounts.get(fromAccountId);
  if (!from) throw new MethodError('fromAccountNotFound');
  if (!Object.hasOwn(from.capabilities, capability)) throw new MethodError('fromAccountNotSupportedByMethod');
  const to = writableAccountOf(context, accountId, capability);
  if (from === to) throw new MethodError('invalidArguments', 'a copy goes from one account to another');
  return { from, to };
}
