// usage: node tools/run.mjs tools/tidy.ts
// Checks what the compiler and the linter do not: budgets of length, dead code, banned globals, unfinished work, traces of machines.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Problem, reportProblems } from './source/problem.ts';
import { filesUnder, readTree, repositoryRoot, type SourceTree, sourceFolders } from './source/tree.ts';
import { fileLengths, functionLengths, testRatios } from './tidy/budgets.ts';
import { deadExports, deadFiles } from './tidy/dead-code.ts';
import { bannedGlobals } from './tidy/globals.ts';
import { lockfileHoles } from './tidy/lockfile.ts';
import { traces, unwantedComments } from './tidy/words.ts';

const lockfiles = ['package-lock.json', 'tools/bootstrap/runtime/package-lock.json'];
/** What starts scripts of the source folders from outside. */
const starters = ['package.json', '.ci/run', 'README.md', 'bench/README.md', 'tools/bootstrap/web.mjs'];
/** What starts scripts beside itself. */
const pages = ['web/index.html'];
const textFolders = [...sourceFolders, 'docs', '.ci'];

/** All that is untidy in the repository at `root`, whose source is `tree`. */
export function tidy(root: string, tree: SourceTree): Problem[] {
  const texts = readTexts(root);
  const textsOf = (paths: readonly string[]) => paths.flatMap((path) => texts.get(path) ?? []);
  return [
    ...fileLengths(tree),
    ...functionLengths(tree),
    ...testRatios(tree, (folder) => transcriptLines(texts, folder)),
    ...bannedGlobals(tree),
    ...deadFiles(tree, [...textsOf(starters), ...pages.flatMap((page) => besidePage(page, texts.get(page)))]),
    ...deadExports(tree),
    ...unwantedComments(tree),
    ...[...texts].flatMap(([path, text]) => traces(path, text)),
    ...lockfiles.flatMap((path) => textsOf([path]).flatMap((text) => lockfileHoles(path, text))),
  ];
}

/** The scripts of a page as paths from the root of the repository. */
const besidePage = (page: string, text = ''): string[] =>
  [...text.matchAll(/\bsrc="\/([^"]+)"/g)].map(([, path = '']) => posix.join(posix.dirname(page), path));

/** The texts of the repository by path: whole folders, and the files at the root that are written by people or npm. */
function readTexts(root: string): Map<string, string> {
  const atRoot = readdirSync(root).filter((name) => /\.(md|json)$/.test(name));
  const paths = [...atRoot, ...textFolders.flatMap((folder) => filesUnder(root, folder))];
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function transcriptLines(texts: ReadonlyMap<string, string>, folder: string): number {
  const transcripts = [...texts].filter(([path]) => path.startsWith(`${folder}/`) && path.endsWith('.txt'));
  return transcripts.reduce((sum, [, text]) => sum + text.split('\n').length, 0);
}

if (import.meta.main) reportProblems('tidy', tidy(repositoryRoot, readTree(repositoryRoot)));
