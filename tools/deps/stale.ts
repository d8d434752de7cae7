import type { Problem } from '../source/problem.ts';
import { resolveImport, type SourceTree } from '../source/tree.ts';
import { packageName, productFiles } from './imports.ts';
import { type ImportRules, liesIn, roomOf } from './rooms.ts';

const table = 'tools/import-table.ts';

/** What the tables allow though nothing uses it: a door that somebody forgot to close. */
export function staleEntries(tree: SourceTree, rules: ImportRules): Problem[] {
  const used = usedImports(tree, rules);
  return [...staleRows(rules, used), ...stalePlaces(tree, rules)].map((message) => ({
    file: table,
    message,
  }));
}

/** For each room that has files, the rooms that they import. */
function usedImports(tree: SourceTree, rules: ImportRules): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  for (const file of productFiles(tree)) {
    const room = roomOf(file.path, rules);
    if (room === undefined) continue;
    const others = used.get(room) ?? new Set();
    used.set(room, others);
    for (const { specifier } of file.imports) {
      const target = resolveImport(file, specifier);
      const other = target && roomOf(target, rules);
      if (other !== undefined) others.add(other);
    }
  }
  return used;
}

function staleRows(rules: ImportRules, used: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return Object.entries({ ...rules.rooms, ...rules.outbuildings }).flatMap(([room, row]) => {
    const others = used.get(room);
    if (others === undefined) return [`the row ${room} is stale: there is no such folder`];
    if ('allBut' in row) return [];
    const unused = row.filter((other) => !others.has(other));
    return unused.map((other) => `the row ${room} is stale: no file in it imports ${other}`);
  });
}

function stalePlaces(tree: SourceTree, rules: ImportRules): string[] {
  const places = { 'node:*': rules.nodeUsers, ...rules.packageUsers };
  const nameOf = (specifier: string) => (specifier.startsWith('node:') ? 'node:*' : packageName(specifier));
  const uses = productFiles(tree).flatMap((file) =>
    file.imports.map(({ specifier }) => ({ path: file.path, name: nameOf(specifier) })),
  );
  return Object.entries(places).flatMap(([name, allowed]) => {
    const unused = allowed.filter(
      (place) => !uses.some((use) => use.name === name && liesIn(use.path, [place])),
    );
    return unused.map((place) => `the entry ${place} of ${name} is stale: nothing there imports it`);
  });
}
