import { type Bytes, toHex } from '../../../base/bytes.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { SetChange, StoredEmail } from '../../../mailbox/email.ts';
import type { MailboxId } from '../../../mailbox/mailbox.ts';
import { makeMessageId } from '../../../message/message-id.ts';
import type { MethodContext, SessionAccount } from '../../capability.ts';
import type { CreatedIds } from '../../created-ids.ts';
import type { JsonObject } from '../../json.ts';
import { applyPatch } from '../../patch.ts';
import { invalidProperties, type SetError, setError } from '../../set-error.ts';
import { type CreatedRecord, oneByOne } from '../../standard/one-by-one.ts';
import { setMethod } from '../../standard/set.ts';
import { readBlob } from '../blobs.ts';
import { composeDraft } from '../creation/compose-draft.ts';
import { blobIdsOf } from '../creation/draft.ts';
import { readDraft } from '../creation/read-draft.ts';
import { isEmailProperty } from '../email-properties.ts';
import { defaultBodyRequest } from '../parsed-email.ts';
import { type MailWorld, mailUri } from '../world.ts';
import { showEmail } from './email-get.ts';
import {
  isEmailId,
  isMailboxId,
  readKeyword,
  readKeywords,
  readMailboxIds,
  takeSetPatch,
} from './email-values.ts';
import { emailError, keepEmail, readPlace, tooLarge } from './keep-email.ts';
import { emailState } from './states.ts';

/** Octets of chance in ids that nobody may guess, and no two messages share. */
const idBytes = 12;

/** Email/set (RFC 8621 §4.6). */
export const emailSet = (world: MailWorld) =>
  setMethod({
    capability: mailUri,
    state: (account) => emailState(account.id, world),
    apply: oneByOne({
      create: (record, { account }, context) => createEmail(record, account, context, world),
      update: (id, patch, { account }, { createdIds }) => updateEmail(id, patch, account, createdIds, world),
      destroy: async (id, { account }) => {
        if (!isEmailId(id)) return setError('notFound');
        const done = await world.emails.destroyEmail(account.id, id);
        return done === 'destroyed' ? undefined : setError('notFound');
      },
    }),
  });

async function createEmail(
  record: JsonObject,
  account: SessionAccount,
  context: MethodContext,
  world: MailWorld,
): Promise<Result<CreatedRecord, SetError>> {
  const place = readPlace(record, context);
  const draft = readDraft(record);
  if (!place.ok || !draft.ok) {
    const problems = draft.ok ? undefined : draft.error;
    const wrong = [...(place.ok ? [] : place.error), ...(problems?.paths ?? [])];
    return err(invalidProperties([...new Set(wrong)], problems?.description));
  }
  const blobs = await blobsOf(blobIdsOf(draft.value.body), account, world);
  if (!blobs.ok) return blobs;
  const octets = [...blobs.value.values()].reduce((sum, { length }) => sum + length, 0);
  const { attachmentBytesMax } = world.limits;
  if (octets > attachmentBytesMax) return err(tooLarge(attachmentBytesMax));
  const now = context.clock.now();
  const content = composeDraft(draft.value, blobs.value, {
    now,
    messageId: makeMessageId(chance(world), world.domain),
    boundaryId: chance(world),
  });
  const email = { ...place.value, receivedAt: place.value.receivedAt ?? now };
  return await keepEmail(account.id, email, content, world);
}

const chance = ({ random }: MailWorld): string => toHex(random.bytes(idBytes));

/** RFC 8621 §4.6: the ids that there are not, all of them. */
async function blobsOf(
  ids: readonly string[],
  account: SessionAccount,
  world: MailWorld,
): Promise<Result<ReadonlyMap<string, Bytes>, SetError>> {
  const found = new Map<string, Bytes>();
  for (const id of ids) {
    const blob = await readBlob(world.emails, account.id, id);
    if (blob) found.set(id, blob.bytes);
  }
  const notFound = ids.filter((id) => !found.has(id));
  return notFound.length === 0 ? ok(found) : err({ ...setError('blobNotFound'), notFound });
}

async function updateEmail(
  id: string,
  patch: JsonObject,
  account: SessionAccount,
  createdIds: CreatedIds,
  world: MailWorld,
): Promise<Result<null, SetError>> {
  if (!isEmailId(id)) return err(setError('notFound'));
  const [email] = await world.emails.emails(account.id, [id]);
  if (!email) return err(setError('notFound'));
  const others = await changesOfContent(account.id, email, patch, world);
  if (!others.ok) return others;
  const keywords = keywordChange(patch);
  const mailboxes = mailboxChange(patch, createdIds);
  const wrong = [
    ...(keywords.ok ? [] : keywords.error),
    ...(mailboxes.ok ? [] : mailboxes.error),
    ...others.value,
  ];
  if (!keywords.ok || !mailboxes.ok || wrong.length > 0) return err(invalidProperties(wrong));
  const done = await world.emails.changeEmail(account.id, id, {
    ...(keywords.value && { keywords: keywords.value }),
    ...(mailboxes.value && { mailboxes: mailboxes.value }),
  });
  return done === 'changed' ? ok(null) : err(emailError(done));
}

/** The properties beside keywords and mailboxes that would be other than they are: nothing else of an Email changes (RFC 8621 §4.6). */
async function changesOfContent(
  account: string,
  email: StoredEmail,
  patch: JsonObject,
  { emails }: MailWorld,
): Promise<Result<readonly string[], SetError>> {
  const named = new Set(Object.keys(patch).map((pointer) => pointer.split('/')[0] ?? ''));
  const shown = new Set([...named].filter(isEmailProperty));
  const before = await showEmail(account, email, shown, defaultBodyRequest, emails);
  const after = applyPatch(before, patch);
  if (!after.ok) return after;
  const isSame = (name: string) => JSON.stringify(after.value[name]) === JSON.stringify(before[name]);
  // RFC 8620 §5.3: whoever gives a whole object back says what is so, and that is no mistake.
  return ok([...named].filter((name) => !settable.has(name) && !(shown.has(name) && isSame(name))));
}

const settable = new Set(['keywords', 'mailboxIds']);

function keywordChange(patch: JsonObject): Result<SetChange<string> | undefined, readonly string[]> {
  const taken = takeSetPatch(patch, 'keywords');
  if (!taken.ok || !taken.value) return taken as Result<undefined, readonly string[]>;
  if ('set' in taken.value) {
    const set = readKeywords(taken.value.set);
    return set ? ok({ set }) : err(['keywords']);
  }
  const [add, remove] = [taken.value.add, taken.value.remove].map((each) => each.map(readKeyword));
  const isRight = (list: readonly (string | undefined)[] = []): list is readonly string[] =>
    list.every((each) => each !== undefined);
  return isRight(add) && isRight(remove) ? ok({ add, remove }) : err(['keywords']);
}

function mailboxChange(
  patch: JsonObject,
  createdIds: CreatedIds,
): Result<SetChange<MailboxId> | undefined, readonly string[]> {
  const taken = takeSetPatch(patch, 'mailboxIds');
  if (!taken.ok || !taken.value) return taken as Result<undefined, readonly string[]>;
  if ('set' in taken.value) {
    const set = readMailboxIds(taken.value.set, createdIds);
    return set ? ok({ set }) : err(['mailboxIds']);
  }
  const resolved = (list: readonly string[]) => list.map((each) => createdIds.resolve(each) ?? '');
  const [add, remove] = [resolved(taken.value.add), resolved(taken.value.remove)];
  return add.every(isMailboxId) && remove.every(isMailboxId) ? ok({ add, remove }) : err(['mailboxIds']);
}
