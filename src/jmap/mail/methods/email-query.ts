import * as v from 'valibot';
import { instant } from '../../../base/instant.ts';
import { type SearchedField, searchedFields } from '../../../mailbox/digest.ts';
import type { EmailFilter, EmailOrder, EmailQuery } from '../../../mailbox/email-query.ts';
import { idReferenceSchema, unsignedIntSchema } from '../../arguments.ts';
import type { CreatedIds } from '../../created-ids.ts';
import { MethodError } from '../../method-error.ts';
import type { Comparator } from '../../standard/comparators.ts';
import type { Filter } from '../../standard/filter.ts';
import { parseDateText } from '../time-text.ts';
import { mailUri } from '../world.ts';
import { isMailboxId, readKeyword } from './email-values.ts';

const utcDate = v.pipe(
  v.string(),
  v.check((text) => parseDateText(text, true) !== undefined, 'must be a date in UTC'),
);
const text = v.exactOptional(v.string());
const keyword = v.exactOptional(
  v.pipe(
    v.string(),
    v.check((word) => readKeyword(word) !== undefined, 'must be a keyword'),
  ),
);

/** RFC 8621 §4.4.1 */
const condition = {
  inMailbox: v.exactOptional(idReferenceSchema),
  inMailboxOtherThan: v.exactOptional(v.array(idReferenceSchema)),
  before: v.exactOptional(utcDate),
  after: v.exactOptional(utcDate),
  minSize: v.exactOptional(unsignedIntSchema),
  maxSize: v.exactOptional(unsignedIntSchema),
  allInThreadHaveKeyword: keyword,
  someInThreadHaveKeyword: keyword,
  noneInThreadHaveKeyword: keyword,
  hasKeyword: keyword,
  notKeyword: keyword,
  hasAttachment: v.exactOptional(v.boolean()),
  ...{ text, from: text, to: text, cc: text, bcc: text, subject: text, body: text },
  header: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(2))),
};

export type EmailCondition = v.InferOutput<v.StrictObjectSchema<typeof condition, undefined>>;

/** RFC 8621 §4.4.2 */
const orders: Readonly<Record<string, EmailOrder['by']>> = {
  receivedAt: 'received',
  size: 'size',
  from: 'from',
  to: 'to',
  subject: 'subject',
  sentAt: 'sent',
  hasKeyword: 'keyword',
  allInThreadHaveKeyword: 'keyword-in-all-of-thread',
  someInThreadHaveKeyword: 'keyword-in-some-of-thread',
};

export const sortOptions = Object.keys(orders);

/** What may be asked for in Email/query and its kin. */
export const emailQueryTerms = {
  capability: mailUri,
  condition,
  sort: {
    properties: sortOptions,
    withKeyword: ['hasKeyword', 'allInThreadHaveKeyword', 'someInThreadHaveKeyword'],
  },
  extra: { collapseThreads: v.optional(v.boolean(), false) },
};

/** What the store is asked for. Without a sort the latest come first. */
export function storeQuery(
  filter: Filter<EmailCondition> | undefined,
  sort: readonly Comparator[],
  createdIds: CreatedIds,
): Pick<EmailQuery, 'filter' | 'sort'> {
  const order = sort.map(
    ({ property, isAscending, keyword: word }): EmailOrder => ({
      by: orders[property] ?? 'received',
      isAscending,
      ...(word !== undefined && { keyword: wordOf(word) }),
    }),
  );
  const latestFirst: EmailOrder = { by: 'received', isAscending: false };
  return {
    ...(filter && { filter: storeFilter(filter, createdIds) }),
    sort: order.length > 0 ? order : [latestFirst],
  };
}

/** True if other emails of its thread decide whether or where an email is found. */
export function looksAtThreads({ filter, sort }: Pick<EmailQuery, 'filter' | 'sort'>): boolean {
  const isOfThread = (name: string) => name.endsWith('-of-thread');
  const looks = (each: EmailFilter): boolean => ('of' in each ? each.of.some(looks) : isOfThread(each.kind));
  return sort.some(({ by }) => isOfThread(by)) || (filter !== undefined && looks(filter));
}

function storeFilter(filter: Filter<EmailCondition>, createdIds: CreatedIds): EmailFilter {
  if (filter.kind === 'condition') return { kind: 'all', of: conditionsOf(filter.condition, createdIds) };
  const kind = ({ AND: 'all', OR: 'any', NOT: 'none' } as const)[filter.operator];
  return { kind, of: filter.conditions.map((each) => storeFilter(each, createdIds)) };
}

function conditionsOf(asked: EmailCondition, createdIds: CreatedIds): EmailFilter[] {
  return [...placeOf(asked, createdIds), ...factsOf(asked), ...keywordsOf(asked), ...wordsOf(asked)];
}

const nothing: EmailFilter = { kind: 'any', of: [] };

function placeOf({ inMailbox, inMailboxOtherThan }: EmailCondition, createdIds: CreatedIds): EmailFilter[] {
  const mailbox = inMailbox === undefined ? undefined : (createdIds.resolve(inMailbox) ?? '');
  const others = inMailboxOtherThan?.map((each) => createdIds.resolve(each) ?? '').filter(isMailboxId);
  return [
    // In a mailbox that there cannot be is nothing.
    ...(mailbox === undefined
      ? []
      : [isMailboxId(mailbox) ? ({ kind: 'in-mailbox', mailbox } as const) : nothing]),
    ...(others ? [{ kind: 'in-mailbox-other-than', mailboxes: others } as const] : []),
  ];
}

function factsOf({ before, after, minSize, maxSize, hasAttachment, header }: EmailCondition): EmailFilter[] {
  const [name, value] = header ?? [];
  return [
    ...(before === undefined ? [] : [{ kind: 'before', at: instant(Date.parse(before)) } as const]),
    ...(after === undefined ? [] : [{ kind: 'after', at: instant(Date.parse(after)) } as const]),
    ...(minSize === undefined ? [] : [{ kind: 'size-from', bytes: minSize } as const]),
    ...(maxSize === undefined ? [] : [{ kind: 'size-below', bytes: maxSize } as const]),
    ...(hasAttachment === undefined ? [] : [{ kind: 'attachment', has: hasAttachment } as const]),
    ...(name === undefined ? [] : [{ kind: 'header', name, ...(value !== undefined && { value }) } as const]),
  ];
}

function keywordsOf(asked: EmailCondition): EmailFilter[] {
  const { hasKeyword, notKeyword, allInThreadHaveKeyword, someInThreadHaveKeyword } = asked;
  const { noneInThreadHaveKeyword } = asked;
  const not = (filter: EmailFilter): EmailFilter => ({ kind: 'none', of: [filter] });
  const some = (word: string): EmailFilter => ({ kind: 'keyword-in-some-of-thread', keyword: wordOf(word) });
  const has = (word: string): EmailFilter => ({ kind: 'keyword', keyword: wordOf(word) });
  return [
    ...(hasKeyword === undefined ? [] : [has(hasKeyword)]),
    ...(notKeyword === undefined ? [] : [not(has(notKeyword))]),
    ...(allInThreadHaveKeyword === undefined
      ? []
      : [{ kind: 'keyword-in-all-of-thread', keyword: wordOf(allInThreadHaveKeyword) } as const]),
    ...(someInThreadHaveKeyword === undefined ? [] : [some(someInThreadHaveKeyword)]),
    ...(noneInThreadHaveKeyword === undefined ? [] : [not(some(noneInThreadHaveKeyword))]),
  ];
}

/** RFC 8621 §4.4.1: `text` looks everywhere. */
function wordsOf(asked: EmailCondition): EmailFilter[] {
  const found: EmailFilter[] = asked.text === undefined ? [] : [wordsIn(searchedFields, asked.text)];
  for (const field of searchedFields) {
    const words = asked[field];
    if (words !== undefined) found.push(wordsIn([field], words));
  }
  return found;
}

const wordsIn = (fields: readonly SearchedField[], words: string): EmailFilter => ({
  kind: 'text',
  fields,
  text: words,
});

function wordOf(word: string): string {
  const read = readKeyword(word);
  if (read === undefined) throw new MethodError('invalidArguments', 'sort: keyword must be a keyword');
  return read;
}
