import { fromUtf8 } from '../../../base/bytes.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { Mailbox, MailboxChanges, MailboxProblem } from '../../../mailbox/mailbox.ts';
import type { CreatedIds } from '../../created-ids.ts';
import type { Json, JsonObject } from '../../json.ts';
import { invalidProperties, type SetError, setError } from '../../set-error.ts';
import { mailboxNameBytesMax } from '../world.ts';
import { isMailboxId } from './email-values.ts';

/** RFC 8621 §2 */
export const mailboxProperties = [
  ...['id', 'name', 'parentId', 'role', 'sortOrder', 'totalEmails', 'unreadEmails', 'totalThreads'],
  ...['unreadThreads', 'myRights', 'isSubscribed'],
];

/** RFC 8621 §2.2: what changes with the mails in it, while the mailbox stays as it is. */
export const countProperties = ['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads'];

export const showMailbox = (mailbox: Mailbox): JsonObject => ({
  id: mailbox.id,
  name: mailbox.name,
  parentId: mailbox.parent ?? null,
  role: mailbox.role ?? null,
  sortOrder: mailbox.sortOrder,
  totalEmails: mailbox.emails,
  unreadEmails: mailbox.unreadEmails,
  totalThreads: mailbox.threads,
  unreadThreads: mailbox.unreadThreads,
  myRights: rightsOf(mailbox),
  isSubscribed: mailbox.isSubscribed,
});

/** Everything in it may be done by its owner; a mailbox with a task cannot go. */
const rightsOf = ({ role }: Mailbox): JsonObject => ({
  mayReadItems: true,
  mayAddItems: true,
  mayRemoveItems: true,
  maySetSeen: true,
  maySetKeywords: true,
  mayCreateChild: true,
  mayRename: role !== 'inbox',
  mayDelete: role === undefined,
  maySubmit: true,
});

/** The largest that an UnsignedInt of JMAP may be for a place in a list (RFC 8621 §2: less than 2^31). */
const sortOrderMax = 2 ** 31 - 1;

/** What a client wants of a mailbox. `role` may be said if it says what is so. */
export function readMailbox(
  record: JsonObject,
  before: Mailbox | undefined,
  createdIds: CreatedIds,
): Result<MailboxChanges, SetError> {
  const wrong: string[] = [];
  const changes: { -readonly [K in keyof MailboxChanges]: MailboxChanges[K] } = {};
  for (const [property, value] of Object.entries(record)) {
    const isTaken = take(property, value, changes, { before, createdIds });
    if (!isTaken) wrong.push(property);
  }
  return wrong.length === 0 ? ok(changes) : err(invalidProperties(wrong));
}

function take(
  property: string,
  value: Json,
  changes: { -readonly [K in keyof MailboxChanges]: MailboxChanges[K] },
  { before, createdIds }: { readonly before: Mailbox | undefined; readonly createdIds: CreatedIds },
): boolean {
  switch (property) {
    case 'name': {
      const name = readName(value);
      if (name === undefined) return false;
      changes.name = name;
      return true;
    }
    case 'parentId': {
      const id = typeof value === 'string' ? (createdIds.resolve(value) ?? '') : value;
      if (id !== null && (typeof id !== 'string' || !isMailboxId(id))) return false;
      changes.parent = id;
      return true;
    }
    case 'sortOrder': {
      if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > sortOrderMax) return false;
      changes.sortOrder = Number(value);
      return true;
    }
    case 'isSubscribed': {
      if (typeof value !== 'boolean') return false;
      changes.isSubscribed = value;
      return true;
    }
    default: {
      // RFC 8620 §5.3: what the server sets may be said, if it is said right.
      const shown = before ? showMailbox(before)[property] : property === 'role' ? null : undefined;
      return shown !== undefined && JSON.stringify(shown) === JSON.stringify(value);
    }
  }
}

/** RFC 8621 §2: text of at least one character. IMAP shows a path, with slashes between the names. */
function readName(value: Json): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.normalize('NFC');
  const isWrong =
    name.trim() !== name || !/^[^\p{C}/]+$/u.test(name) || fromUtf8(name).length > mailboxNameBytesMax;
  return isWrong ? undefined : name;
}

/** As the RFC names what the store objects to. */
export function mailboxError(problem: MailboxProblem): SetError {
  switch (problem) {
    case 'no-such-mailbox':
      return setError('notFound');
    case 'no-such-parent':
      return invalidProperties(['parentId'], 'there is no such mailbox');
    case 'circle':
      return invalidProperties(['parentId'], 'a mailbox cannot lie within itself');
    case 'name-taken':
      return invalidProperties(['name'], 'another mailbox there has this name');
    case 'too-many':
      return setError('overQuota', 'there are too many mailboxes, or too many within each other');
    case 'has-child':
      return setError('mailboxHasChild');
    case 'has-email':
      return setError('mailboxHasEmail');
  }
}
