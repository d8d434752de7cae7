import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Gate } from './gate.ts';
import { idle } from './testing/virtual-clock.ts';

/** Work that goes on until it is told to end. */
function jobs() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const job = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await idle();
  };
  return { begun, job, end };
}

describe('a gate', () => {
  it('lets in as many as may be inside, the others in order, and each gets its own result', async () => {
    const gate = new Gate(2);
    const { begun, job, end } = jobs();
    const results = ['a', 'b', 'c', 'd'].map((name) => gate.pass(job(name)));
    assert.deepEqual([begun, gate.waiting], [['a', 'b'], 2]);
    await end('b');
    assert.deepEqual([begun, gate.waiting], [['a', 'b', 'c'], 1]);
    await end('a');
    assert.deepEqual([begun, gate.waiting], [['a', 'b', 'c', 'd'], 0]);
    await end('c');
    await end('d');
    assert.deepEqual(await Promise.all(results), ['a', 'b', 'c', 'd']);
  });

  it('is as wide again once all have left', async () => {
    const gate = new Gate(1);
    const { begun, job, end } = jobs();
    for (const name of ['first', 'second']) {
      const result = gate.pass(job(name));
      await end(name);
      assert.equal(await result, name);
    }
    const last = [gate.pass(job('inside')), gate.pass(job('waiting'))];
    assert.deepEqual([begun, gate.waiting], [['first', 'second', 'inside'], 1]);
    await end('inside');
    await end('waiting');
    await Promise.all(last);
  });

  it('does not let a newcomer slip in before those who wait', async () => {
    const gate = new Gate(1);
    const { begun, job, end } = jobs();
    const results = [gate.pass(job('inside')), gate.pass(job('waiting'))];
    const slipped = results[0]?.then(() => gate.pass(job('newcomer')));
    await end('inside');
    assert.deepEqual([begun, gate.waiting], [['inside', 'waiting'], 1]);
    await end('waiting');
    await end('newcomer');
    assert.equal(await slipped, 'newcomer');
  });

  it('gives on the place of work that fails, later or at once', async () => {
    const gate = new Gate(1);
    const failing = gate.pass(() => Promise.reject(new Error('no memory')));
    const throwing = gate.pass(() => {
      throw new Error('not even begun');
    });
    const next = gate.pass(async () => 'next');
    await Promise.all([
      assert.rejects(failing, /no memory/),
      assert.rejects(throwing, /not even begun/),
      next.then((result) => assert.equal(result, 'next')),
    ]);
  });
});
