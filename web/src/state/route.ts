import type { Id } from '../jmap/protocol.ts';

/** Where a person is. It stands behind the # of the address, so that going back and bookmarks work and the server sees none of it. */
export interface Route {
  /** The role of a mailbox, or the id of one without a role; absent in a search. */
  readonly mailbox?: string;
  readonly search?: string;
  /** The conversation that is open. */
  readonly thread?: Id;
}

export const home: Route = { mailbox: 'inbox' };

/** The inverse of routeText. What makes no sense leads home. */
export function parseRoute(hash: string): Route {
  const [kind, name, thread, ...rest] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decoded);
  const opened = thread ? { thread } : {};
  if (!name || rest.length > 0) return home;
  if (kind === 'in') return { mailbox: name, ...opened };
  if (kind === 'search') return { search: name, ...opened };
  return home;
}

export function routeText({ mailbox, search, thread }: Route): string {
  const path = search === undefined ? ['in', mailbox ?? 'inbox'] : ['search', search];
  return `#/${[...path, ...(thread === undefined ? [] : [thread])].map(encodeURIComponent).join('/')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
