import type { JmapClient } from '../jmap/client.ts';
import { SetRefusedError } from '../jmap/failures.ts';
import type { EmailRow } from '../jmap/mail.ts';
import type { Id, SetResponse } from '../jmap/protocol.ts';

/** By email, a patch of its keywords and mailboxes (RFC 8620 §5.3, PatchObject): `keywords/$seen` true, or null to take it away. */
export type EmailUpdates = Readonly<Record<Id, Readonly<Record<EmailPatchPath, true | null>>>>;

type EmailPatchPath = `keywords/${string}` | `mailboxIds/${string}`;

/** The rows as they will be when the server has done it. */
export function applyEmailUpdates(rows: ReadonlyMap<Id, EmailRow>, updates: EmailUpdates): Map<Id, EmailRow> {
  const changed = new Map(rows);
  for (const [id, patch] of Object.entries(updates)) {
    const row = rows.get(id);
    if (row) changed.set(id, Object.entries(patch).reduce(patched, row));
  }
  return changed;
}

function patched(row: EmailRow, [path, value]: [string, true | null]): EmailRow {
  const [property, ...rest] = path.split('/');
  if (property !== 'keywords' && property !== 'mailboxIds') return row;
  const name = rest.join('/').replaceAll('~1', '/').replaceAll('~0', '~');
  const { [name]: _, ...others } = row[property];
  return { ...row, [property]: value === null ? others : { ...others, [name]: true } };
}

/** Email/set, all or the first refusal. @throws SetRefusedError */
export async function setEmails(
  jmap: JmapClient,
  changes: { readonly update?: EmailUpdates; readonly destroy?: readonly Id[] },
): Promise<void> {
  const answer = await jmap.call<SetResponse<EmailRow>>('Email/set', changes);
  const [refused] = Object.values({ ...answer.notUpdated, ...answer.notDestroyed });
  if (refused && refused.type !== 'notFound') throw new SetRefusedError(refused);
}
