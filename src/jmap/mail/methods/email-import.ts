import * as v from 'valibot';
import { type Bytes, collect, indexOfByte } from '../../../base/bytes.ts';
import type { Instant } from '../../../base/instant.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import { parseDate } from '../../../message/dates.ts';
import { parseHeader } from '../../../message/fields.ts';
import { idSchema, mapOf, objectSchema, orNull, readArguments, writableAccountOf } from '../../arguments.ts';
import type { Method, MethodContext, SessionAccount } from '../../capability.ts';
import type { JsonObject } from '../../json.ts';
import { MethodError } from '../../method-error.ts';
import { invalidProperties, type SetError, setError } from '../../set-error.ts';
import { copyMethod } from '../../standard/copy.ts';
import type { CreatedRecord } from '../../standard/one-by-one.ts';
import { objectOrNull } from '../../standard/set.ts';
import { readBlob } from '../blobs.ts';
import { type MailWorld, mailUri } from '../world.ts';
import { isEmailId, keywordsObject } from './email-values.ts';
import { keepEmail, readPlace } from './keep-email.ts';
import { emailState } from './states.ts';

const entries = {
  accountId: v.string(),
  ifInState: orNull(v.string()),
  emails: mapOf(idSchema, objectSchema),
};

/** Email/import (RFC 8621 §4.8). */
export const emailImport =
  (world: MailWorld): Method =>
  async (args, context) => {
    const { accountId, ifInState, emails } = readArguments(entries, args);
    const account = writableAccountOf(context, accountId, mailUri);
    if (emails.size > context.limits.setObjectsMax)
      throw new MethodError('requestTooLarge', `no more than ${context.limits.setObjectsMax} at once`);
    const oldState = await emailState(account.id, world);
    if (ifInState !== null && ifInState !== oldState) throw new MethodError('stateMismatch');
    const created = new Map<string, JsonObject>();
    const notCreated = new Map<string, SetError>();
    for (const [creationId, record] of emails) {
      const result = await importOne(record, account, context, world);
      if (result.ok) {
        context.createdIds.add(creationId, result.value.id);
        created.set(creationId, result.value);
      } else notCreated.set(creationId, result.error);
    }
    const newState = await emailState(account.id, world);
    const answer = { created: objectOrNull(created), notCreated: objectOrNull(notCreated) };
    return { accountId: account.id, oldState, newState, ...answer };
  };

const importable = new Set(['blobId', 'mailboxIds', 'keywords', 'receivedAt']);

async function importOne(
  record: JsonObject,
  account: SessionAccount,
  context: MethodContext,
  world: MailWorld,
): Promise<Result<CreatedRecord, SetError>> {
  const unknown = Object.keys(record).filter((name) => !importable.has(name));
  const place = readPlace(record, context);
  const reference = typeof record.blobId === 'string' ? record.blobId : '';
  const blobId = context.createdIds.resolve(reference) ?? reference;
  const blob = await readBlob(world.emails, account.id, blobId);
  const wrong = [...unknown, ...(blob ? [] : ['blobId']), ...(place.ok ? [] : place.error)];
  if (!blob || !place.ok || wrong.length > 0) return err(invalidProperties(wrong));
  if (!isMessage(blob.bytes)) return err(setError('invalidEmail', 'It does not begin with a header'));
  const receivedAt = place.value.receivedAt ?? lastReceived(blob.bytes) ?? context.clock.now();
  return await keepEmail(account.id, { ...place.value, receivedAt }, blob.bytes, world);
}

/** RFC 8621 §4.8: octets that no reader would take for a message are refused. */
export const isMessage = (bytes: Bytes): boolean =>
  parseHeader(bytes).fields[0]?.start === 0 && indexOfByte(bytes, 0) === -1;

/** RFC 8621 §4.8: the time of the most recent Received field, which stands first. */
function lastReceived(bytes: Bytes): Instant | undefined {
  const received = parseHeader(bytes).value('Received');
  return received === undefined ? undefined : parseDate(received.slice(received.lastIndexOf(';') + 1));
}

/** Email/copy (RFC 8621 §4.7). */
export const emailCopy = (world: MailWorld): Method =>
  copyMethod({
    capability: mailUri,
    setMethod: 'Email/set',
    state: (account) => emailState(account.id, world),
    copy: async (from, to, { id, changes }, context) => {
      const [email] = isEmailId(id) ? await world.emails.emails(from.id, [id]) : [];
      if (!email) return err(setError('notFound'));
      const unknown = Object.keys(changes).filter((name) => name === 'blobId' || !importable.has(name));
      const own = { keywords: keywordsObject(email.keywords) };
      const place = readPlace({ ...own, ...changes }, context);
      const wrong = [...unknown, ...(place.ok ? [] : place.error)];
      if (!place.ok || wrong.length > 0) return err(invalidProperties(wrong));
      const content = await collect(await world.emails.readEmail(from.id, email.id, 0));
      const receivedAt = place.value.receivedAt ?? email.receivedAt;
      const kept = await keepEmail(to.id, { ...place.value, receivedAt }, content, world);
      return kept.ok ? ok(kept.value) : kept;
    },
  });
