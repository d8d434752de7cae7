import {
  type Mailbox,
  type MailboxChanges,
  type MailboxId,
  type MailboxProblem,
  mailboxDepthMax,
  mailboxesMax,
} from '../../mailbox/mailbox.ts';
import { StoreError } from '../../queue/queue-store.ts';
import { numberOfId } from '../mail-ids.ts';
import type { AccountMail, HeldEmail, HeldMailbox } from './account-mail.ts';
import { isDigested } from './email-query.ts';

export function mailboxOf(mail: AccountMail, mailbox: HeldMailbox): Mailbox {
  const { id, parent, name, role, sortOrder, isSubscribed, uidValidity, uidNext, modseq, countsModseq } =
    mailbox;
  const emails = [...mailbox.entries.values()].flatMap((each) => mail.emails.get(each) ?? []);
  const threads = new Set(emails.flatMap(({ thread }) => thread ?? []));
  return {
    id: `M${id}`,
    ...(parent !== undefined && { parent: `M${parent}` as const }),
    name,
    ...(role && { role }),
    ...{ sortOrder, isSubscribed, uidValidity, uidNext, modseq, countsModseq },
    emails: emails.length,
    unreadEmails: emails.filter(isUnread).length,
    threads: threads.size,
    unreadThreads: unreadThreads(mail, mailbox).intersection(threads).size,
  };
}

const isUnread = ({ keywords }: HeldEmail): boolean =>
  !keywords.includes('$seen') && !keywords.includes('$draft');

/** Threads that an unread email makes unread as this mailbox sees it. */
function unreadThreads(mail: AccountMail, mailbox: HeldMailbox): Set<number> {
  const trash = mail.mailboxOf('trash');
  const counts = ({ id }: HeldEmail) => {
    const places = mail.mailboxesOf(id);
    return mailbox === trash ? places.includes(mailbox) : places.some((each) => each !== trash);
  };
  const unread = [...mail.emails.values()].filter(
    (email) => isDigested(email) && isUnread(email) && counts(email),
  );
  return new Set(unread.flatMap(({ thread }) => thread ?? []));
}

export function addMailbox(
  mail: AccountMail,
  { name, parent, sortOrder = 10, isSubscribed = true }: MailboxChanges & { readonly name: string },
): MailboxId | MailboxProblem {
  const above = parent ? numberOfId(parent, 'M') : undefined;
  if (parent && above === undefined) return 'no-such-parent';
  const problem = placeProblem(mail, { name, parent: above });
  if (problem) return problem;
  if (mail.mailboxes.size >= mailboxesMax) return 'too-many';
  const last = Math.max(...[...mail.mailboxes.values()].map(({ uidValidity }) => uidValidity));
  const uidValidity = (last + 1) % 2 ** 32 || 1;
  const place = { name, parent: above, sortOrder, isSubscribed, uidValidity, role: undefined };
  return `M${mail.addMailbox(place, mail.next('mailbox'))}`;
}

export function changeMailbox(
  mail: AccountMail,
  id: MailboxId,
  { name, parent, sortOrder, isSubscribed }: MailboxChanges,
): 'changed' | MailboxProblem {
  const mailbox = mail.mailboxes.get(numberOfId(id, 'M') ?? 0);
  if (!mailbox) return 'no-such-mailbox';
  const above = parent ? numberOfId(parent, 'M') : parent === null ? undefined : mailbox.parent;
  if (parent && above === undefined) return 'no-such-parent';
  const place = { name: name ?? mailbox.name, parent: above };
  const problem = placeProblem(mail, { ...place, id: mailbox.id });
  if (problem) return problem;
  Object.assign(mailbox, place, { modseq: mail.next('mailbox') });
  if (sortOrder !== undefined) mailbox.sortOrder = sortOrder;
  if (isSubscribed !== undefined) mailbox.isSubscribed = isSubscribed;
  return 'changed';
}

export function removeMailbox(
  mail: AccountMail,
  id: MailboxId,
  destroysEmails: boolean,
): 'removed' | MailboxProblem {
  const mailbox = mail.mailboxes.get(numberOfId(id, 'M') ?? 0);
  if (!mailbox) return 'no-such-mailbox';
  if (mailbox.role !== undefined) throw new StoreError(`the ${mailbox.role} mailbox of an account stays`);
  if ([...mail.mailboxes.values()].some(({ parent }) => parent === mailbox.id)) return 'has-child';
  if (mailbox.entries.size > 0 && !destroysEmails) return 'has-email';
  for (const email of [...mailbox.entries.values()]) mail.removeFrom(mailbox, email);
  const modseq = mail.next('mailbox');
  mail.mailboxes.delete(mailbox.id);
  mail.bury('mailbox', mailbox, modseq);
  return 'removed';
}

function placeProblem(
  mail: AccountMail,
  place: { readonly name: string; readonly parent: number | undefined; readonly id?: number },
): MailboxProblem | undefined {
  let depth = 1;
  for (let above = place.parent; above !== undefined; depth++) {
    if (above === place.id) return 'circle';
    if (depth >= mailboxDepthMax) return 'too-many';
    const mailbox = mail.mailboxes.get(above);
    if (!mailbox) return 'no-such-parent';
    above = mailbox.parent;
  }
  const isTaken = [...mail.mailboxes.values()].some(
    ({ id, name, parent }) => id !== place.id && name === place.name && parent === place.parent,
  );
  return isTaken ? 'name-taken' : undefined;
}
