import type { Id } from '../jmap/protocol.ts';

/** Rows that are fetched together. */
export const pageLength = 50;

/** A list of the server, of which the page knows some stretches: by position, the id that stands there. */
export interface QueryWindow {
  readonly total: number;
  readonly ids: ReadonlyMap<number, Id>;
}

export const emptyWindow: QueryWindow = { total: 0, ids: new Map() };

/** The pages (by number) that a view from row `from` to before row `to` needs and does not have. */
export function missingPages({ ids, total }: QueryWindow, from: number, to: number): number[] {
  const pages = new Set<number>();
  for (let row = Math.max(0, from); row < Math.min(to, total); row++) {
    if (!ids.has(row)) pages.add(Math.floor(row / pageLength));
  }
  return [...pages];
}

/** The list with what the server says now of the rows from `position` on. */
export function withPage(
  list: QueryWindow,
  { position, ids, total }: { position: number; ids: readonly Id[]; total: number },
): QueryWindow {
  const kept = [...list.ids].filter(
    ([row]) => row < total && !(row >= position && row < position + pageLength),
  );
  return { total, ids: new Map([...kept, ...ids.map((id, i): [number, Id] => [position + i, id])]) };
}

/** The row where an id stands, among those that are known. */
export function rowOf({ ids }: QueryWindow, id: Id): number | undefined {
  for (const [row, each] of ids) if (each === id) return row;
  return undefined;
}
