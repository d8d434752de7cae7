import type { Import } from '../source/modules.ts';
import type { Problem } from '../source/problem.ts';
import { isTestCode, resolveImport, type SourceFile, type SourceTree } from '../source/tree.ts';
import { type ImportRules, liesIn, mayImport, roomOf } from './rooms.ts';

/** What a single file may not import. Test code is free of all this. */
export function forbiddenImports(tree: SourceTree, rules: ImportRules): Problem[] {
  return productFiles(tree).flatMap((file) => {
    if (roomOf(file.path, rules) === undefined) {
      return [{ file: file.path, message: 'its folder has no row in tools/import-table.ts' }];
    }
    return file.imports.flatMap((each) => {
      const message = objection(file, each, rules);
      return message === undefined ? [] : [{ file: file.path, line: each.line, message }];
    });
  });
}

export const productFiles = (tree: SourceTree): SourceFile[] =>
  [...tree.values()].filter((file) => !isTestCode(file.path));

function objection(file: SourceFile, { specifier }: Import, rules: ImportRules): string | undefined {
  const target = resolveImport(file, specifier);
  if (target !== undefined) return objectionToFile(file, target, rules);
  if (specifier.startsWith('node:')) {
    return liesIn(file.path, rules.nodeUsers) ? undefined : `may not import ${specifier}: no node:* here`;
  }
  const name = packageName(specifier);
  const users = rules.packageUsers[name];
  if (users === undefined) return `imports ${name}, which has no row in the table of packages`;
  return liesIn(file.path, users) ? undefined : `may not import ${name}: it belongs to ${users.join(', ')}`;
}

function objectionToFile(file: SourceFile, target: string, rules: ImportRules): string | undefined {
  const [room, other] = [roomOf(file.path, rules), roomOf(target, rules)];
  if (isTestCode(target) && file.path.startsWith('src/')) return `imports test code: ${target}`;
  if (room === undefined || other === undefined || mayImport(room, other, rules)) return undefined;
  return `${room} may not import ${other} (${target})`;
}

/** The name of the package that a specifier begins with. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
