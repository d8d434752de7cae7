/** The tasks that a mailbox may have (RFC 8621 §2). */
export type MailboxRole = 'inbox' | 'drafts' | 'sent' | 'archive' | 'junk' | 'trash';

/** The mailboxes that an account has from its beginning, in the order in which people see them. */
export const firstMailboxes = [
  { role: 'inbox', name: 'Inbox' },
  { role: 'drafts', name: 'Drafts' },
  { role: 'sent', name: 'Sent' },
  { role: 'archive', name: 'Archive' },
  { role: 'junk', name: 'Junk' },
  { role: 'trash', name: 'Trash' },
] as const satisfies readonly { readonly role: MailboxRole; readonly name: string }[];
