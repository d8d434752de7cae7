import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instant, later, minuteMs, secondMs } from '../base/instant.ts';
import { FailureLimiter } from './failure-limiter.ts';

const limits = { failuresMax: 3, forgottenEveryMs: minuteMs, keysMax: 2 };
const start = instant(1_800_000_000_000);

/** Charges until it is refused. */
function chargesLeft(limiter: FailureLimiter, key: string, now = start): number {
  for (let count = 0; ; count++) if (!limiter.charge(key, now)) return count;
}

test('puts up with just so many failures', () => {
  assert.equal(chargesLeft(new FailureLimiter(limits), 'a'), 3);
});

test('keys do not count for each other', () => {
  const limiter = new FailureLimiter(limits);
  chargesLeft(limiter, 'a');
  assert.equal(chargesLeft(limiter, 'b'), 3);
});

test('forgets one failure a minute, and no sooner', () => {
  const limiter = new FailureLimiter(limits);
  chargesLeft(limiter, 'a');
  assert.equal(chargesLeft(limiter, 'a', later(start, minuteMs - 1)), 0);
  assert.equal(chargesLeft(limiter, 'a', later(start, minuteMs)), 1);
  assert.equal(chargesLeft(limiter, 'a', later(start, 3 * minuteMs)), 2);
  assert.equal(chargesLeft(limiter, 'a', later(start, 60 * minuteMs)), 3);
});

test('a refused attempt costs nothing: waiting helps also those who keep trying', () => {
  const limiter = new FailureLimiter(limits);
  chargesLeft(limiter, 'a');
  for (let ms = 0; ms < minuteMs; ms += secondMs) assert.ok(!limiter.charge('a', later(start, ms)));
  assert.ok(limiter.charge('a', later(start, minuteMs)));
});

test('success is refunded', () => {
  const limiter = new FailureLimiter(limits);
  for (let i = 0; i < 100; i++) {
    assert.ok(limiter.charge('a', start));
    limiter.refund('a', start);
  }
  assert.equal(chargesLeft(limiter, 'a'), 3);
});

test('a refund after the charge was forgotten gives no credit', () => {
  const limiter = new FailureLimiter(limits);
  limiter.charge('a', start);
  const muchLater = later(start, 10 * minuteMs);
  limiter.refund('a', muchLater);
  limiter.refund('a', muchLater);
  assert.equal(chargesLeft(limiter, 'a', muchLater), 3);
});

test('remembers the keys that failed last', () => {
  const limiter = new FailureLimiter(limits);
  chargesLeft(limiter, 'a');
  limiter.charge('b', start);
  limiter.charge('c', start);
  assert.equal(chargesLeft(limiter, 'b'), 2, 'b is still remembered');
  assert.equal(chargesLeft(limiter, 'a'), 3, 'a was let off');
});

test('those who succeed take no place from those who fail', () => {
  const limiter = new FailureLimiter(limits);
  chargesLeft(limiter, 'a');
  for (const key of ['b', 'c', 'd']) {
    limiter.charge(key, start);
    limiter.refund(key, start);
  }
  assert.equal(chargesLeft(limiter, 'a'), 0);
});

test('never lets through more than the limit and what was forgotten since', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 2 * minuteMs }), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (waits) => {
      const limiter = new FailureLimiter(limits);
      let now = start;
      let passed = 0;
      for (const wait of waits) {
        now = later(now, wait);
        if (limiter.charge('a', now)) passed++;
        assert.ok(passed <= limits.failuresMax + (now - start) / limits.forgottenEveryMs + 1e-6);
      }
    }),
  );
});
