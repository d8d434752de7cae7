import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLog } from '../accounts/testing/doubles.ts';
import { dayMs, instant } from '../base/instant.ts';
import type { Evidence, NoticeFinding } from '../dsn/correlate/finding.ts';
import type { CountedNotice } from './bounce-store.ts';
import { countedDays, examplesMax, noCounts, sumOf, type TagCount } from './day-counts.ts';
import { seenLengthMax } from './flood.ts';
import { TagLedger, tagCountOf } from './tag-ledger.ts';

const finding = (verdict: NoticeFinding['verdict'], ...evidence: Evidence[]): NoticeFinding => ({
  verdict,
  kind: 'failure',
  evidence,
});
const tag = (worth: 'valid' | 'expired' | 'forged' | 'none'): Evidence => ({ kind: 'tag', worth });
const wroteTo = (isThere: boolean): Evidence => ({ kind: 'correspondence', isThere });
const example = {
  at: instant(20_000 * dayMs + 5),
  queueId: '01m851e6xxxv1tqe67',
  to: 'homer@springfield.test',
  host: 'mx.plant.test (192.0.2.1)',
  subject: 'x'.repeat(1_000),
};

describe('a notice counts', () => {
  const names: Evidence = { kind: 'names', by: 'message-id', about: 'x', isYours: true };
  const rows: readonly (readonly [what: TagCount, finding: NoticeFinding])[] = [
    ['tagged', finding('about-mail-you-sent', tag('valid'))],
    ['tagged', finding('cannot-be-proven', tag('valid'))],
    ['yours', finding('about-mail-you-sent', tag('none'))],
    ['doubtful', finding('cannot-be-proven', tag('none'), wroteTo(true))],
    ['doubtful', finding('forged', tag('none'), wroteTo(true))],
    ['doubtful', finding('cannot-be-proven', tag('expired'), wroteTo(false))],
    ['doubtful', finding('cannot-be-proven', names, tag('none'))],
    ['strange', finding('cannot-be-proven', tag('none'), wroteTo(false))],
    ['strange', finding('forged', tag('forged'))],
    ['strange', finding('cannot-be-proven', { ...names, isYours: false }, tag('none'))],
  ];
  for (const [what, each] of rows) {
    it(`as ${what}: ${each.evidence.map((fact) => Object.values(fact).join(' ')).join(', ')}`, () =>
      assert.equal(tagCountOf(each), what));
  }
});

describe('the ledger of tags', () => {
  it('counts by day, and keeps an example of what came without a tag', () => {
    const counted: CountedNotice[] = [];
    const ledger = new TagLedger({ countNotice: async (each) => void counted.push(each) }, recordingLog());
    ledger.count(finding('about-mail-you-sent', tag('valid')), example);
    ledger.count(finding('forged', tag('none')), example);
    const day = { day: 20_000, forgetBefore: 20_000 - countedDays };
    assert.deepEqual(counted, [
      { ...day, what: 'tagged' },
      { ...day, what: 'strange', example: { ...example, subject: 'x'.repeat(seenLengthMax) } },
    ]);
  });

  it('says so where it cannot, and nobody is the worse for it', async () => {
    const log = recordingLog();
    const ledger = new TagLedger({ countNotice: () => Promise.reject(new Error('disk')) }, log);
    ledger.count(finding('forged', tag('none')), example);
    await new Promise(setImmediate);
    assert.match(log.lines.join(), /^error a notice could not be counted .*disk/);
  });
});

describe('the sum of days', () => {
  it('adds the counts, and has the latest examples', () => {
    const days = [1, 2, 3].map((day) => ({
      day,
      counts: { tagged: day, yours: 0, doubtful: 1, strange: 10 },
      examples: {
        ...noCounts(day).examples,
        strange: [1, 2].map((i) => ({ ...example, queueId: `${day}.${i}` })),
      },
    }));
    const { counts, examples } = sumOf(days);
    assert.deepEqual(counts, { tagged: 6, yours: 0, doubtful: 3, strange: 30 });
    assert.deepEqual(
      examples.strange.map(({ queueId }) => queueId),
      ['1.2', '2.1', '2.2', '3.1', '3.2'],
    );
    assert.equal(examples.strange.length, examplesMax);
    assert.deepEqual(sumOf([]).counts, noCounts(0).counts);
  });
});
