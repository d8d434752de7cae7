import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant, later, minuteMs } from '../instant.ts';
import { sleep } from '../ports.ts';
import { VirtualClock } from './virtual-clock.ts';

const start = instant(1_000);

describe('virtual clock', () => {
  it('stands still until it is moved', async () => {
    const clock = new VirtualClock(start);
    assert.equal(clock.now(), start);
    await clock.pass(5);
    assert.equal(clock.now(), 1_005);
  });

  it('fires timers in the order of their times, each at its time', async () => {
    const clock = new VirtualClock(start);
    const fired: [string, number][] = [];
    const note = (name: string) => () => fired.push([name, clock.now()]);
    clock.schedule(later(start, 20), note('later'));
    clock.schedule(later(start, 10), note('sooner'));
    clock.schedule(later(start, 10), note('sooner, second'));
    clock.schedule(later(start, 31), note('beyond'));
    await clock.pass(30);
    assert.deepEqual(fired, [
      ['sooner', 1_010],
      ['sooner, second', 1_010],
      ['later', 1_020],
    ]);
    assert.equal(clock.pending, 1);
  });

  it('fires what is overdue at once, without going back', async () => {
    const clock = new VirtualClock(start);
    let at = 0;
    clock.schedule(instant(3), () => {
      at = clock.now();
    });
    await clock.pass(0);
    assert.equal(at, start);
  });

  it('forgets a timer that is cancelled', async () => {
    const clock = new VirtualClock(start);
    const cancel = clock.schedule(later(start, 1), () => assert.fail('cancelled'));
    cancel();
    await clock.pass(10);
    assert.equal(clock.pending, 0);
  });

  it('lets sleepers sleep again within one pass', async () => {
    const clock = new VirtualClock(start);
    const woken: number[] = [];
    const sleeper = async () => {
      for (let i = 0; i < 3; i++) {
        await sleep(clock, later(clock.now(), minuteMs));
        woken.push((clock.now() - start) / minuteMs);
      }
    };
    const done = sleeper();
    await clock.pass(3 * minuteMs);
    await done;
    assert.deepEqual(woken, [1, 2, 3]);
  });
});
