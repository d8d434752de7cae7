import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gate } from './gate.ts';

/** Work that goes on until it is told to end. */
function jobs() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const job = (name: string) => () => {
    started.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { started, job, end };
}

test('lets in as many as may be inside, the others in order', async () => {
  const gate = new Gate(2, 2);
  const { started, job, end } = jobs();
  const results = ['a', 'b', 'c', 'd'].map((name) => gate.pass(job(name)));
  assert.deepEqual(started, ['a', 'b']);
  await end('b');
  assert.deepEqual(started, ['a', 'b', 'c']);
  await end('a');
  assert.deepEqual(started, ['a', 'b', 'c', 'd']);
  await end('c');
  await end('d');
  assert.deepEqual(await Promise.all(results), ['a', 'b', 'c', 'd']);
});

test('turns away who finds the waiting places taken, and only them', async () => {
  const gate = new Gate(1, 1);
  const { started, job, end } = jobs();
  const inside = gate.pass(job('inside'));
  const waiting = gate.pass(job('waiting'));
  assert.equal(await gate.pass(job('late')), undefined);
  await end('inside');
  await end('waiting');
  assert.deepEqual([await inside, await waiting], ['inside', 'waiting']);
  const later = gate.pass(job('later'));
  await end('later');
  assert.equal(await later, 'later');
  assert.deepEqual(started, ['inside', 'waiting', 'later']);
});

test('work that fails gives its place on', async () => {
  const gate = new Gate(1, 1);
  const failing = gate.pass(() => Promise.reject(new Error('no memory')));
  const next = gate.pass(async () => 'next');
  await assert.rejects(failing, /no memory/);
  assert.equal(await next, 'next');
});
