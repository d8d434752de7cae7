import type { MailChanges, MailKind, Modseq } from '../../mailbox/modseq.ts';
import type { AccountMail } from './account-mail.ts';
import { isDigested } from './email-query.ts';

interface Change {
  readonly id: number;
  readonly modseq: Modseq;
  readonly createdModseq: Modseq;
  readonly isGone: boolean;
  readonly isCountsOnly: boolean;
}

const prefixes: Readonly<Record<MailKind, string>> = { email: 'E', mailbox: 'M', thread: 'T' };

export function changesSince(
  mail: AccountMail,
  kind: MailKind,
  since: Modseq,
  limit: number,
): MailChanges | undefined {
  if (since < mail.forgottenModseq || since > mail.modseq) return undefined;
  const all = [...living(mail, kind, since), ...gone(mail, kind)]
    .filter(({ modseq }) => modseq > since)
    .sort((a, b) => a.modseq - b.modseq);
  const border = all[limit]?.modseq;
  const cut = border === undefined ? all : all.slice(0, limit).filter(({ modseq }) => modseq < border);
  const last = cut.at(-1);
  if (!last && all.length > 0) return undefined;
  const ids = (which: (each: Change) => boolean) =>
    cut.filter(which).map(({ id }) => `${prefixes[kind]}${id}`);
  const isNew = ({ createdModseq }: Change) => createdModseq > since;
  const hasMore = cut.length < all.length;
  return {
    created: ids((each) => !each.isGone && isNew(each)),
    updated: ids((each) => !each.isGone && !isNew(each)),
    destroyed: ids((each) => each.isGone && !isNew(each)),
    state: hasMore && last ? last.modseq : mail.states[kind],
    hasMore,
    isCountsOnly: cut.every((each) => !each.isGone && !isNew(each) && each.isCountsOnly),
  };
}

function living(mail: AccountMail, kind: MailKind, since: Modseq): Change[] {
  const alive = { isGone: false, isCountsOnly: false };
  switch (kind) {
    case 'email':
      return [...mail.emails.values()].filter(isDigested).map((each) => ({ ...each, ...alive }));
    case 'thread':
      return [...mail.threads.values()].map((each) => ({ ...each, ...alive }));
    case 'mailbox':
      return [...mail.mailboxes.values()].map((each) => ({
        ...each,
        isGone: false,
        isCountsOnly: each.modseq <= since,
        modseq: Math.max(each.modseq, each.countsModseq) as Modseq,
      }));
  }
}

const gone = (mail: AccountMail, kind: MailKind): Change[] =>
  mail.tombstones
    .filter((each) => each.kind === kind)
    .map((each) => ({ ...each, isGone: true, isCountsOnly: false }));
