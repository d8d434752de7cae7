import { type Bytes, fromUtf8 } from '../../base/bytes.ts';
import type { Digest, DigestAddress } from '../../mailbox/digest.ts';
import type { EmailId, NewEmail } from '../../mailbox/email.ts';
import type { EmailFilter, EmailQuery } from '../../mailbox/email-query.ts';
import type { MailboxId, MailboxRole } from '../../mailbox/mailbox.ts';
import type { Store } from '../store.ts';
import { account, collect, t } from './fixtures.ts';

export const homer = 'homer';

export async function addHomer(store: Store): Promise<void> {
  await store.accounts.addAccount(account(homer), undefined);
}

export async function mailboxOf(store: Store, role: MailboxRole, owner = homer): Promise<MailboxId> {
  const found = (await store.emails.mailboxes(owner)).find((mailbox) => mailbox.role === role);
  if (!found) throw new Error(`there is no ${role}`);
  return found.id;
}

/** A mail, by the fields that digests are made of. */
export interface MailTemplate {
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
  readonly id?: string;
  readonly references?: readonly string[];
  readonly body?: string;
  readonly sent?: number;
  readonly hasAttachment?: boolean;
  readonly received?: number;
  readonly keywords?: readonly string[];
  readonly mailboxes?: readonly MailboxId[];
}

function mailOf(template: MailTemplate): Bytes {
  const { subject = '', from = 'marge@x.test', body = '' } = template;
  return fromUtf8(`From: ${from}\r\nSubject: ${subject}\r\nX-Test: one two\r\n\r\n${body}\r\n`);
}

/** What whoever knows MIME would make of it. */
export function digestFor(template: MailTemplate): Digest {
  const {
    subject = '',
    from = 'marge@x.test',
    to = 'homer@x.test',
    id,
    references = [],
    body = '',
  } = template;
  const address = (email: string): DigestAddress[] => [{ name: null, email }];
  return {
    shown: {
      messageId: id === undefined ? null : [id],
      inReplyTo: null,
      references: references.length > 0 ? references : null,
      sender: null,
      from: address(from),
      to: address(to),
      cc: null,
      bcc: null,
      replyTo: null,
      subject,
      sentAt: null,
      hasAttachment: template.hasAttachment ?? false,
      preview: body.slice(0, 20),
    },
    sentAt: template.sent,
    texts: { subject, from, to, cc: '', bcc: '', body },
  };
}

/** Puts a mail into the inbox, unless it says elsewhere. */
export async function addMail(store: Store, template: MailTemplate = {}, owner = homer): Promise<EmailId> {
  const email: NewEmail = {
    mailboxes: template.mailboxes ?? [await mailboxOf(store, 'inbox', owner)],
    keywords: template.keywords ?? [],
    receivedAt: t(template.received ?? 1_000),
  };
  const id = await store.emails.addEmail(owner, email, mailOf(template), digestFor(template));
  if (!id.startsWith('E')) throw new Error(id);
  return id as EmailId;
}

export const query = (filter?: EmailFilter, more: Partial<EmailQuery> = {}): EmailQuery => ({
  ...(filter && { filter }),
  sort: [{ by: 'received', isAscending: false }],
  collapseThreads: false,
  window: { position: 0, limit: 100 },
  countsAll: true,
  ...more,
});

export async function found(
  store: Store,
  filter?: EmailFilter,
  more: Partial<EmailQuery> = {},
): Promise<readonly EmailId[]> {
  return (await store.emails.query(homer, query(filter, more)))?.ids ?? [];
}

export const textOf = async (content: AsyncIterable<Bytes> | undefined): Promise<string> =>
  Buffer.from(await collect(content)).toString();
