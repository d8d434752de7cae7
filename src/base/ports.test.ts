import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { later } from './instant.ts';
import { sleep } from './ports.ts';
import { idle, VirtualClock } from './testing/virtual-clock.ts';

describe('sleep', () => {
  /** Falls asleep for ten milliseconds, and says when it woke. */
  function asleep(signal?: AbortSignal) {
    const clock = new VirtualClock();
    const start = clock.now();
    let wokenAfterMs: number | undefined;
    void sleep(clock, later(start, 10), signal).then(() => {
      wokenAfterMs = clock.now() - start;
    });
    return { clock, woken: () => wokenAfterMs };
  }

  it('ends at its time', async () => {
    const { clock, woken } = asleep();
    await clock.pass(9);
    assert.equal(woken(), undefined);
    await clock.pass(1);
    assert.equal(woken(), 10);
  });

  it('ends when it is called off, and leaves no timer behind', async () => {
    const controller = new AbortController();
    const { clock, woken } = asleep(controller.signal);
    await clock.pass(3);
    controller.abort();
    await idle();
    assert.deepEqual([woken(), clock.pending], [3, 0]);
  });

  it('does not begin if it was called off before', async () => {
    const { clock, woken } = asleep(AbortSignal.abort());
    await idle();
    assert.deepEqual([woken(), clock.pending], [0, 0]);
  });

  it('lets go of the signal when it ends by itself', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    const { clock } = asleep(signal);
    assert.equal(listeners, 1);
    await clock.pass(10);
    assert.equal(listeners, 0);
  });
});
