/** Which part of what a query found is to be answered (RFC 8620 §5.5). */
export type QueryWindow =
  | {
      /** Negative: from the end. */
      readonly position: number;
      readonly limit: number;
    }
  | { readonly anchor: string; readonly anchorOffset: number; readonly limit: number };

/** Cuts a window out of a list that lies there as a whole. Undefined if the anchor is not in it. */
export function cutWindow(
  ids: readonly string[],
  window: QueryWindow,
): { readonly position: number; readonly ids: readonly string[] } | undefined {
  const first = firstIndex(ids, window);
  if (first === undefined) return undefined;
  const position = Math.max(0, first);
  return { position, ids: ids.slice(position, position + window.limit) };
}

function firstIndex(ids: readonly string[], window: QueryWindow): number | undefined {
  if (!('anchor' in window)) return window.position < 0 ? ids.length + window.position : window.position;
  const index = ids.indexOf(window.anchor);
  return index < 0 ? undefined : index + window.anchorOffset;
}
