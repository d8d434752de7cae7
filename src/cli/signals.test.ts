import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { instant, secondMs } from '../base/instant.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import { untilTold } from './signals.ts';

for (const signal of ['SIGTERM', 'SIGINT']) {
  test(`${signal} is heard; its echo is not, and a second one is left to the system`, async () => {
    const signals = new EventEmitter();
    const clock = new VirtualClock(instant(0));
    const told = untilTold(signals, clock);
    signals.emit(signal);
    await told;
    await clock.pass(secondMs - 1);
    assert.ok(signals.emit(signal), 'the echo does not end the process');
    await clock.pass(secondMs);
    assert.equal(signals.emit('SIGTERM'), false);
    assert.equal(signals.emit('SIGINT'), false);
  });
}
