import type { MailKind, Modseq } from '../../../mailbox/modseq.ts';
import type { Changes } from '../../standard/changes.ts';
import type { MailWorld } from '../world.ts';

/** The state of a kind of object, as clients know it. */
export async function stateOf(kind: MailKind, account: string, { emails }: MailWorld): Promise<string> {
  return String((await emails.state(account))?.[kind] ?? 0);
}

export const emailState = (account: string, world: MailWorld): Promise<string> =>
  stateOf('email', account, world);

/** Undefined for what is no state of ours. */
export const readState = (state: string): Modseq | undefined =>
  /^\d{1,15}$/.test(state) ? (Number(state) as Modseq) : undefined;

/** What a /changes answers of this kind of object. */
export async function changesOf(
  kind: MailKind,
  request: { readonly account: string; readonly sinceState: string; readonly changesMax: number },
  { emails }: MailWorld,
): Promise<(Changes & { readonly isCountsOnly: boolean }) | undefined> {
  const since = readState(request.sinceState);
  if (since === undefined) return undefined;
  const changes = await emails.changes(request.account, kind, since, request.changesMax);
  if (!changes) return undefined;
  const { state, hasMore, ...lists } = changes;
  return { ...lists, newState: String(state), hasMoreChanges: hasMore };
}
