import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLog } from '../../accounts/testing/doubles.ts';
import { hourMs, minuteMs } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { noon } from '../../queue/testing/samples.ts';
import type { BackscatterOutcome } from './backscatter.ts';
import { SelftestWatch } from './watch.ts';

function begin(everyMs: number | undefined, verdicts: BackscatterOutcome['verdict'][] = []) {
  const clock = new VirtualClock(noon);
  const log = recordingLog();
  const ranAt: number[] = [];
  const watch = new SelftestWatch({
    clock,
    log,
    everyMs,
    test: async () => {
      ranAt.push((clock.now() - noon) / minuteMs);
      const verdict = verdicts.shift();
      if (verdict === undefined) throw new TypeError('a fault of ours');
      return { verdict, at: clock.now(), findings: ['found'] };
    },
  });
  return { clock, log, watch, ranAt };
}

describe('self-tests now and again', () => {
  it('run a minute after the start, and then at each interval', async () => {
    const { clock, watch, ranAt } = begin(hourMs, ['passed', 'passed', 'failed']);
    await clock.pass(2 * hourMs + minuteMs);
    assert.deepEqual(ranAt, [1, 61, 121]);
    const { last, ...counts } = watch.record;
    assert.deepEqual(counts, { passed: 2, failed: 1, unclear: 0 });
    assert.equal(last?.verdict, 'failed');
  });

  it('are told to the log by what they found', async () => {
    const { log, watch } = begin(undefined, ['passed', 'unclear', 'failed']);
    for (let i = 0; i < 3; i++) await watch.run();
    assert.deepEqual(
      log.lines.map((line) => line.split(' ')[0]),
      ['info', 'warn', 'error'],
      log.lines.join('\n'),
    );
  });

  it('go on after a fault of ours', async () => {
    const { clock, log, ranAt } = begin(hourMs);
    await clock.pass(hourMs + minuteMs);
    assert.deepEqual(ranAt, [1, 61]);
    assert.equal(log.lines.length, 2);
  });

  it('run only when asked for, where that is wanted', async () => {
    const { clock, watch, ranAt } = begin(undefined, ['passed']);
    await clock.pass(24 * hourMs);
    assert.deepEqual(ranAt, []);
    assert.equal((await watch.run()).verdict, 'passed');
  });

  it('do not run twice at once, and end with the server', async () => {
    const { clock, watch, ranAt } = begin(hourMs, ['passed', 'passed']);
    await Promise.all([watch.run(), watch.run()]);
    assert.equal(ranAt.length, 1);
    await watch.stop();
    await clock.pass(2 * hourMs);
    assert.equal(ranAt.length, 1);
  });
});
