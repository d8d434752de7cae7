// usage: node tools/run.mjs tools/check-deps.ts [--strict-stale]
// Checks the imports of the whole repository against the tables in import-table.ts.
import { importCycles } from './deps/cycles.ts';
import { forbiddenImports } from './deps/imports.ts';
import type { ImportRules } from './deps/rooms.ts';
import { staleEntries } from './deps/stale.ts';
import { nodeUsers, outbuildings, packageUsers, rooms, strictByDefault } from './import-table.ts';
import { type Problem, reportProblems } from './source/problem.ts';
import { readTree, repositoryRoot, type SourceTree } from './source/tree.ts';

const rules: ImportRules = { rooms, outbuildings, nodeUsers, packageUsers };

/** All that is wrong with the imports of `tree`. */
export function checkDeps(tree: SourceTree, strict = strictByDefault): Problem[] {
  const stale = strict ? staleEntries(tree, rules) : [];
  return [...forbiddenImports(tree, rules), ...importCycles(tree), ...stale];
}

if (import.meta.main) {
  const strict = strictByDefault || process.argv.includes('--strict-stale');
  reportProblems('check-deps', checkDeps(readTree(repositoryRoot), strict));
}
