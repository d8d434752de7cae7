import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTree } from '../source/tree.ts';
import { importCycles } from './cycles.ts';
import { forbiddenImports } from './imports.ts';
import { type ImportRules, roomOf } from './rooms.ts';
import { staleEntries } from './stale.ts';

const rules: ImportRules = {
  rooms: {
    base: [],
    address: [],
    smtp: ['address'],
    'smtp/server': ['smtp'],
    cli: { allBut: ['smtp/server'] },
  },
  outbuildings: { tools: { allBut: [] } },
  nodeUsers: ['src/cli', 'src/base/hash.ts'],
  packageUsers: { commander: ['src/cli'] },
};
const forbidden = (texts: Record<string, string>) =>
  forbiddenImports(makeTree(texts), rules).map(({ file, message }) => `${file}: ${message}`);

test('a file belongs to the nearest row above it', () => {
  assert.equal(roomOf('src/smtp/reply.ts', rules), 'smtp');
  assert.equal(roomOf('src/smtp/server/commands/mail.ts', rules), 'smtp/server');
  assert.equal(roomOf('src/smtp/client/session.ts', rules), 'smtp');
  assert.equal(roomOf('tools/deps/rooms.ts', rules), 'tools');
  assert.equal(roomOf('src/imap/session.ts', rules), undefined);
});

test('imports along the table pass', () => {
  const texts = {
    'src/address/path.ts': "import { ok } from '../base/result.ts';",
    'src/base/hash.ts': "import { createHash } from 'node:crypto';",
    'src/base/result.ts': '',
    'src/cli/main.ts': "import 'commander';\nimport 'node:fs';\nimport '../smtp/reply.ts';",
    'src/smtp/reply.ts': "import type { Path } from '../address/path.ts';",
    'src/smtp/server/session.ts': "import '../reply.ts';\nimport './phases.ts';",
    'src/smtp/server/phases.ts': '',
    'tools/tidy.ts': "import '../src/smtp/server/session.ts';",
  };
  assert.deepEqual(forbidden(texts), []);
});

test('imports against the table fail, types too', () => {
  const upward = {
    'src/smtp/reply.ts': '',
    'src/address/path.ts': "import type { R } from '../smtp/reply.ts';",
  };
  assert.deepEqual(forbidden(upward), [
    'src/address/path.ts: address may not import smtp (src/smtp/reply.ts)',
  ]);
  const inward = {
    'src/smtp/reply.ts': "export { a } from './server/session.ts';",
    'src/smtp/server/session.ts': '',
  };
  assert.deepEqual(forbidden(inward), [
    'src/smtp/reply.ts: smtp may not import smtp/server (src/smtp/server/session.ts)',
  ]);
  const excepted = {
    'src/cli/main.ts': "await import('../smtp/server/session.ts');",
    'src/smtp/server/session.ts': '',
  };
  assert.deepEqual(forbidden(excepted), [
    'src/cli/main.ts: cli may not import smtp/server (src/smtp/server/session.ts)',
  ]);
});

test('Node and npm packages have their places', () => {
  assert.deepEqual(
    forbidden({ 'src/base/bytes.ts': "import 'node:buffer';\nimport 'left-pad/x';\nimport 'commander';" }),
    [
      'src/base/bytes.ts: may not import node:buffer: no node:* here',
      'src/base/bytes.ts: imports left-pad, which has no row in the table of packages',
      'src/base/bytes.ts: may not import commander: it belongs to src/cli',
    ],
  );
});

test('a folder without a row fails', () => {
  assert.deepEqual(forbidden({ 'src/imap/session.ts': '' }), [
    'src/imap/session.ts: its folder has no row in tools/import-table.ts',
  ]);
});

test('test code may import all, and product code may not import it', () => {
  const texts = {
    'src/address/path.test.ts':
      "import 'node:test';\nimport 'fast-check';\nimport '../smtp/testing/player.ts';",
    'src/smtp/testing/player.ts': "import 'node:fs';",
    'src/smtp/reply.ts': "import './testing/player.ts';",
  };
  assert.deepEqual(forbidden(texts), ['src/smtp/reply.ts: imports test code: src/smtp/testing/player.ts']);
});

test('each knot of value imports is one cycle', () => {
  const tree = makeTree({
    'src/a.ts': "import './b.ts';",
    'src/b.ts': "import './c.ts';\nimport './d.ts';",
    'src/c.ts': "import './a.ts';",
    'src/d.ts': "import './d.ts';",
    'src/e.ts': "import type { F } from './f.ts';",
    'src/f.ts': "import './e.ts';",
  });
  assert.deepEqual(
    importCycles(tree).map(({ message }) => message),
    ['import cycle: src/d.ts → src/d.ts', 'import cycle: src/a.ts → src/b.ts → src/c.ts → src/a.ts'],
  );
});

test('what the tables allow and nobody uses is stale', () => {
  const tree = makeTree({
    'src/base/result.ts': '',
    'src/address/path.ts': '',
    'src/smtp/reply.ts': "import '../address/path.ts';",
    'src/smtp/server/session.ts': '',
    'src/cli/main.ts': "import 'commander';\nimport 'node:fs';",
  });
  assert.deepEqual(
    staleEntries(tree, rules).map(({ message }) => message),
    [
      'the row smtp/server is stale: no file in it imports smtp',
      'the row tools is stale: there is no such folder',
      'the entry src/base/hash.ts of node:* is stale: nothing there imports it',
    ],
  );
});
