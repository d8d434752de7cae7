import type { Id, StateChange } from './protocol.ts';

/** The part of EventSource that is used. */
export interface Source {
  addEventListener(
    name: 'open' | 'error' | 'state',
    listener: (event: { readonly data: string }) => void,
  ): void;
  close(): void;
}

/**
 * Listens to what changes on the server (RFC 8620 §7.3). The browser connects again by itself; what was missed meanwhile is
 * told by `onGap`.
 */
export function listen(
  source: Source,
  accountId: Id,
  handlers: {
    /** Types whose state is another than before. */
    readonly onChange: (types: ReadonlySet<string>) => void;
    /** The line is there again after it was not: anything may have changed. */
    readonly onGap: () => void;
    readonly onLine: (isUp: boolean) => void;
  },
): () => void {
  const known = new Map<string, string>();
  let wasUp = false;
  source.addEventListener('open', () => {
    handlers.onLine(true);
    if (wasUp) handlers.onGap();
    wasUp = true;
  });
  source.addEventListener('error', () => handlers.onLine(false));
  source.addEventListener('state', ({ data }) => {
    const { changed } = JSON.parse(data) as StateChange;
    const states = Object.entries(changed[accountId] ?? {}).filter(
      ([type, state]) => known.get(type) !== state,
    );
    for (const [type, state] of states) known.set(type, state);
    if (states.length > 0) handlers.onChange(new Set(states.map(([type]) => type)));
  });
  return () => source.close();
}
