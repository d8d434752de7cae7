import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { areInstalled } from './dependencies.mjs';
import { pathWith } from './hand-over.mjs';
import { withLock } from './lock.mjs';
import { isNewEnough } from './node-runtime.mjs';

const folder = mkdtempSync(join(tmpdir(), 'evergreen-bootstrap-'));
after(() => rmSync(folder, { recursive: true }));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

test('a Node is new enough from 24.15 on', () => {
  for (const old of ['20.20.2', '22.99.0', '24.14.9']) assert.equal(isNewEnough(old), false, old);
  for (const fit of ['24.15.0', '24.21.0', '25.0.0', '100.1.0']) assert.equal(isNewEnough(fit), true, fit);
});

test('dependencies are installed when npm finished with the same lockfile', () => {
  const root = join(folder, 'installed');
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const lock = (name: string, packages: object) =>
    writeFileSync(join(root, name), JSON.stringify({ packages }));
  const used = { version: '1.0.0', integrity: 'sha512-used' };
  const tool = { version: '2.0.0', integrity: 'sha512-tool', dev: true };
  const foreign = { version: '3.0.0', integrity: 'sha512-foreign', optional: true };
  lock('package-lock.json', {
    '': { version: '0.1.0' },
    'node_modules/used': used,
    'node_modules/tool': tool,
    'node_modules/foreign': foreign,
  });

  assert.equal(areInstalled(root, { dev: false }), false, 'nothing is there');
  lock('node_modules/.package-lock.json', { 'node_modules/used': used });
  assert.equal(areInstalled(root, { dev: false }), true, 'optional and development packages are not needed');
  assert.equal(areInstalled(root, { dev: true }), false, 'a development package is missing');
  lock('node_modules/.package-lock.json', { 'node_modules/used': used, 'node_modules/tool': tool });
  assert.equal(areInstalled(root, { dev: true }), true);
  const other = { ...used, integrity: 'sha512-other' };
  lock('node_modules/.package-lock.json', { 'node_modules/used': other, 'node_modules/tool': tool });
  assert.equal(areInstalled(root, { dev: true }), false, 'another content under the same version');
});

test('PATH is left alone where it already leads to the node', () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  for (const each of [first, second]) mkdirSync(each);
  writeFileSync(join(first, 'node'), '');
  symlinkSync(process.execPath, join(second, 'node'));
  assert.equal(pathWith(process.execPath, second), second);
  const both = [first, second].join(delimiter);
  assert.equal(pathWith(process.execPath, both), [dirname(process.execPath), both].join(delimiter));
});

test('of two holders of a lock, the second waits for the first', async () => {
  const path = join(folder, 'shared.lock');
  const events: string[] = [];
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const first = withLock(path, async () => {
    events.push('first began');
    await finished;
    events.push('first ended');
  });
  const second = withLock(path, async () => {
    events.push('second began');
  });
  finish();
  await Promise.all([first, second]);
  assert.deepEqual(events, ['first began', 'first ended', 'second began']);
});

test('a lock that nobody touches is taken over', async () => {
  const path = join(folder, 'left.lock');
  writeFileSync(path, 'left by a process that was killed');
  const held = await withLock(path, async () => readFileSync(path, 'utf8'));
  assert.match(held, new RegExp(`^${process.pid} `));
});

test('a script is run as if it were the process: arguments, signals, exit code', async () => {
  const script = join(folder, 'script.ts');
  writeFileSync(
    script,
    `process.on('SIGTERM', () => process.exit(7));
     setInterval(() => {}, 1000);
     const said: string = process.argv.slice(2).join('+');
     console.log(said);`,
  );
  const child = spawn(process.execPath, [here('../run.mjs'), script, 'one', 'two'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  assert.equal(String(said), 'one+two\n');
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [7, null]);
});

test('a child that dies by a signal takes the process along by the same signal', async () => {
  const script = join(folder, 'dying.ts');
  writeFileSync(script, `process.kill(process.pid, 'SIGKILL');`);
  const child = spawn(process.execPath, [here('../run.mjs'), script], { stdio: 'inherit' });
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
});
