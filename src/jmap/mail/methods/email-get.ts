import { collect } from '../../../base/bytes.ts';
import type { EmailId, StoredEmail } from '../../../mailbox/email.ts';
import type { EmailStore } from '../../../mailbox/email-store.ts';
import type { Json, JsonObject } from '../../json.ts';
import { getMethod } from '../../standard/get.ts';
import { partBlobId } from '../blobs.ts';
import { defaultEmailProperties, isEmailProperty, metadataProperties } from '../email-properties.ts';
import { type BodyRequest, ParsedEmail } from '../parsed-email.ts';
import { utcDateText } from '../time-text.ts';
import { type MailWorld, mailUri } from '../world.ts';
import { bodyArguments, bodyRequestOf } from './body-arguments.ts';
import { isEmailId, keywordsObject } from './email-values.ts';
import { emailState } from './states.ts';

/** Email/get (RFC 8621 §4.2). */
export const emailGet = (world: MailWorld) =>
  getMethod({
    capability: mailUri,
    hasProperty: isEmailProperty,
    defaultProperties: defaultEmailProperties,
    extra: bodyArguments,
    get: async ({ account, ids, properties, extra }, { limits }) => {
      const request = bodyRequestOf(extra);
      await world.catchUp(account.id);
      const state = await emailState(account.id, world);
      const wanted = ids ?? (await allIds(account.id, limits.getObjectsMax + 1, world.emails));
      const known = wanted.filter(isEmailId);
      const list: JsonObject[] = [];
      // Contents are read one after the other: together they could be large.
      for (const email of await world.emails.emails(account.id, known))
        list.push(await showEmail(account.id, email, properties, request, world.emails));
      return { state, list };
    },
  });

const allIds = async (account: string, limit: number, emails: EmailStore): Promise<readonly EmailId[]> => {
  const window = { position: 0, limit };
  const found = await emails.query(account, { sort: [], collapseThreads: false, window, countsAll: false });
  return found?.ids ?? [];
};

const metadata = new Set<string>(metadataProperties);

/** The properties of an email; its content is read only for those that the store does not know. */
export async function showEmail(
  account: string,
  email: StoredEmail,
  properties: ReadonlySet<string>,
  request: BodyRequest,
  emails: EmailStore,
): Promise<JsonObject> {
  const shown: Record<string, Json> = { ...metadataOf(email), ...(email.shown as unknown as JsonObject) };
  const others = [...properties].filter((name) => !metadata.has(name) && !Object.hasOwn(shown, name));
  if (others.length === 0) return shown;
  const parsed = new ParsedEmail(await collect(await emails.readEmail(account, email.id, 0)));
  const blobName = partBlobId(email.id);
  for (const name of others) shown[name] = parsed.property(name, request, blobName) as Json;
  return shown;
}

const metadataOf = (email: StoredEmail): JsonObject => ({
  id: email.id,
  blobId: email.id,
  threadId: email.thread,
  mailboxIds: Object.fromEntries(email.mailboxes.map((id) => [id, true])),
  keywords: keywordsObject(email.keywords),
  size: email.sizeBytes,
  receivedAt: utcDateText(email.receivedAt),
});
