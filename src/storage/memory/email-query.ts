import { baseSubject } from '../../mailbox/base-subject.ts';
import type { Digest, DigestAddress } from '../../mailbox/digest.ts';
import type { EmailId } from '../../mailbox/email.ts';
import type { EmailFilter, EmailOrder, EmailQuery, EmailsFound } from '../../mailbox/email-query.ts';
import { hasHeader } from '../../mailbox/header-match.ts';
import type { AccountMail, HeldEmail } from './account-mail.ts';

type Digested = HeldEmail & { readonly digest: Digest; readonly thread: number };

export const isDigested = (email: HeldEmail): email is Digested => email.digest !== undefined;

/** Undefined if the anchor is not found. */
export function findEmails(
  mail: AccountMail,
  { filter, sort, collapseThreads, window, countsAll }: EmailQuery,
): Omit<EmailsFound, 'state'> | undefined {
  const all = [...mail.emails.values()].filter(isDigested);
  const found = all.filter((email) => !filter || isMet(filter, email, mail)).sort(comparing(sort, all));
  const threads = new Set<number>();
  const shown = collapseThreads
    ? found.filter(({ thread }) => !threads.has(thread) && threads.add(thread))
    : found;
  const ids = shown.map(({ id }): EmailId => `E${id}`);
  const position = startOf(ids, window);
  if (position === undefined) return undefined;
  return {
    ids: ids.slice(position, position + window.limit),
    position,
    ...(countsAll && { total: ids.length }),
  };
}

function startOf(ids: readonly EmailId[], window: EmailQuery['window']): number | undefined {
  if (!('anchor' in window)) {
    return window.position < 0 ? Math.max(0, ids.length + window.position) : window.position;
  }
  const at = ids.indexOf(window.anchor);
  return at < 0 ? undefined : Math.max(0, at + window.offset);
}

function isMet(filter: EmailFilter, email: Digested, mail: AccountMail): boolean {
  const { receivedAt, content, keywords, digest } = email;
  switch (filter.kind) {
    case 'all':
      return filter.of.every((each) => isMet(each, email, mail));
    case 'any':
      return filter.of.some((each) => isMet(each, email, mail));
    case 'none':
      return !filter.of.some((each) => isMet(each, email, mail));
    case 'in-mailbox':
      return mailboxIds(mail, email).includes(filter.mailbox);
    case 'in-mailbox-other-than':
      return mailboxIds(mail, email).some((id) => !filter.mailboxes.includes(id));
    case 'before':
      return receivedAt < filter.at;
    case 'after':
      return receivedAt >= filter.at;
    case 'size-from':
      return content.length >= filter.bytes;
    case 'size-below':
      return content.length < filter.bytes;
    case 'keyword':
      return keywords.includes(filter.keyword);
    case 'keyword-in-all-of-thread':
      return threadOf(mail, email).every((each) => each.keywords.includes(filter.keyword));
    case 'keyword-in-some-of-thread':
      return threadOf(mail, email).some((each) => each.keywords.includes(filter.keyword));
    case 'attachment':
      return digest.shown.hasAttachment === filter.has;
    case 'text':
      return holdsWords(
        filter.text,
        filter.fields.map((field) => digest.texts[field]),
      );
    case 'header':
      return hasHeader(content, filter.name, filter.value);
  }
}

const mailboxIds = (mail: AccountMail, { id }: HeldEmail) =>
  mail.mailboxesOf(id).map((mailbox) => `M${mailbox.id}` as const);

const threadOf = (mail: AccountMail, { thread }: HeldEmail): HeldEmail[] =>
  [...mail.emails.values()].filter((each) => each.thread === thread);

/** As the index of words has it: letters and digits without marks, whatever the case, each word from its beginning. */
function holdsWords(sought: string, texts: readonly string[]): boolean {
  const phrases = [...sought.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([whole, phrase]) => ({
    words: wordsOf(phrase ?? whole),
    isWhole: phrase !== undefined,
  }));
  const searched = texts.map(wordsOf);
  return phrases.every(
    ({ words, isWhole }) =>
      words.length === 0 || searched.some((text) => text.some((_, i) => isPhraseAt(text, i, words, isWhole))),
  );
}

function isPhraseAt(
  text: readonly string[],
  at: number,
  words: readonly string[],
  isWhole: boolean,
): boolean {
  return words.every((word, i) => {
    const isLast = i === words.length - 1;
    const found = text[at + i] ?? '';
    return isLast && !isWhole ? found.startsWith(word) : found === word;
  });
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/\p{Script=Han}|[\p{L}\p{N}\p{Co}]+/gu) ?? [];

function comparing(
  sort: readonly EmailOrder[],
  all: readonly Digested[],
): (a: Digested, b: Digested) => number {
  const direction = sort[0]?.isAscending === false ? -1 : 1;
  return (a, b) => {
    for (const order of sort) {
      const [x, y] = [sortValue(order, a, all), sortValue(order, b, all)];
      if (x !== y) return (x < y ? -1 : 1) * (order.isAscending ? 1 : -1);
    }
    return (a.id - b.id) * direction;
  };
}

function sortValue(
  { by, keyword = '' }: EmailOrder,
  email: Digested,
  all: readonly Digested[],
): number | string {
  const { digest, receivedAt, content, keywords } = email;
  const thread = () => all.filter((each) => each.thread === email.thread);
  switch (by) {
    case 'received':
      return receivedAt;
    case 'sent':
      return digest.sentAt ?? Number.NEGATIVE_INFINITY;
    case 'size':
      return content.length;
    case 'from':
      return sortName(digest.shown.from);
    case 'to':
      return sortName(digest.shown.to);
    case 'subject':
      return baseSubject(digest.shown.subject ?? '');
    case 'keyword':
      return Number(keywords.includes(keyword));
    case 'keyword-in-all-of-thread':
      return Number(thread().every((each) => each.keywords.includes(keyword)));
    case 'keyword-in-some-of-thread':
      return Number(thread().some((each) => each.keywords.includes(keyword)));
  }
}

const sortName = (addresses: readonly DigestAddress[] | null): string =>
  (addresses?.[0]?.name || addresses?.[0]?.email || '').toLowerCase();
