import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { StartError } from '../start-error.ts';
import { portsAt } from './instances.ts';
import { startTryIt } from './world.ts';

const folder = await mkdtemp(join(tmpdir(), 'evergreen-try-'));
after(() => rm(folder, { recursive: true }));

test('a second start on the same folder changes nothing of the first', async () => {
  const first = await startTryIt(folder, portsAt(21_000));
  try {
    const files = ['try-it.json', 'springfield.test/evergreen.toml', 'krustylu.test/evergreen.toml'];
    const read = () => Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    const before = await read();
    for (const ports of [portsAt(21_000), portsAt(22_000)]) {
      await assert.rejects(startTryIt(folder, ports), (error) => {
        assert(error instanceof StartError);
        assert.match(error.message, /^Evergreen runs on the data folder .* already; .*--data/);
        return true;
      });
    }
    await assert.rejects(startTryIt(join(folder, 'other'), portsAt(21_000)), /is taken .*--port-offset/);
    assert.deepEqual(await read(), before);
  } finally {
    await first.stop();
  }
});

test('passwords and ports survive a restart', async () => {
  const first = await startTryIt(folder, portsAt(21_000));
  await first.stop();
  const second = await startTryIt(folder, portsAt(21_000));
  await second.stop();
  assert.deepEqual(second.accounts, first.accounts);
  assert.deepEqual(JSON.parse(await readFile(join(folder, 'try-it.json'), 'utf8')).accounts, first.accounts);
});
