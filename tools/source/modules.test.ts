import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readExports, readImports } from './modules.ts';
import { tokenize, withoutComments } from './tokens.ts';

const imports = (text: string) => readImports(withoutComments(tokenize(text)));
const exports = (text: string) => readExports(withoutComments(tokenize(text)));
const exportedNames = (text: string) => exports(text).map(({ name }) => name);

test('imports in all their forms', () => {
  const forms: [string, { typeOnly?: boolean; names: readonly string[] | 'all' }][] = [
    ["import './x.ts';", { names: [] }],
    ["import x from './x.ts';", { names: ['default'] }],
    ["import { a, b as c } from './x.ts';", { names: ['a', 'b'] }],
    ["import { type a, b } from './x.ts';", { names: ['a', 'b'] }],
    ["import { type as a } from './x.ts';", { names: ['type'] }],
    ["import x, { a } from './x.ts';", { names: ['default', 'a'] }],
    ["import * as x from './x.ts';", { names: 'all' }],
    ["import type { a } from './x.ts';", { typeOnly: true, names: ['a'] }],
    ["import type x from './x.ts';", { typeOnly: true, names: ['default'] }],
    ["import type from './x.ts';", { names: ['default'] }],
    ["const x = await import('./x.ts');", { names: 'all' }],
    ["export { a, b as c } from './x.ts';", { names: ['a', 'b'] }],
    ["export type { a } from './x.ts';", { typeOnly: true, names: ['a'] }],
    ["export * from './x.ts';", { names: 'all' }],
    ["export * as x from './x.ts';", { names: 'all' }],
    ["import {\n  a, // one\n  b,\n} from './x.ts';", { names: ['a', 'b'] }],
  ];
  for (const [text, { typeOnly = false, names }] of forms) {
    assert.deepEqual(imports(text), [{ specifier: './x.ts', line: 1, typeOnly, names }], text);
  }
});

test('what only looks like an import is none', () => {
  const none = [
    'const url = import.meta.url;',
    'const text = \'import x from "./x.ts"\';',
    "// import x from './x.ts'",
    "const o = { import: './x.ts' }; o.import('./x.ts');",
    "export const x = './x.ts';",
    "export { a };\nconst from = './x.ts';",
    'const x = await import(name);',
  ];
  for (const text of none) assert.deepEqual(imports(text), [], text);
});

test('exports in all their forms', () => {
  const forms: [string, string[]][] = [
    ['export const a = 1;', ['a']],
    ['export const { a, b: c } = f();', ['a', 'c']],
    ['export const [a, b] = f();', ['a', 'b']],
    ['export function f() {}', ['f']],
    ['export async function* f() {}', ['f']],
    ['export abstract class C {}', ['C']],
    ['export interface I {}', ['I']],
    ['export type T = string;', ['T']],
    ['export default function f() {}', ['default']],
    ['export { a, b as c };', ['a', 'c']],
    ["export type { a } from './x.ts';", ['a']],
    ["export * from './x.ts';", []],
    ["export * as x from './x.ts';", ['x']],
  ];
  for (const [text, names] of forms) assert.deepEqual(exportedNames(text), names, text);
});

test('an exported type is told from a value', () => {
  assert.deepEqual(
    exports('export interface I {}\nexport type T = I;\nexport class C {}').map(({ isType }) => isType),
    [true, true, false],
  );
});
