import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as v from 'valibot';
import { createLog } from '../io/log.ts';
import { askServer, serveControl } from './control.ts';
import { OperationError, type Operations, operation } from './operations/operation.ts';

const folder = await mkdtemp(join(tmpdir(), 'evergreen-control-'));
after(() => rm(folder, { recursive: true }));

const operations: Operations = {
  echo: operation(v.strictObject({ text: v.string('text is not a text') }), async ({ text }) => ({ text })),
  refuse: async () => {
    throw new OperationError('not today');
  },
};

const log = createLog('silent');

test('a server answers, and its errors come through as errors', async () => {
  const control = await serveControl(folder, operations, log);
  assert.deepEqual(await askServer(folder, 'echo', { text: 'a\nb' }), { result: { text: 'a\nb' } });
  await assert.rejects(askServer(folder, 'refuse', {}), new OperationError('not today'));
  await assert.rejects(askServer(folder, 'echo', { text: 5 }), new OperationError('text is not a text'));
  await assert.rejects(askServer(folder, 'toString', {}), /knows no operation toString/);
  await control.close();
});

test('without a server there is no answer', async () => {
  assert.equal(await askServer(folder, 'echo', { text: '' }), undefined);
  assert.equal(await askServer(join(folder, 'nowhere'), 'echo', { text: '' }), undefined);
});

test('a pointer left behind by a killed server is no server', async () => {
  const control = await serveControl(folder, operations, log);
  await rm(join(folder, 'control.sock'));
  assert.equal(await askServer(folder, 'echo', { text: '' }), undefined);
  await control.close();
});

test('a data folder with a very long path has its socket elsewhere', async () => {
  const long = join(folder, 'x'.repeat(120));
  await mkdir(long);
  const control = await serveControl(long, operations, log);
  assert.deepEqual(await askServer(long, 'echo', { text: 'hello' }), { result: { text: 'hello' } });
  await control.close();
});
