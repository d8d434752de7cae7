import * as v from 'valibot';
import { accountOf, orNull, readArguments } from '../../arguments.ts';
import type { Method } from '../../capability.ts';
import type { Json, JsonObject } from '../../json.ts';
import { MethodError } from '../../method-error.ts';
import { partBlobId, readBlob } from '../blobs.ts';
import { defaultParsedProperties } from '../email-properties.ts';
import { type BodyRequest, ParsedEmail } from '../parsed-email.ts';
import { type MailWorld, mailUri } from '../world.ts';
import { bodyArguments, bodyRequestOf, checkProperties } from './body-arguments.ts';
import { isMessage } from './email-import.ts';

const entries = {
  accountId: v.string(),
  blobIds: v.array(v.string()),
  properties: orNull(v.array(v.string())),
  ...bodyArguments,
};

/** RFC 8621 §4.9: of a blob there is no metadata. */
const withoutValue = new Set(['id', 'mailboxIds', 'keywords', 'receivedAt', 'threadId']);

/** Email/parse (RFC 8621 §4.9). */
export const emailParse =
  (world: MailWorld): Method =>
  async (args, context) => {
    const { accountId, blobIds, properties, ...body } = readArguments(entries, args);
    const account = accountOf(context, accountId, mailUri);
    if (blobIds.length > context.limits.getObjectsMax)
      throw new MethodError('requestTooLarge', `no more than ${context.limits.getObjectsMax} at once`);
    const request = bodyRequestOf(body);
    const wanted = properties ?? defaultParsedProperties;
    checkProperties(wanted);
    const parsed: Record<string, JsonObject> = {};
    const notParsable: string[] = [];
    const notFound: string[] = [];
    for (const reference of new Set(blobIds)) {
      const blobId = context.createdIds.resolve(reference) ?? reference;
      const blob = await readBlob(world.emails, account.id, blobId);
      if (!blob) notFound.push(reference);
      else if (!isMessage(blob.bytes)) notParsable.push(reference);
      else parsed[reference] = show(blob.bytes, blobId, wanted, request);
    }
    return {
      accountId: account.id,
      parsed: Object.keys(parsed).length === 0 ? null : parsed,
      notParsable: notParsable.length === 0 ? null : notParsable,
      notFound: notFound.length === 0 ? null : notFound,
    };
  };

function show(
  bytes: Uint8Array,
  blobId: string,
  properties: readonly string[],
  request: BodyRequest,
): JsonObject {
  const email = new ParsedEmail(bytes);
  const value = (name: string): Json => {
    if (name === 'blobId') return blobId;
    if (name === 'size') return bytes.length;
    return withoutValue.has(name) ? null : (email.property(name, request, partBlobId(blobId)) as Json);
  };
  return Object.fromEntries(properties.map((name) => [name, value(name)]));
}
