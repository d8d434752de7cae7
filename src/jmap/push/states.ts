import { fromLooseBase64, fromUtf8, toBase64, utf8 } from '../../base/bytes.ts';
import type { Capability, SessionAccount } from '../capability.ts';
import type { JsonObject } from '../json.ts';

/** States by account and data type: what changed, or all that a user can see (RFC 8620 §7.1). */
export type States = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The states of the accounts that a user may use, of the types that each has. */
export async function visibleStates(
  accounts: Iterable<SessionAccount>,
  capabilities: readonly Capability[],
): Promise<States> {
  const all = [...accounts].map(async (account) => {
    const stated = capabilities.filter(({ uri }) => Object.hasOwn(account.capabilities, uri));
    const types = stated.flatMap(({ states = {} }) => Object.entries(states));
    const states = await Promise.all(
      types.map(async ([type, stateOf]) => [type, await stateOf(account.id)] as const),
    );
    return [account.id, Object.fromEntries(states)] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

/** Those of `now` that are others than `before`, of these types; undefined if there is none. */
export function changedStates(
  before: States,
  now: States,
  types: ReadonlySet<string> | undefined,
): States | undefined {
  const changed = Object.entries(now).flatMap(([account, states]) => {
    const known = before[account] ?? {};
    const others = Object.entries(states).filter(
      ([type, state]) => (types?.has(type) ?? true) && known[type] !== state,
    );
    return others.length === 0 ? [] : [[account, Object.fromEntries(others)] as const];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** The StateChange object. */
export const stateChange = (changed: States): JsonObject => ({ '@type': 'StateChange', changed });

/** The id of an event: all states in one word, so that nothing need be kept of those who listen (RFC 8620 §7.3). */
export const eventIdOf = (states: States): string => toBase64(fromUtf8(JSON.stringify(states)));

/** Characters of an event id that comes back to us. */
export const eventIdLengthMax = 8_192;

/** The states of an event id; undefined if it is none of ours. */
export function parseEventId(id: string): States | undefined {
  if (id.length > eventIdLengthMax) return undefined;
  try {
    const states: unknown = JSON.parse(utf8(fromLooseBase64(id)));
    return isStates(states) ? states : undefined;
  } catch {
    return undefined;
  }
}

const isStates = (value: unknown): value is States =>
  isRecord(value) &&
  Object.values(value).every(
    (states) => isRecord(states) && Object.values(states).every((state) => typeof state === 'string'),
  );

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
