import type { Problem } from '../source/problem.ts';
import { resolveImport, type SourceFile, type SourceTree } from '../source/tree.ts';

/**
 * Files that nothing but their own test leads to. A file is led to by an import, by its path in a string (a worker, a script that
 * another one runs) or by `entries`: texts outside the tree, such as package.json, that name it.
 */
export function deadFiles(tree: SourceTree, entries: readonly string[]): Problem[] {
  const named = new Set(entries.flatMap(pathsIn));
  for (const file of tree.values()) {
    for (const path of [...importedFiles(file), ...filesInStrings(file, tree)]) {
      if (file.path !== path && file.path !== ownTest(path)) named.add(path);
    }
  }
  const isEntry = (path: string) => path.includes('.test.') || path.startsWith('bin/') || named.has(path);
  const dead = [...tree.values()].filter(({ path }) => !isEntry(path));
  return dead.map(({ path }) => ({ file: path, message: 'nothing but perhaps its own test uses this file' }));
}

/**
 * Exports that no other file takes, tests included. A type may be exported for the signatures of its own file: who calls a
 * function should be able to name what it takes and gives.
 */
export function deadExports(tree: SourceTree): Problem[] {
  const used = usedNames(tree);
  return [...tree.values()].flatMap((file) => {
    const names = used.get(file.path);
    if (names === 'all') return [];
    return file.exports
      .filter((each) => !names?.has(each.name) && !(each.isType && countName(file, each.name) > 1))
      .map(({ name, line }) => ({ file: file.path, line, message: `no other file imports ${name}` }));
  });
}

const pathsIn = (text: string): string[] => text.match(/[\w./-]+\.(ts|tsx|mjs)\b/g)?.map(withoutDots) ?? [];
const withoutDots = (path: string) => path.replace(/^(\.\.?\/)+/, '');
const ownTest = (path: string) => path.replace(/\.(ts|tsx)$/, '.test.$1');

function importedFiles(file: SourceFile): string[] {
  return file.imports.flatMap(({ specifier }) => resolveImport(file, specifier) ?? []);
}

function filesInStrings(file: SourceFile, tree: SourceTree): string[] {
  const strings = file.code
    .filter((token) => token.kind === 'string')
    .map((token) => token.text.slice(1, -1));
  return strings
    .flatMap((text) => [text, resolveImport(file, text) ?? text])
    .filter((path) => tree.has(path));
}

/** For each file, the names that others take from it. */
function usedNames(tree: SourceTree): Map<string, Set<string> | 'all'> {
  const used = new Map<string, Set<string> | 'all'>();
  for (const file of tree.values()) {
    for (const { specifier, names } of file.imports) {
      const target = resolveImport(file, specifier);
      if (target === undefined) continue;
      const before = used.get(target) ?? new Set<string>();
      used.set(target, before === 'all' || names === 'all' ? 'all' : new Set([...before, ...names]));
    }
  }
  return used;
}

const countName = (file: SourceFile, name: string): number =>
  file.code.filter((token) => token.kind === 'name' && token.text === name).length;
