import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { later } from '../base/instant.ts';
import { InvariantError } from '../base/invariant.ts';
import { idle } from '../base/testing/virtual-clock.ts';
import { noon, trouble } from '../queue/testing/samples.ts';
import { type Admission, Destination, type Verdict } from './destination.ts';
import { Destinations } from './destinations.ts';
import { destinationAttemptsInitial, destinationDeadMs, destinationMemoryMs } from './limits.ts';

const ok: Verdict = { kind: 'ok' };
const bad: Verdict = { kind: 'trouble' };
const dead: Verdict = { kind: 'dead', diagnostic: trouble };

/** Lets so many in, and says how all of them went. */
async function attempts(
  destination: Destination,
  count: number,
  verdict: Verdict,
  now = noon,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    assert.equal((await destination.enter(now)).kind, 'admitted');
    destination.leave(verdict, now);
  }
}

/** Those who wait, and what they are told. */
function line(destination: Destination, count: number, now = noon): (Admission['kind'] | 'waits')[] {
  const told = Array.from({ length: count }, (): Admission['kind'] | 'waits' => 'waits');
  for (let i = 0; i < count; i++) {
    void destination.enter(now).then((admission) => {
      told[i] = admission.kind;
    });
  }
  return told;
}

const count = (told: readonly string[], what: string) => told.filter((each) => each === what).length;

describe('the door to a destination', () => {
  it('lets in as many as the window says, and the next when somebody leaves', async () => {
    const destination = new Destination(20);
    const told = line(destination, 7);
    await idle();
    assert.equal(count(told, 'admitted'), destinationAttemptsInitial);
    assert.equal(destination.isFull, true);
    destination.leave(ok, noon);
    await idle();
    assert.deepEqual(told, [...Array(6).fill('admitted'), 'waits']);
  });

  it('is full when the window is used up', async () => {
    const destination = new Destination(20);
    line(destination, destinationAttemptsInitial - 1);
    assert.equal(destination.isFull, false);
    line(destination, 1);
    assert.equal(destination.isFull, true);
  });

  it('grows by one for each window of successes, up to its limit', async () => {
    const destination = new Destination(7);
    await attempts(destination, 4, ok);
    assert.equal(destination.window, 5);
    await attempts(destination, 1, ok);
    assert.equal(destination.window, 6);
    await attempts(destination, 6, ok);
    assert.equal(destination.window, 7);
    await attempts(destination, 100, ok);
    assert.equal(destination.window, 7);
  });

  it('is halved by trouble, down to one', async () => {
    const destination = new Destination(20);
    const windows: number[] = [];
    for (let i = 0; i < 4; i++) {
      await attempts(destination, 1, bad);
      windows.push(destination.window);
    }
    assert.deepEqual(windows, [2, 1, 1, 1]);
    await attempts(destination, 1, ok);
    assert.equal(destination.window, 2);
  });

  it('does not begin above its limit', () => {
    assert.equal(new Destination(3).window, 3);
  });

  it('learns nothing from an attempt that came to no end', async () => {
    const destination = new Destination(20);
    await attempts(destination, 50, { kind: 'unknown' });
    assert.equal(destination.window, destinationAttemptsInitial);
    assert.equal(destination.isPlain, true);
  });

  it('cannot be left by somebody who was not let in', () => {
    assert.throws(() => new Destination(20).leave(ok, noon), InvariantError);
  });
});

describe('a dead destination', () => {
  const afterwards = later(noon, destinationDeadMs);

  it('turns away those who wait and those who come, with what the first one met', async () => {
    const destination = new Destination(20);
    const told = line(destination, 8);
    await idle();
    destination.leave(dead, noon);
    await idle();
    assert.equal(count(told, 'admitted'), 5);
    assert.equal(count(told, 'dead'), 3);
    assert.deepEqual(await destination.enter(later(afterwards, -1)), { kind: 'dead', diagnostic: trouble });
  });

  it('is probed by one after some time', async () => {
    const destination = new Destination(20);
    await attempts(destination, 1, dead);
    const told = line(destination, 3, afterwards);
    await idle();
    assert.deepEqual(told, ['admitted', 'waits', 'waits']);
  });

  it('lives again when the probe succeeds', async () => {
    const destination = new Destination(20);
    await attempts(destination, 1, dead);
    const told = line(destination, 4, afterwards);
    await idle();
    destination.leave(ok, afterwards);
    await idle();
    assert.equal(count(told, 'admitted'), 4);
    assert.equal(destination.window, destinationAttemptsInitial);
    assert.equal(destination.isPlain, true);
  });

  it('stays dead when the probe fails', async () => {
    const destination = new Destination(20);
    await attempts(destination, 1, dead);
    const told = line(destination, 3, afterwards);
    await idle();
    destination.leave(dead, afterwards);
    await idle();
    assert.deepEqual(told, ['admitted', 'dead', 'dead']);
    assert.equal((await destination.enter(later(afterwards, destinationDeadMs - 1))).kind, 'dead');
  });

  it('is taken carefully when the probe meets trouble', async () => {
    const destination = new Destination(20);
    await attempts(destination, 1, dead);
    await attempts(destination, 1, bad, afterwards);
    assert.equal(destination.window, 1);
    assert.equal((await destination.enter(afterwards)).kind, 'admitted');
  });
});

describe('the doors of all destinations', () => {
  const enter = (doors: Destinations, name: string) => doors.enter(name, noon);

  it('names those that are full', async () => {
    const doors = new Destinations(1);
    await enter(doors, 'a.test');
    await enter(doors, 'b.test');
    doors.leave('b.test', ok, noon);
    assert.deepEqual(doors.full(), ['a.test']);
  });

  it('forgets at once where nothing was learned', async () => {
    const doors = new Destinations(20);
    for (let i = 0; i < 100; i++) {
      await enter(doors, `${i}.test`);
      doors.leave(`${i}.test`, ok, noon);
    }
    assert.equal(doors.size, 0);
  });

  it('remembers the dead for a while', async () => {
    const doors = new Destinations(20);
    await enter(doors, 'dead.test');
    doors.leave('dead.test', dead, noon);
    doors.prune(later(noon, destinationMemoryMs - 1));
    assert.equal(doors.size, 1);
    doors.prune(later(noon, destinationMemoryMs));
    assert.equal(doors.size, 0);
    assert(destinationMemoryMs > destinationDeadMs, 'the dead are not forgotten before they may be probed');
  });

  it('does not forget those in use', async () => {
    const doors = new Destinations(20);
    await enter(doors, 'slow.test');
    doors.prune(later(noon, 100 * destinationMemoryMs));
    assert.equal(doors.size, 1);
    doors.leave('slow.test', bad, later(noon, 100 * destinationMemoryMs));
  });

  it('sends everybody away once they are closed', async () => {
    const doors = new Destinations(1);
    await enter(doors, 'a.test');
    const waiting = enter(doors, 'a.test');
    doors.close();
    assert.deepEqual(await waiting, { kind: 'called-off' });
    assert.deepEqual(await enter(doors, 'b.test'), { kind: 'called-off' });
    doors.leave('a.test', ok, noon);
  });
});
