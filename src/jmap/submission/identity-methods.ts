import * as v from 'valibot';
import type { Identity } from '../../accounts/identities.ts';
import { parseMailboxAddress } from '../../address/mailbox-address.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Capability, SessionAccount } from '../capability.ts';
import type { Json, JsonObject } from '../json.ts';
import { applyPatch } from '../patch.ts';
import { invalidProperties, type SetError, setError } from '../set-error.ts';
import { changesMethod } from '../standard/changes.ts';
import { getMethod } from '../standard/get.ts';
import { oneByOne } from '../standard/one-by-one.ts';
import { setMethod } from '../standard/set.ts';
import { changesKnownAt, identityBook, identityState, madeId, ownAddresses, stateOf } from './identities.ts';
import { type SubmissionWorld, submissionUri } from './world.ts';

/** RFC 8621 §6 */
const properties = ['id', 'name', 'email', 'replyTo', 'bcc', 'textSignature', 'htmlSignature', 'mayDelete'];

/** Characters of a signature, or of a name. */
const textLengthMax = 100_000;

const addresses = v.nullable(
  v.pipe(
    v.array(
      v.strictObject({
        name: v.nullish(v.pipe(v.string(), v.maxLength(textLengthMax)), null),
        email: v.pipe(
          v.string(),
          v.check((text) => parseMailboxAddress(text, { utf8: true }).ok),
        ),
      }),
    ),
    v.maxLength(100),
  ),
);
const text = v.pipe(v.string(), v.maxLength(textLengthMax));

/** What its owner may say of an identity; each has a default. */
const settable = {
  name: v.optional(text, ''),
  replyTo: v.optional(addresses, null),
  bcc: v.optional(addresses, null),
  textSignature: v.optional(text, ''),
  htmlSignature: v.optional(text, ''),
};

const defaults = { name: '', replyTo: null, bcc: null, textSignature: '', htmlSignature: '' };

/** Identity/get, /changes and /set (RFC 8621 §6). */
export const identityMethods = (world: SubmissionWorld): Capability['methods'] => ({
  'Identity/get': getMethod({
    capability: submissionUri,
    hasProperty: (name) => properties.includes(name),
    defaultProperties: properties,
    get: async ({ account, ids }) => {
      const { state, list } = await identityBook(account.id, world);
      const found = ids ? list.filter(({ id }) => ids.includes(id)) : list;
      return { state, list: found as unknown as readonly JsonObject[] };
    },
  }),
  'Identity/changes': changesMethod({
    capability: submissionUri,
    changes: async ({ account, sinceState, changesMax }) => {
      const since = await changesKnownAt(sinceState, account.id, world);
      const changes =
        since === undefined ? undefined : await world.identities.changes(account.id, since, changesMax);
      if (!changes) return undefined;
      const { state, hasMore, created, ...others } = changes;
      // An identity that came with its address is stored when it is changed first.
      const isMade = (id: string) => id.startsWith(madeId(''));
      return {
        ...others,
        created: created.filter(isMade),
        updated: [...others.updated, ...created.filter((id) => !isMade(id))],
        newState: stateOf(state, await ownAddresses(account.id, world)),
        hasMoreChanges: hasMore,
      };
    },
  }),
  'Identity/set': setMethod({
    capability: submissionUri,
    state: (account) => identityState(account.id, world),
    apply: oneByOne({
      create: (record, { account }) => createIdentity(record, account, world),
      update: (id, patch, { account }) => updateIdentity(id, patch, account, world),
      destroy: (id, { account }) => destroyIdentity(id, account, world),
    }),
  }),
});

async function createIdentity(
  record: JsonObject,
  account: SessionAccount,
  world: SubmissionWorld,
): Promise<Result<JsonObject & { readonly id: string }, SetError>> {
  const { email, ...rest } = record;
  const address = typeof email === 'string' ? parseMailboxAddress(email, { utf8: true }) : undefined;
  if (!address?.ok) return err(invalidProperties(['email'], 'it must be an address'));
  const wishes = readWishes(rest);
  if (!wishes.ok) return wishes;
  // RFC 8621 §6.3
  if (!(await world.ownsAddress(account.id, address.value)))
    return err(setError('forbiddenFrom', `${address.value.text} does not belong to your account`));
  const id = madeId(world.nextQueueId());
  await world.identities.put(account.id, { id, email: address.value.text, ...wishes.value });
  return ok({ id, ...(wishes.value as unknown as JsonObject), mayDelete: true });
}

async function updateIdentity(
  id: string,
  patch: JsonObject,
  account: SessionAccount,
  world: SubmissionWorld,
): Promise<Result<null, SetError>> {
  const { list } = await identityBook(account.id, world);
  const identity = list.find((each) => each.id === id);
  if (!identity) return err(setError('notFound'));
  const { mayDelete, email, ...own } = identity;
  const patched = applyPatch({ ...own, mayDelete, email } as unknown as JsonObject, patch, defaults);
  if (!patched.ok) return patched;
  const fixed = { id, mayDelete, email };
  // RFC 8620 §5.3: what cannot be changed may be given as it is.
  const changed = Object.entries(fixed).filter(([name, value]) => patched.value[name] !== value);
  if (changed.length > 0)
    return err(
      invalidProperties(
        changed.map(([name]) => name),
        'cannot be changed',
      ),
    );
  const rest = Object.entries(patched.value).filter(([name]) => !Object.hasOwn(fixed, name));
  const wishes = readWishes(Object.fromEntries<Json>(rest));
  if (!wishes.ok) return wishes;
  await world.identities.put(account.id, { id, email, ...wishes.value });
  return ok(null);
}

async function destroyIdentity(
  id: string,
  account: SessionAccount,
  world: SubmissionWorld,
): Promise<SetError | undefined> {
  const { list } = await identityBook(account.id, world);
  const identity = list.find((each) => each.id === id);
  if (!identity) return setError('notFound');
  // RFC 8621 §6: identities that come with an address stay.
  if (!identity.mayDelete) return setError('forbidden', 'It belongs to an address of the account');
  return (await world.identities.remove(account.id, id)) === 'removed' ? undefined : setError('notFound');
}

/** Reads what may be said of an identity; all that is wrong is named. */
function readWishes(record: JsonObject): Result<Omit<Identity, 'id' | 'email'>, SetError> {
  const unknown = Object.keys(record).filter((name) => !Object.hasOwn(settable, name));
  const result = v.safeParse(v.object(settable), record);
  if (result.success && unknown.length === 0) return ok(result.output);
  const wrong = [...(result.issues ?? []).map(({ path }) => String(path?.[0]?.key ?? '')), ...unknown];
  return err(invalidProperties([...new Set(wrong)]));
}
