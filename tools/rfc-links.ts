// usage: node tools/run.mjs tools/rfc-links.ts [--check | --list]
// Writes which rule of which RFC stands where into docs/specifications.md; --check only looks whether that is up to date, and
// --list prints every reference with its line.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentProblems, withReferences } from './rfc/document.ts';
import { type Reference, readReferences } from './rfc/references.ts';
import { type Problem, reportProblems } from './source/problem.ts';
import { readTree, repositoryRoot, type SourceTree } from './source/tree.ts';

const documentFile = 'docs/specifications.md';

/** What is wrong with docs/specifications.md in the repository at `root`, whose source is `tree`. */
export function checkSpecifications(root: string, tree: SourceTree): Problem[] {
  return documentProblems(documentFile, readFileSync(join(root, documentFile), 'utf8'), readReferences(tree));
}

function list(references: readonly Reference[]): void {
  for (const { rfc, section, file, line } of references) {
    process.stdout.write(`RFC ${rfc}${section === undefined ? '' : ` ${section}`}: ${file}:${line}\n`);
  }
}

if (import.meta.main) {
  const tree = readTree(repositoryRoot);
  if (process.argv.includes('--list')) list(readReferences(tree));
  else {
    const path = join(repositoryRoot, documentFile);
    const old = readFileSync(path, 'utf8');
    if (!process.argv.includes('--check')) writeFileSync(path, withReferences(old, readReferences(tree)));
    reportProblems('rfc-links', checkSpecifications(repositoryRoot, tree));
  }
}
