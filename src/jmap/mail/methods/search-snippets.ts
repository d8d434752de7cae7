import * as v from 'valibot';
import { collect } from '../../../base/bytes.ts';
import { accountOf, idReferenceSchema, readArguments } from '../../arguments.ts';
import type { Method } from '../../capability.ts';
import type { Json, JsonObject } from '../../json.ts';
import { MethodError } from '../../method-error.ts';
import { type Filter, readFilter } from '../../standard/filter.ts';
import { bodyText } from '../digest.ts';
import { ParsedEmail } from '../parsed-email.ts';
import { markAll, markPart, type Terms, termsOf } from '../snippets.ts';
import { type MailWorld, mailUri } from '../world.ts';
import { type EmailCondition, emailQueryTerms } from './email-query.ts';
import { isEmailId } from './email-values.ts';

const entries = {
  accountId: v.string(),
  filter: v.optional(v.unknown(), null),
  emailIds: v.array(idReferenceSchema),
};

/** SearchSnippet/get (RFC 8621 §5.1). */
export const searchSnippets =
  ({ emails }: MailWorld): Method =>
  async (args, context) => {
    const { accountId, filter, emailIds } = readArguments(entries, args);
    const account = accountOf(context, accountId, mailUri);
    const { getObjectsMax } = context.limits;
    if (emailIds.length > getObjectsMax)
      throw new MethodError('requestTooLarge', `no more than ${getObjectsMax} snippets can be got at once`);
    const asked = readFilter(filter as Json, emailQueryTerms.condition);
    const terms = asked ? termsIn(asked) : { subject: [], body: [] };
    const ids = [...new Set(emailIds.map((id) => context.createdIds.resolve(id) ?? id))];
    const found = await emails.emails(account.id, ids.filter(isEmailId));
    const list: JsonObject[] = [];
    for (const { id, shown } of found) {
      const text =
        terms.body.length > 0
          ? bodyText(new ParsedEmail(await collect(await emails.readEmail(account.id, id, 0))))
          : '';
      const subject = markAll(shown.subject ?? '', terms.subject);
      list.push({ emailId: id, subject, preview: markPart(text, terms.body) });
    }
    const known = new Set<string>(found.map(({ id }) => id));
    const notFound = ids.filter((id) => !known.has(id));
    return { accountId: account.id, list, notFound: notFound.length > 0 ? notFound : null };
  };

/** What a filter looks for in subjects and bodies; what it wants not to find is not marked. */
function termsIn(filter: Filter<EmailCondition>): { readonly subject: Terms; readonly body: Terms } {
  if (filter.kind === 'operator') {
    if (filter.operator === 'NOT') return { subject: [], body: [] };
    const all = filter.conditions.map(termsIn);
    return { subject: all.flatMap(({ subject }) => subject), body: all.flatMap(({ body }) => body) };
  }
  const { text = '', subject = '', body = '' } = filter.condition;
  return { subject: termsOf(`${text} ${subject}`), body: termsOf(`${text} ${body}`) };
}
