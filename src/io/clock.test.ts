import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { dayMs, type Instant, instant, later } from '../base/instant.ts';
import { systemClock } from './clock.ts';

describe("the machine's clock", () => {
  it('tells the time', () => {
    const before = Date.now();
    const now = systemClock.now();
    assert.ok(before <= now && now <= Date.now());
  });

  it('never fires before its time', async () => {
    const fired: Promise<number>[] = Array.from({ length: 50 }, (_, i) => {
      const at = later(systemClock.now(), i);
      return new Promise((resolve) => systemClock.schedule(at, () => resolve(systemClock.now() - at)));
    });
    // What waits does not keep the process alive; this does.
    await pause(200);
    for (const late of await Promise.all(fired)) assert.ok(late >= 0, `${late} ms`);
  });

  it('does not fire what was cancelled', async () => {
    const cancel = systemClock.schedule(later(systemClock.now(), 5), () => assert.fail('cancelled'));
    cancel();
    cancel();
    await pause(20);
  });
});

describe("the machine's clock, while the time is played with", () => {
  /** Time by hand: the date, and separately how long the timers think that they have waited. */
  function play() {
    mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 1_000_000 });
    const fired: Instant[] = [];
    const schedule = (at: Instant) => systemClock.schedule(at, () => fired.push(systemClock.now()));
    return { fired, schedule };
  }

  it('waits longer than a timer can', () => {
    const { fired, schedule } = play();
    try {
      const at = later(systemClock.now(), 60 * dayMs);
      schedule(at);
      for (let day = 1; day < 60; day++) {
        mock.timers.tick(dayMs);
        assert.deepEqual(fired, [], `day ${day}`);
      }
      mock.timers.tick(dayMs);
      assert.deepEqual(fired, [at]);
      mock.timers.tick(dayMs);
      assert.equal(fired.length, 1, 'once');
    } finally {
      mock.timers.reset();
    }
  });

  it('can be called off on its way', () => {
    const { fired, schedule } = play();
    try {
      const cancel = schedule(later(systemClock.now(), 60 * dayMs));
      mock.timers.tick(30 * dayMs);
      cancel();
      mock.timers.tick(60 * dayMs);
      assert.deepEqual(fired, []);
    } finally {
      mock.timers.reset();
    }
  });

  it('waits on where the time was put back meanwhile', () => {
    const { fired, schedule } = play();
    try {
      schedule(instant(1_000_100));
      mock.timers.setTime(999_900);
      mock.timers.tick(100);
      assert.deepEqual(fired, []);
      mock.timers.tick(100);
      assert.deepEqual(fired, [1_000_100]);
    } finally {
      mock.timers.reset();
    }
  });

  it('fires at once what is overdue, but not before it was asked for', () => {
    const { fired, schedule } = play();
    try {
      schedule(instant(0));
      assert.deepEqual(fired, []);
      mock.timers.tick(1);
      assert.equal(fired.length, 1);
    } finally {
      mock.timers.reset();
    }
  });
});
