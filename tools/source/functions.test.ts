import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFunctions } from './functions.ts';
import { tokenize, withoutComments } from './tokens.ts';

const found = (text: string) =>
  readFunctions(withoutComments(tokenize(text))).map(({ name, line, length }) => `${name} ${line}+${length}`);

test('functions in all their forms', () => {
  const forms: [string, string[]][] = [
    ['function f() {\n}', ['f 1+2']],
    ['export async function* f<T extends { a: 1 }>(\n  a: T,\n): Promise<{ b: T }[]> {\n}', ['f 1+4']],
    ['function f(a = g()): a is { b: 1 } | [C, d.E] {\n}', ['f 1+2']],
    ['function f(a: unknown): asserts a is B {\n}', ['f 1+2']],
    ['function f(): (a: B) => C {\n}', ['f 1+2']],
    [
      'class C {\n  #m(): void {\n  }\n  get n() {\n  }\n  constructor() {\n  }\n}',
      ['#m 2+2', 'n 4+2', 'constructor 6+2'],
    ],
    ['const o = {\n  m() {\n  },\n};', ['m 2+2']],
    ['const f = (a: A) => {\n};', ['f 1+2']],
    ['const f = (\n  a: A,\n): Map<B, (C | D)[]> | undefined => {\n};', ['f 1+4']],
    ['const f = async (a) => {\n};', ['f 1+2']],
    ['const f = (a) =>\n  g(a, {\n  });', ['f 1+3']],
    ['x.map((a) => {\n});', ['a function 1+2']],
    [`const f = (a: A): B => {\n  \`\${() => {\n  }}\`;\n};`, ['f 1+4', 'a function 2+2']],
  ];
  for (const [text, spans] of forms) assert.deepEqual(found(text), spans, text);
});

test('what only looks like a function is none', () => {
  const none = [
    'if (a) {\n}',
    'for (const a of b()) {\n}',
    'while (f(a)) {\n}',
    'switch (f(a)) {\n  case g(b): {\n  }\n}',
    'try {\n} catch (e) {\n}',
    'const a = b ? f(c) : {\n  d: 1,\n};',
    'interface I {\n  m(): {\n    a: 1;\n  };\n}',
    'declare function f(): {\n};',
    'const a = b.map((c) => c);',
    "const text = 'function f() {' + /f() {/.source; // function f() {\n",
  ];
  for (const text of none) assert.deepEqual(found(text), [], text);
});

test('a chapter of tests is told from work', () => {
  const [chapter, work] = readFunctions(
    withoutComments(
      tokenize("function chapter() {\n  test('x', () => x);\n}\nfunction work() {\n  a.test();\n}"),
    ),
  );
  assert.deepEqual([chapter?.registersTests, work?.registersTests], [true, false]);
});
