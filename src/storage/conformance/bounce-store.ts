import assert from 'node:assert/strict';
import type { MailDomain } from '../../address/domain.ts';
import { type Instant, instant } from '../../base/instant.ts';
import { examplesMax, type NoticeExample, noCounts } from '../../bounces/day-counts.ts';
import type { Flood } from '../../bounces/flood.ts';
import type { LearntException } from '../../policy/return-paths.ts';
import type { Suite } from './suite.ts';

export const bounceSuite: Suite = {
  'remembers one flood for each account': async ({ bounces }) => {
    assert.deepEqual(await bounces.listFloods(), []);
    await bounces.putFlood(flood('marge', 1));
    await bounces.putFlood(flood('homer', 2));
    await bounces.putFlood(flood('marge', 3));
    assert.deepEqual(await bounces.listFloods(), [flood('homer', 2), flood('marge', 3)]);
    await bounces.removeFlood('homer');
    await bounces.removeFlood('bart');
    assert.deepEqual(await bounces.listFloods(), [flood('marge', 3)]);
  },

  'counts notices by day and kind, and keeps the latest examples': async ({ bounces }) => {
    assert.deepEqual(await bounces.noticeCounts(0), []);
    await bounces.countNotice({ day: 21, what: 'tagged', forgetBefore: 0 });
    for (let i = 1; i <= examplesMax + 2; i++)
      await bounces.countNotice({ day: 20, what: 'strange', example: example(i), forgetBefore: 0 });
    await bounces.countNotice({ day: 20, what: 'yours', example: example(1), forgetBefore: 0 });
    const twentieth = noCounts(20);
    const strange = Array.from({ length: examplesMax }, (_, i) => example(i + 3));
    assert.deepEqual(await bounces.noticeCounts(20), [
      {
        day: 20,
        counts: { ...twentieth.counts, strange: examplesMax + 2, yours: 1 },
        examples: { ...twentieth.examples, strange, yours: [example(1)] },
      },
      { ...noCounts(21), counts: { ...noCounts(21).counts, tagged: 1 } },
    ]);
    assert.equal((await bounces.noticeCounts(21)).length, 1);
  },

  'forgets days': async ({ bounces }) => {
    for (const day of [7, 8, 9]) await bounces.countNotice({ day, what: 'tagged', forgetBefore: day - 1 });
    assert.deepEqual(
      (await bounces.noticeCounts(0)).map(({ day }) => day),
      [8, 9],
    );
  },

  'knows the exceptions from tags, and no more than so many': async ({ bounces }) => {
    await bounces.putTagException(exception('b.test', 1), 3);
    await bounces.putTagException(exception('a.test', 2), 3);
    await bounces.putTagException(exception('b.test', 3), 3);
    assert.deepEqual(await bounces.listTagExceptions(), [exception('a.test', 2), exception('b.test', 3)]);
    await bounces.putTagException(exception('c.test', 4), 3);
    await bounces.putTagException(exception('d.test', 4), 3);
    assert.deepEqual(
      (await bounces.listTagExceptions()).map(({ domain }) => domain),
      ['b.test', 'c.test', 'd.test'],
    );
    assert.equal(await bounces.removeTagException('c.test' as MailDomain), true);
    assert.equal(await bounces.removeTagException('c.test' as MailDomain), false);
    assert.equal((await bounces.listTagExceptions()).length, 2);
  },

  'knows since when tags have been written': async ({ bounces }) => {
    assert.equal(await bounces.taggedSince(), undefined);
    await bounces.setTaggedSince(at(5));
    await bounces.setTaggedSince(at(6));
    assert.equal(await bounces.taggedSince(), 6);
    await bounces.setTaggedSince(undefined);
    assert.equal(await bounces.taggedSince(), undefined);
  },
};

const at = (ms: number): Instant => instant(ms);

const flood = (account: string, count: number): Flood => ({
  account,
  hour: 3,
  count,
  countBefore: 0,
  notices: count,
  forged: 0,
  firstAt: at(1),
  lastAt: at(2),
  addresses: [`${account}@springfield.test`],
  hosts: [],
  subjects: ['Undeliverable'],
});

const example = (number: number): NoticeExample => ({
  at: at(number),
  queueId: `q${number}`,
  to: 'homer@springfield.test',
  host: 'mx.plant.test (192.0.2.1)',
  subject: 'Undeliverable',
});

const exception = (domain: string, learntAt: number): LearntException => ({
  domain: domain as MailDomain,
  learntAt: at(learntAt),
  reply: '550 5.1.8 Bad sender',
});
