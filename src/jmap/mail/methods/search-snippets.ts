import * as v from 'valibot';
import type { StoredEmail } from '../../../mailbox/email.ts';
import type { EmailFilter } from '../../../mailbox/email-query.ts';
import { accountOf, idReferenceSchema, readArguments } from '../../arguments.ts';
import type { Method } from '../../capability.ts';
import type { Json, JsonObject } from '../../json.ts';
import { MethodError } from '../../method-error.ts';
import { readFilter } from '../../standard/filter.ts';
import { bodyText } from '../digest.ts';
import { ParsedEmail } from '../parsed-email.ts';
import { type MailWorld, mailUri } from '../world.ts';
import { collect } from './email-get.ts';
import { emailQueryTerms, storeQuery } from './email-query.ts';
import { isEmailId } from './email-values.ts';

const entries = {
  accountId: v.string(),
  filter: v.optional(v.unknown(), null),
  emailIds: v.array(idReferenceSchema),
};

/** RFC 8621 §5: octets of a preview. */
const snippetBytesMax = 255;
/** Characters before the first word that was found. */
const leadLength = 40;

/** SearchSnippet/get (RFC 8621 §5.1). */
export const searchSnippets =
  (world: MailWorld): Method =>
  async (args, context) => {
    const { accountId, filter: asked, emailIds } = readArguments(entries, args);
    const account = accountOf(context, accountId, mailUri);
    if (emailIds.length > context.limits.getObjectsMax)
      throw new MethodError('requestTooLarge', `no more than ${context.limits.getObjectsMax} at once`);
    const filter = readFilter(asked as Json, emailQueryTerms.condition);
    const words = filter ? soughtWords(storeQuery(filter, [], context.createdIds).filter) : [];
    const ids = emailIds.map((id) => context.createdIds.resolve(id) ?? id);
    const emails = await world.emails.emails(account.id, ids.filter(isEmailId));
    const list: JsonObject[] = [];
    for (const email of emails) list.push(await snippetOf(account.id, email, words, world));
    const found = new Set<string>(emails.map(({ id }) => id));
    const notFound = ids.filter((id) => !found.has(id));
    return { accountId: account.id, list, notFound: notFound.length === 0 ? null : notFound };
  };

async function snippetOf(
  account: string,
  { id, shown }: StoredEmail,
  words: readonly string[],
  { emails }: MailWorld,
): Promise<JsonObject> {
  const body =
    words.length === 0
      ? ''
      : bodyText(new ParsedEmail(await collect(await emails.readEmail(account, id, 0))));
  return {
    emailId: id,
    subject: marked(shown.subject ?? '', words, Number.POSITIVE_INFINITY),
    preview: marked(body, words, snippetBytesMax),
  };
}

/** The words for which a filter looks; those that must not be there are none. */
function soughtWords(filter: EmailFilter | undefined): string[] {
  if (!filter) return [];
  if (filter.kind === 'text') return filter.text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return 'of' in filter && filter.kind !== 'none' ? filter.of.flatMap(soughtWords) : [];
}

/** RFC 8621 §5: HTML in which what was found is marked; null if nothing was. */
function marked(text: string, words: readonly string[], bytesMax: number): string | null {
  if (words.length === 0) return null;
  const line = text.replace(/\s+/g, ' ').trim();
  const alternatives = [...new Set(words)].map((word) => word.replace(/[^\p{L}\p{N}]/gu, '\\$&')).join('|');
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})[\\p{L}\\p{N}]*`, 'giu');
  const first = line.search(pattern);
  if (first < 0) return null;
  const cut = bytesMax === Number.POSITIVE_INFINITY ? line : line.slice(Math.max(0, first - leadLength));
  let out = '';
  let at = 0;
  for (const match of cut.matchAll(pattern)) {
    const piece = `${escaped(cut.slice(at, match.index))}<mark>${escaped(match[0])}</mark>`;
    if (Buffer.byteLength(out + piece) > bytesMax) break;
    out += piece;
    at = match.index + match[0].length;
  }
  for (const letter of cut.slice(at)) {
    const piece = escaped(letter);
    if (Buffer.byteLength(out + piece) > bytesMax) break;
    out += piece;
  }
  return out;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`).toWellFormed();
