import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../base/instant.ts';
import { BadTargets } from '../../policy/bad-targets.ts';
import { address } from '../../policy/testing/springfield.ts';
import { forwardOperations } from './forwards.ts';
import { OperationError } from './operation.ts';

test('targets that are known to fail are listed, and tried again at the word of the operator', async () => {
  const targets = new BadTargets({ now: () => instant(0) }, 60_000);
  const operations = forwardOperations(targets);
  const run = async (name: string, args: unknown = {}) => await operations[name]?.(args);
  assert.deepEqual(await run('forwards.list'), []);
  targets.failed(address('krusty@krustylu.test'), '550 5.1.1 no clown');
  const bad = {
    address: 'krusty@krustylu.test',
    why: '550 5.1.1 no clown',
    until: '1970-01-01T00:01:00.000Z',
  };
  assert.deepEqual(await run('forwards.list'), [bad]);
  const { address: name } = bad;
  assert.deepEqual(await run('forwards.retry', { address: name }), { address: name });
  assert.deepEqual(await run('forwards.list'), []);
  await assert.rejects(
    run('forwards.retry', { address: name }),
    new OperationError(`mail for ${name} is not refused at present`),
  );
});
