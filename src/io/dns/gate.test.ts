import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createGate } from './gate.ts';

test('no more than the limit at a time, in order, and each gets its own result', async () => {
  const enter = createGate(2);
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const results = [0, 1, 2, 3].map((n) =>
    enter(async () => {
      begun.push(n);
      await new Promise<void>((resolve) => finish.push(resolve));
      return n * 10;
    }),
  );
  await turn();
  assert.deepEqual(begun, [0, 1]);
  finish[1]?.();
  await turn();
  assert.deepEqual(begun, [0, 1, 2]);
  finish[0]?.();
  await turn();
  for (const done of finish) done();
  assert.deepEqual(await Promise.all(results), [0, 10, 20, 30]);
});

test('work that fails gives its place back', async () => {
  const enter = createGate(1);
  await assert.rejects(
    enter(() => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await enter(async () => 'yes'), 'yes');
});
