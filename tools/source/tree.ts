import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Export, type Import, readExports, readImports } from './modules.ts';
import { type Token, tokenize, withoutComments } from './tokens.ts';

/** A file of the repository as the checks see it. */
export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lineCount: number;
  readonly tokens: readonly Token[];
  /** The tokens without comments. */
  readonly code: readonly Token[];
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
}

/** The source files by their path. */
export type SourceTree = ReadonlyMap<string, SourceFile>;

export const repositoryRoot = join(import.meta.dirname, '..', '..');

/** The folders that hold source. */
export const sourceFolders = ['src', 'sim', 'web', 'bench', 'tools', 'bin'];

/** Reads every TypeScript and JavaScript file of the source folders under `root`. */
export function readTree(root: string): SourceTree {
  const paths = sourceFolders.flatMap((folder) => filesUnder(root, folder));
  const sources = paths.filter((path) => /\.(ts|tsx|mjs)$|^bin\//.test(path));
  return makeTree(Object.fromEntries(sources.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
}

/** A tree from texts by path. */
export function makeTree(texts: Readonly<Record<string, string>>): SourceTree {
  return new Map(Object.entries(texts).map(([path, text]) => [path, sourceFile(path, text)]));
}

function sourceFile(path: string, text: string): SourceFile {
  const tokens = tokenize(text);
  const code = withoutComments(tokens);
  const lineCount = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return { path, text, lineCount, tokens, code, imports: readImports(code), exports: readExports(code) };
}

/** The files in and below `folder`, as paths from `root` in alphabetical order; none if there is no such folder. */
export function filesUnder(root: string, folder: string): string[] {
  const entries = readdirSyncOrNone(join(root, folder));
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(root, path);
    return entry.isFile() ? [path] : [];
  });
}

function readdirSyncOrNone(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Tests and what only tests use: they are free of the import table, and product code may not import them. */
export function isTestCode(path: string): boolean {
  return /\.test\.tsx?$|\/(testing|conformance)\/|\/conformance\.ts$/.test(path);
}

/** The path that a relative specifier of `file` names; undefined for a package or a part of Node. */
export function resolveImport(file: SourceFile, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file.path), specifier) : undefined;
}
