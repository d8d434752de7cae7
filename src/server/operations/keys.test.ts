import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { dayMs, instant } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { systemRandom } from '../../io/random.ts';
import { SigningKeys } from '../signing-keys.ts';
import { keyOperations } from './keys.ts';

describe('the operations on keys', () => {
  let data: string;
  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'evergreen-keys-'));
  });
  after(() => rm(data, { recursive: true }));

  it('show when a key was made and how long it is known, never the key; and roll', async () => {
    const clock = new VirtualClock(instant(Date.parse('2026-11-23T12:00:00Z')));
    const config = { data, retry: { give_up_after: 5 * dayMs } } as never;
    const keys = await SigningKeys.open({ config, clock, random: systemRandom });
    const operations = keyOperations(keys);
    const first = { name: keys.current.name, madeAt: '2026-11-23T12:00:00.000Z' };
    assert.deepEqual(await operations['keys.list']?.({}), [first]);
    await clock.pass(dayMs);
    const rolled = [
      { name: keys.current.name, madeAt: '2026-11-24T12:00:00.000Z' },
      { ...first, knownUntil: '2026-12-13T12:00:00.000Z' },
    ];
    const answer = (await operations['keys.roll']?.({})) as typeof rolled;
    assert.deepEqual(answer.slice(1), rolled.slice(1));
    assert.deepEqual(answer[0], { name: keys.current.name, madeAt: '2026-11-24T12:00:00.000Z' });
    assert.notEqual(answer[0]?.name, undefined);
    await assert.rejects(async () => operations['keys.roll']?.({ secret: 'mine' }));
  });
});
