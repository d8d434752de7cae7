import type { EmailRow } from '../jmap/mail.ts';
import type { Id } from '../jmap/protocol.ts';
import type { EmailUpdates } from './email-updates.ts';

export type MoveKind = 'archive' | 'junk' | 'not-junk' | 'delete' | 'delete-for-ever';

/** Something that can be done with a conversation as a whole. */
export interface ThreadMove {
  readonly kind: MoveKind;
  readonly updates: EmailUpdates;
  readonly destroy: readonly Id[];
}

/** The mailboxes by their tasks. */
export type ByRole = (role: string) => Id | undefined;

/**
 * Where the mails of a conversation can go that lie in the mailbox `here`; what else belongs to the conversation stays where it is. In
 * a search, all go that one has not written oneself.
 */
export function threadMoves(emails: readonly EmailRow[], here: Id | undefined, byRole: ByRole): ThreadMove[] {
  const own = [byRole('sent'), byRole('drafts')];
  const isOwn = ({ mailboxIds }: EmailRow) => own.some((id) => id !== undefined && id in mailboxIds);
  const moving = emails.filter((email) => (here === undefined ? !isOwn(email) : here in email.mailboxIds));
  if (moving.length === 0) return [];
  const to = (kind: MoveKind, role: string): ThreadMove[] => {
    const target = byRole(role);
    if (target === undefined || target === here) return [];
    const updates = moving.map((email) => [email.id, patchOf(email, here, target)] as const);
    return [{ kind, updates: Object.fromEntries(updates), destroy: [] }];
  };
  const isJunk = here !== undefined && here === byRole('junk');
  const isTrash = here !== undefined && here === byRole('trash');
  return [
    ...to('archive', 'archive'),
    ...(isJunk ? to('not-junk', 'inbox') : to('junk', 'junk')),
    ...(isTrash
      ? [{ kind: 'delete-for-ever' as const, updates: {}, destroy: moving.map(({ id }) => id) }]
      : to('delete', 'trash')),
  ];
}

function patchOf({ mailboxIds }: EmailRow, here: Id | undefined, target: Id): EmailUpdates[Id] {
  const leaving = here === undefined ? Object.keys(mailboxIds) : [here];
  const left = leaving.filter((id) => id !== target).map((id) => [`mailboxIds/${id}`, null] as const);
  return { ...Object.fromEntries(left), [`mailboxIds/${target}` as const]: true };
}
