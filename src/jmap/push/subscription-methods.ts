import * as v from 'valibot';
import { FailureLimiter } from '../../accounts/failure-limiter.ts';
import type { PushSubscription, PushSubscriptionStore } from '../../accounts/push-subscriptions.ts';
import { hourMs } from '../../base/instant.ts';
import type { Random } from '../../base/ports.ts';
import { err, ok } from '../../base/result.ts';
import {
  idReferenceSchema,
  idSchema,
  mapOf,
  objectSchema,
  orNull,
  pick,
  readArguments,
} from '../arguments.ts';
import type { Capability, Method, MethodContext } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { MethodError } from '../method-error.ts';
import { type SetError, setError } from '../set-error.ts';
import { oneByOne, type RecordVerbs } from '../standard/one-by-one.ts';
import { responseOf } from '../standard/set.ts';
import {
  newSubscription,
  subscriptionObject,
  subscriptionProperties,
  updatedSubscription,
} from './subscription.ts';

export interface PushWorld {
  readonly store: PushSubscriptionStore;
  readonly random: Random;
  /** Sends the verification code of a new subscription to its URL. */
  readonly verify: (subscription: PushSubscription) => void;
}

/** Subscriptions of an account (RFC 8620 §8.6 asks for a bound). */
export const subscriptionsMax = 20;

/** New subscriptions of an account: so many at once, and one more each six minutes (RFC 8620 §8.6). */
export const creationLimits = { failuresMax: 20, forgottenEveryMs: hourMs / 10, keysMax: 10_000 };

/** `PushSubscription/get` and `/set` (RFC 8620 §7.2), which belong to no account and have no state. */
export function pushMethods(world: PushWorld): Capability['methods'] {
  return { 'PushSubscription/get': getSubscriptions(world), 'PushSubscription/set': setSubscriptions(world) };
}

const getSubscriptions =
  ({ store }: PushWorld): Method =>
  async (args, context) => {
    const read = readArguments(
      { ids: orNull(v.array(idReferenceSchema)), properties: orNull(v.array(v.string())) },
      args,
    );
    for (const name of read.properties ?? []) {
      // RFC 8620 §7.2.1
      if (name === 'url' || name === 'keys') throw new MethodError('forbidden', `${name} is not told again`);
      if (!subscriptionProperties.includes(name))
        throw new MethodError('invalidArguments', 'properties: there is no such property');
    }
    if ((read.ids ?? []).length > context.limits.getObjectsMax) throw new MethodError('requestTooLarge');
    const own = await ownSubscriptions(store, context);
    const ids = read.ids && [...new Set(read.ids.map((id) => context.createdIds.resolve(id) ?? id))];
    const found = own.filter(({ id }) => ids?.includes(id) ?? true);
    const properties = new Set(read.properties ?? subscriptionProperties);
    return {
      list: found.map((each) => pick(subscriptionObject(each), properties)),
      notFound: (ids ?? []).filter((id) => !found.some((each) => each.id === id)),
    };
  };

/** Those that were made with the credentials of this request. */
async function ownSubscriptions(
  store: PushSubscriptionStore,
  { user, credential, clock }: MethodContext,
): Promise<readonly PushSubscription[]> {
  const all = await store.listSubscriptions(user.id);
  const now = clock.now();
  return all.filter((each) => each.credential === credential && each.expiresAt > now);
}

function setSubscriptions(world: PushWorld): Method {
  const apply = oneByOne(verbs(world));
  return async (args, context) => {
    const read = readArguments(
      {
        create: orNull(mapOf(idSchema, objectSchema)),
        update: orNull(mapOf(idReferenceSchema, objectSchema)),
        destroy: orNull(v.array(idReferenceSchema)),
      },
      args,
    );
    const account = context.accounts.get(context.user.id);
    if (!account) throw new MethodError('accountNotFound');
    const request = {
      account,
      extra: {},
      create: read.create ?? new Map<string, JsonObject>(),
      update: read.update ?? new Map<string, JsonObject>(),
      destroy: [...new Set(read.destroy)],
    };
    const { setObjectsMax } = context.limits;
    if (request.create.size + request.update.size + request.destroy.length > setObjectsMax)
      throw new MethodError('requestTooLarge', `no more than ${setObjectsMax} records can be set at once`);
    await world.store.forgetSubscriptions(context.clock.now());
    return responseOf(await apply(request, context));
  };
}

function verbs(world: PushWorld): RecordVerbs<unknown> {
  const { store } = world;
  const creations = new FailureLimiter(creationLimits);
  const find = async (id: string, context: MethodContext) =>
    (await ownSubscriptions(store, context)).find((each) => each.id === id);
  return {
    create: async (record, _, context) => {
      const made = newSubscription(record, context, world.random);
      if (!made.ok) return made;
      const refusal = await refusalOf(store, creations, context);
      if (refusal) return err(refusal);
      await store.addSubscription(made.value);
      world.verify(made.value);
      return ok(createdOf(made.value, record));
    },
    update: async (id, patch, _, context) => {
      const subscription = await find(id, context);
      if (!subscription) return err(setError('notFound'));
      const updated = updatedSubscription(subscription, patch, context.clock.now());
      if (!updated.ok) return updated;
      await store.replaceSubscription(updated.value);
      return ok(changedOf(updated.value, patch));
    },
    destroy: async (id, _, context) => {
      if (!(await find(id, context))) return setError('notFound');
      await store.removeSubscription(context.user.id, id);
      return undefined;
    },
  };
}

async function refusalOf(
  store: PushSubscriptionStore,
  creations: FailureLimiter,
  { user, clock }: MethodContext,
): Promise<SetError | undefined> {
  const all = await store.listSubscriptions(user.id);
  if (all.length >= subscriptionsMax)
    return setError('overQuota', `an account has ${subscriptionsMax} subscriptions at most`);
  return creations.charge(user.id, clock.now())
    ? undefined
    : setError('rateLimit', 'too many subscriptions were made lately');
}

/** What the server has set: always an end, which the client may have wanted to be another. */
const createdOf = (subscription: PushSubscription, { types }: JsonObject) => {
  const { id, expires } = subscriptionObject(subscription);
  return { id: String(id), expires: expires ?? null, ...(types === undefined && { types: null }) };
};

function changedOf(subscription: PushSubscription, patch: JsonObject): JsonObject | null {
  const { expires = null } = subscriptionObject(subscription);
  return Object.hasOwn(patch, 'expires') && patch.expires !== expires ? { expires } : null;
}
