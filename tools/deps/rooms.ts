import type { ImportRow } from '../import-table.ts';

/** The tables that check-deps.ts enforces; import-table.ts holds ours. */
export interface ImportRules {
  readonly rooms: Readonly<Record<string, ImportRow>>;
  readonly outbuildings: Readonly<Record<string, ImportRow>>;
  readonly nodeUsers: readonly string[];
  readonly packageUsers: Readonly<Record<string, readonly string[]>>;
}

/** The row that rules a file: the longest of the folders above it that has one. Undefined if there is none. */
export function roomOf(path: string, rules: ImportRules): string | undefined {
  const folders = path.split('/').slice(0, -1);
  const [rows, names] =
    folders[0] === 'src' ? [rules.rooms, folders.slice(1)] : [rules.outbuildings, folders];
  for (let depth = names.length; depth > 0; depth--) {
    const name = names.slice(0, depth).join('/');
    if (Object.hasOwn(rows, name)) return name;
  }
  return undefined;
}

const rowOf = (room: string, rules: ImportRules): ImportRow =>
  rules.rooms[room] ?? rules.outbuildings[room] ?? [];

/** Whether a file of `room` may import a file of `other`. */
export function mayImport(room: string, other: string, rules: ImportRules): boolean {
  if (other === room || other === 'base') return true;
  const row = rowOf(room, rules);
  if ('allBut' in row) return !row.allBut.includes(other);
  return row.includes(other);
}

/** Whether `path` is one of `places` or lies below one of them. */
export const liesIn = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === place || path.startsWith(`${place}/`));
