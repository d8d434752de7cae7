import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLog } from '../accounts/testing/doubles.ts';
import type { MailDomain } from '../address/domain.ts';
import { dayMs } from '../base/instant.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import { rememberedTags } from './remembered-tags.ts';

const world = () => ({ clock: new VirtualClock(), log: recordingLog() });

describe('what is remembered of tags', () => {
  it('is since when they are written without a break', async () => {
    const { bounces } = createMemoryStore();
    const { clock, log } = world();
    const start = clock.now();
    const begin = async (mode: 'off' | 'monitor' | 'enforce') => {
      const tags = await rememberedTags(bounces, { clock, log });
      await tags.begin(mode);
      assert.equal(tags.taggedSince(), await bounces.taggedSince());
      await clock.pass(dayMs);
      return tags.taggedSince();
    };
    assert.equal(await begin('monitor'), start);
    assert.equal(await begin('enforce'), start);
    assert.equal(await begin('off'), undefined);
    assert.equal(await begin('enforce'), start + 3 * dayMs);
  });

  it('is who takes none, the oldest first', async () => {
    const { bounces } = createMemoryStore();
    const { clock, log } = world();
    const first = await rememberedTags(bounces, { clock, log });
    assert.deepEqual(first.learnt, []);
    const learnt = (domain: string) => ({
      domain: domain as MailDomain,
      learntAt: clock.now(),
      reply: '550 no',
    });
    const [b, a] = [learnt('b.test'), { ...learnt('a.test'), learntAt: (clock.now() + 1) as never }];
    first.onLearn(b);
    first.onLearn(a);
    assert.deepEqual((await rememberedTags(bounces, { clock, log })).learnt, [b, a]);
  });

  it('is lost with a word where it cannot be written', async () => {
    const { bounces } = createMemoryStore();
    const { clock, log } = world();
    bounces.putTagException = () => Promise.reject(new Error('the disk is full'));
    const tags = await rememberedTags(bounces, { clock, log });
    tags.onLearn({ domain: 'b.test' as MailDomain, learntAt: clock.now(), reply: '' });
    await new Promise(setImmediate);
    assert.match(log.lines.join(), /^error an exception from tags could not be written down .*disk is full/);
  });
});
