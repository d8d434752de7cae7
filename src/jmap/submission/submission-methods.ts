import * as v from 'valibot';
import { err, ok, type Result } from '../../base/result.ts';
import type { Submission } from '../../outbox/outbox-store.ts';
import type { QueueId } from '../../queue/message.ts';
import { idReferenceSchema, idSchema, mapOf, objectSchema, orNull } from '../arguments.ts';
import type { Capability, MethodContext, SessionAccount } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { parseDateText } from '../mail/time-text.ts';
import { invalidProperties, type SetError, setError } from '../set-error.ts';
import { changesMethod } from '../standard/changes.ts';
import { getMethod } from '../standard/get.ts';
import { oneByOne } from '../standard/one-by-one.ts';
import { queryMethod } from '../standard/query.ts';
import { queryChangesMethod } from '../standard/query-changes.ts';
import { type SetOutcome, type SetRequest, setMethod } from '../standard/set.ts';
import { cutWindow } from '../standard/window.ts';
import { createSubmission } from './create-submission.ts';
import { findSubmissions } from './find-submissions.ts';
import { showSubmission, submissionProperties, undoStatus } from './show-submission.ts';
import { type SubmissionWorld, submissionUri } from './world.ts';

/** Ids answered at once. */
const idsMax = 1_000;

const utcDate = v.pipe(
  v.string(),
  v.check((text) => parseDateText(text, true) !== undefined, 'must be a date in UTC'),
);

const queryTerms = {
  capability: submissionUri,
  // RFC 8621 §7.3
  condition: {
    identityIds: v.exactOptional(v.array(idSchema)),
    emailIds: v.exactOptional(v.array(idSchema)),
    threadIds: v.exactOptional(v.array(idSchema)),
    undoStatus: v.exactOptional(v.string()),
    before: v.exactOptional(utcDate),
    after: v.exactOptional(utcDate),
  },
  // RFC 8621 §7.3 calls the last one so; its records have a sendAt.
  sort: { properties: ['emailId', 'threadId', 'sentAt', 'sendAt'] },
};

/** The state as clients know it. */
const stateOf = async (account: SessionAccount, { outbox }: SubmissionWorld): Promise<string> =>
  String(await outbox.state(account.id));

const isState = (state: string): boolean => /^\d{1,15}$/.test(state);

/** EmailSubmission/get, /changes, /query, /queryChanges and /set (RFC 8621 §7). */
export const submissionMethods = (world: SubmissionWorld): Capability['methods'] => ({
  'EmailSubmission/get': getMethod({
    capability: submissionUri,
    hasProperty: (name) => submissionProperties.some((each) => each === name),
    defaultProperties: submissionProperties,
    get: async ({ account, ids, properties }, { limits }) => {
      const state = await stateOf(account, world);
      const found = await world.outbox.find(account.id, ids as readonly QueueId[] | undefined);
      const list: JsonObject[] = [];
      // One more than the limit is enough to see that there are too many.
      for (const each of found.slice(0, limits.getObjectsMax + 1))
        list.push(await showSubmission(each, properties, world));
      return { state, list };
    },
  }),
  'EmailSubmission/changes': changesMethod({
    capability: submissionUri,
    changes: async ({ account, sinceState, changesMax }) => {
      if (!isState(sinceState)) return undefined;
      const changes = await world.outbox.changes(account.id, Number(sinceState), changesMax);
      if (!changes) return undefined;
      const { state, hasMore, ...lists } = changes;
      return { ...lists, newState: String(state), hasMoreChanges: hasMore };
    },
  }),
  'EmailSubmission/query': queryMethod({
    ...queryTerms,
    idsMax,
    query: async ({ account, filter, sort, window }) => {
      const queryState = await stateOf(account, world);
      const ids = findSubmissions(await world.outbox.find(account.id, undefined), filter, sort);
      const cut = cutWindow(ids, window);
      return cut && { queryState, canCalculateChanges: true, ...cut, total: ids.length };
    },
  }),
  'EmailSubmission/queryChanges': queryChangesMethod({
    ...queryTerms,
    queryChanges: async ({ account, filter, sort, sinceQueryState }) => {
      if (!isState(sinceQueryState)) return undefined;
      const newQueryState = await stateOf(account, world);
      const since = Number(sinceQueryState);
      const changes = await world.outbox.changes(account.id, since, Number.MAX_SAFE_INTEGER);
      if (!changes) return undefined;
      const ids = findSubmissions(await world.outbox.find(account.id, undefined), filter, sort);
      const touched = new Set<string>([...changes.created, ...changes.updated]);
      // RFC 8620 §5.6: what may have moved is told as removed, and as added again.
      const removed = [...changes.updated, ...changes.destroyed];
      const added = ids.map((id, index) => ({ id, index })).filter(({ id }) => touched.has(id));
      return { newQueryState, removed, added, total: ids.length };
    },
  }),
  'EmailSubmission/set': setMethod({
    capability: submissionUri,
    // RFC 8621 §7.5
    extra: {
      onSuccessUpdateEmail: orNull(mapOf(idReferenceSchema, objectSchema)),
      onSuccessDestroyEmail: orNull(v.array(idReferenceSchema)),
    },
    state: (account) => stateOf(account, world),
    apply: (request, context) => applySet(request, context, world),
  }),
});

interface FollowUp {
  readonly onSuccessUpdateEmail: ReadonlyMap<string, JsonObject> | null;
  readonly onSuccessDestroyEmail: readonly string[] | null;
}

async function applySet(
  request: SetRequest<FollowUp>,
  context: MethodContext,
  world: SubmissionWorld,
): Promise<SetOutcome> {
  const { account } = request;
  const before = await world.outbox.find(account.id, [
    ...request.update.keys(),
    ...request.destroy,
  ] as QueueId[]);
  const outcome = await oneByOne<FollowUp>({
    create: (record) => createSubmission(record, account, context, world),
    update: (id, patch) => cancelSubmission(id as QueueId, patch, account, world),
    destroy: async (id) => {
      const answer = await world.outbox.destroy(account.id, id as QueueId);
      return answer === 'destroyed' ? undefined : setError('notFound');
    },
  })(request, context);
  await changeEmails(request, outcome, before, context, world);
  return outcome;
}

/** RFC 8621 §7.5: one implicit Email/set for the emails of all that succeeded. */
async function changeEmails(
  { account, extra }: SetRequest<FollowUp>,
  { created, updated, destroyed }: SetOutcome,
  before: readonly Submission[],
  { createdIds, thenCall }: MethodContext,
  world: SubmissionWorld,
): Promise<void> {
  const { onSuccessUpdateEmail, onSuccessDestroyEmail } = extra;
  if (!onSuccessUpdateEmail && !onSuccessDestroyEmail) return;
  const newIds = [...created.values()].map(({ id }) => id as QueueId);
  const succeeded = new Set<string>([...newIds, ...updated.keys(), ...destroyed]);
  const known = [...before, ...(await world.outbox.find(account.id, newIds))];
  const emailOf = new Map<string, string>(known.map(({ id, emailId }) => [id, emailId]));
  const emailFor = (reference: string): readonly string[] => {
    const id = createdIds.resolve(reference);
    const email = id !== undefined && succeeded.has(id) ? emailOf.get(id) : undefined;
    return email === undefined ? [] : [email];
  };
  const update = [...(onSuccessUpdateEmail ?? [])].flatMap(([reference, patch]) =>
    emailFor(reference).map((email): [string, JsonObject] => [email, patch]),
  );
  const destroy = [...new Set((onSuccessDestroyEmail ?? []).flatMap(emailFor))];
  if (update.length + destroy.length === 0) return;
  thenCall('Email/set', {
    accountId: account.id,
    ...(update.length > 0 && { update: Object.fromEntries(update) }),
    ...(destroy.length > 0 && { destroy }),
  });
}

/** RFC 8621 §7: nothing can be changed but that it is taken back. */
async function cancelSubmission(
  id: QueueId,
  patch: JsonObject,
  account: SessionAccount,
  world: SubmissionWorld,
): Promise<Result<null, SetError>> {
  const [submission] = await world.outbox.find(account.id, [id]);
  if (!submission) return err(setError('notFound'));
  const named = new Set(Object.keys(patch));
  const shown = await showSubmission(submission, named, world);
  // RFC 8620 §5.3: what cannot be changed may be given as it is.
  const isSame = (name: string) => JSON.stringify(patch[name]) === JSON.stringify(shown[name]);
  const others = [...named].filter((name) => name !== 'undoStatus' && !isSame(name));
  if (others.length > 0) return err(invalidProperties(others, 'cannot be changed'));
  const wanted = patch.undoStatus;
  const status = undoStatus(submission);
  if (wanted === undefined || wanted === status) return ok(null);
  if (wanted !== 'canceled') return err(invalidProperties(['undoStatus'], 'can only be canceled'));
  const answer = await world.outbox.cancel(account.id, id);
  // RFC 8621 §7.5
  return answer === 'canceled' ? ok(null) : err(setError('cannotUnsend', 'It has been sent already'));
}
