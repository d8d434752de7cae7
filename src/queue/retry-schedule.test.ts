import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { NULL_PATH } from '../address/path.ts';
import { dayMs, hourMs, instant, later, minuteMs } from '../base/instant.ts';
import { InvariantError } from '../base/invariant.ts';
import {
  checkRetrySchedule,
  defaultRetrySchedule,
  delayJitter,
  expiryOf,
  nextAttemptAt,
  pauseMsMin,
  type RetrySchedule,
} from './retry-schedule.ts';
import { address, noon } from './testing/samples.ts';

const far = later(noon, 100 * dayMs);
const justBelowOne = 1 - 2 ** -53;

function pauseMs(attempts: number, chance: number): number {
  return nextAttemptAt(defaultRetrySchedule, { now: noon, attempts, expiresAt: far, chance }) - noon;
}

describe('retry schedule', () => {
  it('pauses 5, 10, 20 and 40 minutes, and then 60 minutes to two hours', () => {
    const shortest = [1, 2, 3, 4, 5, 6, 100].map((attempts) => pauseMs(attempts, 0) / minuteMs);
    assert.deepEqual(shortest, [5, 10, 20, 40, 60, 60, 60]);
    assert.equal(pauseMs(5, justBelowOne), 120 * minuteMs);
    assert.equal(pauseMs(5, 0.5), 90 * minuteMs);
  });

  it('adds up to a tenth to the early pauses', () => {
    assert.equal(pauseMs(1, 0.5), 5.25 * minuteMs);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: justBelowOne, noNaN: true }),
        (attempts, chance) => {
          const delay = defaultRetrySchedule.delaysMs[attempts - 1] ?? Number.NaN;
          const pause = pauseMs(attempts, chance);
          assert(pause >= delay && pause < delay * (1 + delayJitter), `${pause}`);
        },
      ),
    );
  });

  it('spreads the later pauses over the whole range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 500 }),
        fc.double({ min: 0, max: justBelowOne, noNaN: true }),
        (attempts, chance) => {
          const pause = pauseMs(attempts, chance);
          assert(pause >= hourMs && pause <= 2 * hourMs, `${pause}`);
          assert(Number.isInteger(pause));
        },
      ),
    );
  });

  it('has its last attempt right at the expiry', () => {
    const expiresAt = later(noon, 7 * minuteMs);
    const due = (attempts: number) =>
      nextAttemptAt(defaultRetrySchedule, { now: noon, attempts, expiresAt, chance: 0 });
    assert.equal(due(1), later(noon, 5 * minuteMs));
    assert.equal(due(2), expiresAt);
    assert.equal(due(9), expiresAt);
  });

  it('is for those that were attempted', () => {
    const pause = { now: noon, attempts: 0, expiresAt: far, chance: 0 };
    assert.throws(() => nextAttemptAt(defaultRetrySchedule, pause), InvariantError);
  });

  it('makes two attempts in the first hour, and 4 to 5 days of them (RFC 5321 §4.5.4.1)', () => {
    const expiresAt = expiryOf(defaultRetrySchedule, address('homer@springfield.test'), noon);
    const attempts = [noon];
    for (let now = noon; now < expiresAt; attempts.push(now)) {
      now = nextAttemptAt(defaultRetrySchedule, { now, attempts: attempts.length, expiresAt, chance: 0.5 });
    }
    assert.equal(attempts.filter((at) => at < later(noon, hourMs)).length, 4);
    assert.equal(attempts.at(-1), later(noon, 5 * dayMs));
    assert((attempts.length - 1) * 30 * minuteMs < 5 * dayMs, 'at least 30 minutes apart on average');
  });
});

describe('expiry', () => {
  it('is after five days, and after two for mail with the null reverse-path', () => {
    assert.equal(
      expiryOf(defaultRetrySchedule, address('homer@springfield.test'), noon),
      later(noon, 5 * dayMs),
    );
    assert.equal(expiryOf(defaultRetrySchedule, NULL_PATH, noon), later(noon, 2 * dayMs));
  });
});

describe('a configured retry schedule', () => {
  const check = (change: Partial<RetrySchedule>) =>
    checkRetrySchedule({ ...defaultRetrySchedule, ...change });

  it('may be anything sensible', () => {
    assert.deepEqual(checkRetrySchedule(defaultRetrySchedule), { ok: true, value: defaultRetrySchedule });
    assert(check({ delaysMs: [] }).ok);
    assert(check({ delaysMs: [pauseMsMin], laterMs: { from: pauseMsMin, to: pauseMsMin } }).ok);
    assert(check({ giveUpAfterMs: 1, giveUpNoticesAfterMs: 1, delayNoticeAfterMs: 1 }).ok);
  });

  const wrong: [string, Partial<RetrySchedule>][] = [
    ['a pause too short', { delaysMs: [5 * minuteMs, pauseMsMin - 1] }],
    ['a later pause too short', { laterMs: { from: 0, to: minuteMs } }],
    ['a range upside down', { laterMs: { from: 2 * minuteMs, to: minuteMs } }],
    ['no patience', { giveUpAfterMs: 0 }],
    ['no patience with notices', { giveUpNoticesAfterMs: -1 }],
    ['a delay notice at once', { delayNoticeAfterMs: 0 }],
    ['a fraction', { giveUpAfterMs: 0.5 }],
    ['no number', { delaysMs: [Number.NaN] }],
    ['no end', { laterMs: { from: minuteMs, to: Number.POSITIVE_INFINITY } }],
  ];
  for (const [what, change] of wrong) {
    it(`is refused for ${what}`, () => {
      const checked = check(change);
      assert(!checked.ok);
      assert.match(checked.error, /retry schedule|give up|delay notice/);
    });
  }

  it('never leads beyond the expiry nor nearer than the shortest pause', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: justBelowOne, noNaN: true }),
        fc.integer({ min: 1, max: 10 * dayMs }),
        (attempts, chance, rest) => {
          const expiresAt = later(noon, rest);
          const due = nextAttemptAt(defaultRetrySchedule, { now: noon, attempts, expiresAt, chance });
          assert(due <= expiresAt);
          assert(due === expiresAt || due >= instant(noon + 5 * minuteMs));
        },
      ),
    );
  });
});
