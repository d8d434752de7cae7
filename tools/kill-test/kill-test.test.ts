import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runKillTest } from './kill-test.ts';

test('a server that is killed under load keeps its promises', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'evergreen-kill-test-'));
  const print = (line: string) => t.diagnostic(line);
  const verdict = await runKillTest({ folder, rounds: 5, seed: 4, giveUpSeconds: 4, print });
  assert.deepEqual(verdict.faults, []);
  assert.ok(verdict.promised > 50, `only ${verdict.promised} letters were promised`);
  assert.ok(verdict.delivered > 0 && verdict.relayed > 0 && verdict.reported > 0, 'every way was taken');
  await rm(folder, { recursive: true });
});
