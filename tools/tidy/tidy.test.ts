import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Problem, problemLine } from '../source/problem.ts';
import { makeTree } from '../source/tree.ts';
import { fileBudget, fileLengths, functionBudget, functionLengths, quantile, testRatios } from './budgets.ts';
import { deadExports, deadFiles } from './dead-code.ts';
import { bannedGlobals } from './globals.ts';
import { lockfileHoles } from './lockfile.ts';
import { traces, unwantedComments } from './words.ts';

const shown = (problems: readonly Problem[]) => problems.map(problemLine);
const lines = (count: number) => '\n'.repeat(count);
const functionOf = (count: number) => `function f() {${lines(count - 1)}}\n`;

test('quantiles are values of the list', () => {
  assert.equal(quantile([3, 1, 2], 0.5), 2);
  assert.equal(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9), 9);
  assert.equal(quantile([], 0.9), 0);
});

test('files may be as long as the budget and no longer', () => {
  const short = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`src/${n}.ts`, '']));
  assert.deepEqual(fileLengths(makeTree({ ...short, 'src/a.ts': lines(fileBudget.max) })), []);
  assert.deepEqual(shown(fileLengths(makeTree({ ...short, 'src/a.ts': lines(fileBudget.max + 1) }))), [
    'src/a.ts: 601 lines long; 600 are allowed',
  ]);
  assert.deepEqual(shown(fileLengths(makeTree({ 'src/a.ts': lines(fileBudget.median + 1) }))), [
    '.: 50 % of the files have up to 121 lines; 120 are allowed',
  ]);
});

test('functions may be as long as the budget and no longer', () => {
  const short = Array.from({ length: 20 }, () => functionOf(2)).join('');
  assert.deepEqual(functionLengths(makeTree({ 'src/a.ts': short + functionOf(functionBudget.max) })), []);
  assert.deepEqual(
    shown(functionLengths(makeTree({ 'src/a.ts': short + functionOf(functionBudget.max + 1) }))),
    ['src/a.ts:41: f is 71 lines long; 70 are allowed'],
  );
  assert.deepEqual(shown(functionLengths(makeTree({ 'src/a.ts': functionOf(functionBudget.ninety + 1) }))), [
    '.: 90 % of the functions have up to 41 lines; 40 are allowed',
  ]);
});

test('a chapter of tests may be long, a function that helps tests may not', () => {
  const chapter = `describe('x', () => {${lines(80)}test('y', () => {});\n});\n`;
  assert.deepEqual(functionLengths(makeTree({ 'src/a.test.ts': chapter })), []);
  assert.equal(functionLengths(makeTree({ 'src/a.test.ts': functionOf(80) })).length, 2);
});

test('the core has as many lines of tests as of code, transcripts counted', () => {
  const tree = makeTree({
    'src/dsn/a.ts': lines(10),
    'src/dsn/a.test.ts': lines(6),
    'src/dns/a.ts': lines(9),
  });
  assert.deepEqual(
    testRatios(tree, () => 4),
    [],
  );
  assert.deepEqual(shown(testRatios(tree, () => 3)), ['src/dsn: 10 lines of code, but only 9 of tests']);
});

test('time and chance are banned outside of the shells', () => {
  const text = [
    'Date.now(); new Date(); Math.random();',
    'setTimeout(f); crypto.randomUUID();',
    "import { setInterval as every } from 'node:timers/promises';",
    "// Date.now()\nconst fine = 'Math.random'; socket.setTimeout(1); new Date(at); Date.parse(s);",
  ].join('\n');
  assert.deepEqual(
    bannedGlobals(makeTree({ 'src/queue/a.ts': text })).map(
      ({ line, message }) => `${line} ${message.split(' is')[0]}`,
    ),
    ['1 Date.now', '1 new Date()', '1 Math.random', '2 setTimeout', '2 crypto.randomUUID', '3 setInterval'],
  );
  const free = {
    'src/io/a.ts': text,
    'src/queue/a.test.ts': text,
    'src/queue/testing/a.ts': text,
    'tools/a.ts': text,
  };
  assert.deepEqual(bannedGlobals(makeTree(free)), []);
});

test('a file is dead if nothing but its own test leads to it', () => {
  const tree = makeTree({
    'src/main.ts':
      "import './used.ts';\nnew Worker(new URL('./worker.ts', import.meta.url));\nrun('tools/script.ts');",
    'src/used.ts': '',
    'src/worker.ts': '',
    'tools/script.ts': '',
    'src/dead.ts': "import './dead.ts';",
    'src/dead.test.ts': "import './dead.ts';",
  });
  assert.deepEqual(
    deadFiles(tree, ['"start": "node ./src/main.ts"']).map(({ file }) => file),
    ['src/dead.ts'],
  );
});

test('an export is dead if no other file takes it, but for types that its own file speaks of', () => {
  const tree = makeTree({
    'src/a.ts': [
      'export const used = 1;',
      'export const dead = used;',
      'export interface Spoken {}',
      'export type Silent = 1;',
      'export function f(x: Spoken) {}',
    ].join('\n'),
    'src/b.ts': "import { used, f } from './a.ts';\nexport const whole = used;",
    'src/c.test.ts': "import * as b from './b.ts';",
  });
  assert.deepEqual(shown(deadExports(tree)), [
    'src/a.ts:2: no other file imports dead',
    'src/a.ts:4: no other file imports Silent',
  ]);
});

test('comments that speak of unfinished work or silence a check', () => {
  const [todo, silencer] = ['TO'.concat('DO'), 'biome-'.concat('ignore')];
  const tree = makeTree({
    'src/a.ts': `/* a\n * ${todo}: b */\n// ${silencer} c\nconst text = '${todo}';\n`,
  });
  assert.deepEqual(shown(unwantedComments(tree)), [
    `src/a.ts:2: "${todo}" speaks of unfinished work`,
    `src/a.ts:3: "${silencer}" silences a check`,
  ]);
});

test('traces of a machine', () => {
  const home = ['', 'root', 'x'].join('/');
  const host = ['registry', 'npmjs', 'org'].join('.');
  assert.deepEqual(
    shown(traces('README.md', `fine: src${home} and the npm registry\nin ${home}\nfrom ${host}`)),
    [
      `README.md:2: "${home.slice(0, -1)}" names a path of somebody's machine`,
      `README.md:3: "${host.slice(0, -4)}" names the host of a package registry`,
    ],
  );
});

test('a lockfile names every optional package, each with its hash', () => {
  const whole = {
    '': {},
    'node_modules/a': { integrity: 'sha512-a', optionalDependencies: { 'a-linux': '1' } },
    'node_modules/a-linux': { integrity: 'sha512-b' },
    'node_modules/web': { link: true },
    web: {},
  };
  const holes = (packages: object) => shown(lockfileHoles('lock', JSON.stringify({ packages })));
  assert.deepEqual(holes(whole), []);
  assert.deepEqual(holes({ ...whole, 'node_modules/a-linux': undefined }), [
    'lock: a-linux, an optional part of node_modules/a, is missing',
  ]);
  assert.deepEqual(holes({ ...whole, 'node_modules/b': {} }), ['lock: node_modules/b has no hash']);
});
