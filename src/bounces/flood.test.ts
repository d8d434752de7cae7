import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hourMs, type Instant, instant, later, minuteMs } from '../base/instant.ts';
import {
  type Flood,
  type FloodAnswer,
  type FloodRules,
  forgedSamplesMax,
  isOver,
  meet,
  rateOf,
  seenLengthMax,
  seenMax,
  type UnprovenNotice,
} from './flood.ts';

const noon = instant(Date.parse('2026-11-25T12:00:00Z'));
const rules: FloodRules = { surgeFrom: 5, samplesPerHour: 2, quietMs: 6 * hourMs };

const notice = (at: Instant, more: Partial<UnprovenNotice> = {}): UnprovenNotice => ({
  at,
  verdict: 'cannot-be-proven',
  to: 'homer@springfield.test',
  host: 'mx.plant.test (192.0.2.1)',
  subject: 'Undeliverable',
  ...more,
});

/** What becomes of notices that come one after the other, a letter for each. */
function run(notices: readonly UnprovenNotice[], before?: Flood) {
  let flood = before;
  let begins = 0;
  let answers = '';
  for (const each of notices) {
    const step = meet(flood, 'homer', each, rules, () => 'the-card');
    flood = step.flood;
    begins += Number(step.begins);
    answers += letters[step.answer];
  }
  assert(flood);
  return { flood, begins, answers };
}

const letters: Readonly<Record<FloodAnswer, string>> = { usual: '.', sample: 's', flooded: 'x' };

const every = (ms: number, times: number, from = noon, more: Partial<UnprovenNotice> = {}) =>
  Array.from({ length: times }, (_, i) => notice(later(from, i * ms), more));

describe('notices that nobody can prove', () => {
  it('are a surge when enough come within an hour, and then only samples are kept', () => {
    const { flood, begins, answers } = run(every(minuteMs, 9));
    assert.equal(answers, '....ssxxx');
    assert.equal(begins, 1);
    assert.deepEqual(
      [flood.notices, flood.surge?.filed, flood.surge?.refused, flood.surge?.beganAt, flood.surge?.card],
      [9, 2, 3, later(noon, 4 * minuteMs), { queueId: 'the-card', isWritten: false }],
    );
  });

  it('are none below that, however long they come', () => {
    const { begins, answers } = run(every(16 * minuteMs, 40));
    assert.equal(answers, '.'.repeat(40));
    assert.equal(begins, 0);
  });

  it('count over the turn of an hour', () => {
    const { answers } = run(every(minuteMs, 6, later(noon, -3 * minuteMs)));
    assert.equal(answers, '.....s', 'of the hour before, a minute is gone');
  });

  it('are kept as samples in each hour, if they are not surely forged', () => {
    assert.equal(run(every(10 * minuteMs, 18)).answers, '....ssssxxxxssxxxx');
    const forged = run(every(10 * minuteMs, 30, noon, { verdict: 'forged' }));
    assert.equal(forged.answers.replaceAll('.', '').replaceAll('x', '').length, forgedSamplesMax);
    assert.equal(forged.flood.forged, 30);
  });

  it('are one surge until it has been quiet long enough', () => {
    const first = run(every(minuteMs, 6));
    const busyAt = first.flood.surge?.busyAt ?? noon;
    assert.ok(!isOver(first.flood, later(busyAt, rules.quietMs - 1), rules));
    const same = run([notice(later(busyAt, rules.quietMs - 1))], first.flood);
    assert.equal(same.answers, 's');
    assert.equal(same.begins, 0);
    assert.ok(isOver(first.flood, later(busyAt, rules.quietMs), rules));
    const next = run(every(minuteMs, 6, later(busyAt, rules.quietMs)), first.flood);
    assert.equal(next.answers, '....ss');
    assert.deepEqual([next.begins, next.flood.notices], [1, 6]);
  });

  it('keep a surge up only if they are enough for one', () => {
    const first = run(every(minuteMs, 6));
    const trickle = run(every(hourMs, 7, later(noon, 2 * hourMs)), first.flood);
    assert.equal(trickle.flood.surge, undefined, 'it was over in between');
  });

  it('are forgotten after a quiet hour if they were no surge', () => {
    const { flood } = run([notice(noon)]);
    assert.ok(!isOver(flood, later(noon, 2 * hourMs - 1), rules));
    assert.ok(isOver(flood, later(noon, 2 * hourMs), rules));
    assert.ok(isOver(undefined, noon, rules));
    assert.equal(run([notice(later(noon, 2 * hourMs))], flood).flood.notices, 1);
  });

  it('leave behind some of what was seen, each once, cut to a bound', () => {
    const many = Array.from({ length: seenMax + 5 }, (_, i) =>
      notice(later(noon, i), { subject: `${i % (seenMax + 2)} ${'x'.repeat(1_000)}`, host: 'mx' }),
    );
    const { flood } = run([...many, notice(later(noon, 99), { to: 'sales@springfield.test', subject: '' })]);
    assert.equal(flood.subjects.length, seenMax);
    assert.ok(flood.subjects.every(({ length }) => length === seenLengthMax));
    assert.deepEqual(flood.hosts, ['mx', 'mx.plant.test (192.0.2.1)']);
    assert.deepEqual(flood.addresses, ['homer@springfield.test', 'sales@springfield.test']);
    assert.deepEqual([flood.firstAt, flood.lastAt], [noon, later(noon, 99)]);
  });
});

describe('the rate of a flood', () => {
  it('is that of the hour before, as far as two counts tell', () => {
    const { flood } = run(every(minuteMs, 4));
    for (const [ms, rate] of [
      [4 * minuteMs, 4],
      [hourMs, 4],
      [1.5 * hourMs, 2],
      [2 * hourMs, 0],
      [5.5 * hourMs, 0],
    ] as const)
      assert.equal(rateOf(flood, later(noon, ms)), rate);
  });
});
