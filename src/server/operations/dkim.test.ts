import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Domain } from '../../address/domain.ts';
import { instant } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { DkimKeys } from '../dkim/keys.ts';
import { type DkimKeyView, dkimOperations } from './dkim.ts';

const data = await mkdtemp(join(tmpdir(), 'evergreen-dkim-operations-'));
after(() => rm(data, { recursive: true }));

test('the operations on DKIM keys', async () => {
  const domain = 'springfield.test' as Domain;
  const clock = new VirtualClock(instant(Date.UTC(2026, 10, 25, 9)));
  const keys = await DkimKeys.open({ config: { data, domains: [domain], dkim: { sign: true } }, clock });
  const operations = dkimOperations({
    keys,
    ours: { primary: domain, all: new Set([domain]), literals: new Set() },
  });
  const states = async (name: string, args: unknown) => {
    const views = (await operations[name]?.(args)) as DkimKeyView[];
    assert.doesNotMatch(JSON.stringify(views), /PRIVATE|privateKey/);
    return views.map(({ selector, state }) => `${selector} ${state}`);
  };
  const first = ['rsa-20261125', 'ed25519-20261125'];
  const waiting = first.map((selector) => `${selector} waits`);
  assert.deepEqual(await states('dkim.list', {}), waiting);
  await assert.rejects(states('dkim.roll', { domain }), /wait for their records already/);
  assert.deepEqual(
    await states('dkim.activate', { domain: 'Springfield.TEST.' }),
    first.map((selector) => `${selector} signs`),
  );
  await assert.rejects(states('dkim.activate', { domain }), /no key of springfield\.test waits/);
  await clock.pass(1_000);
  assert.equal((await states('dkim.roll', { domain })).length, 4);
  await assert.rejects(states('dkim.remove', { domain, selector: first[0] }), /with --force/);
  await assert.rejects(states('dkim.remove', { domain, selector: 'x' }), /has no key x/);
  assert.equal((await states('dkim.remove', { domain, selector: first[0], force: true })).length, 3);
  await states('dkim.activate', { domain });
  assert.equal((await states('dkim.remove', { domain, selector: first[1] })).length, 2);
  for (const other of ['krustylu.test', '', 'a b'])
    await assert.rejects(states('dkim.roll', { domain: other }), /not a domain of this server|malformed/);
});
