import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hourMs, later, minuteMs, secondMs } from '../base/instant.ts';
import { sleep } from '../base/ports.ts';
import { address, relayed, transient, trouble } from '../queue/testing/samples.ts';
import type { DeliveryJob } from '../transports/transport.ts';
import { destinationAttemptsInitial, destinationDeadMs } from './limits.ts';
import { report } from './testing/scripted-transport.ts';
import { secondsAfterNoon, TestQueue } from './testing/test-queue.ts';

/** A transport that takes a while for each message. */
const slowly = (queue: TestQueue, ms: number) => async (job: DeliveryJob) => {
  await sleep(queue.clock, later(queue.clock.now(), ms));
  return report(job, relayed(true));
};

async function sendMany(
  queue: TestQueue,
  count: number,
  to: (i: number) => string,
  from = 'homer',
): Promise<void> {
  const origin = { kind: 'submission' as const, account: from };
  for (let i = 0; i < count; i++) {
    await queue.send({ to: [to(i)], from: address(`${from}@springfield.test`), origin });
  }
}

const waits = async (queue: TestQueue) => (await queue.data.queue.statistics()).waiting;

describe('many messages', () => {
  it('have no more attempts at once than allowed', async () => {
    const queue = await TestQueue.open({ attemptsMax: 8 });
    queue.transport.script = slowly(queue, secondMs);
    for (const from of ['homer', 'marge', 'bart', 'lisa'])
      await sendMany(queue, 10, (i) => `a@${from}-${i}.test`, from);
    await queue.clock.pass(secondMs - 1);
    assert.equal(queue.transport.underWay, 8);
    await queue.clock.pass(10 * secondMs);
    assert.equal(queue.transport.mostUnderWay, 8);
    assert.equal(queue.transport.dials.length, 40);
    assert.equal(await waits(queue), 0);
  });

  it('to one destination begin with a few attempts at once, and end with many', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = slowly(queue, secondMs);
    await sendMany(queue, 300, () => 'a@krustylu.test');
    await queue.clock.pass(0);
    assert.equal(queue.transport.underWay, destinationAttemptsInitial);
    await queue.clock.pass(20 * secondMs);
    assert.equal(queue.transport.mostUnderWay, 20);
    await queue.clock.pass(20 * secondMs);
    assert.equal(await waits(queue), 0);
  });

  it('to a destination in trouble get fewer attempts at once', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = async (job) => {
      await sleep(queue.clock, later(queue.clock.now(), secondMs));
      return report(job, transient, 'trouble');
    };
    await sendMany(queue, 30, () => 'a@krustylu.test');
    await queue.clock.pass(10 * secondMs);
    assert.equal(queue.transport.underWay, 1);
  });

  it('of one sender do not starve another', async () => {
    const queue = await TestQueue.open({ attemptsMax: 4 });
    queue.transport.script = slowly(queue, secondMs);
    await sendMany(queue, 200, (i) => `a@${i}.test`, 'homer');
    await queue.clock.pass(secondMs);
    await sendMany(queue, 3, (i) => `b@marges-${i}.test`, 'marge');
    await queue.clock.pass(6 * secondMs);
    const marges = queue.transport.dials.filter(({ destination }) => destination.startsWith('marges'));
    assert.equal(marges.length, 3);
    assert((await waits(queue)) > 150);
  });

  it('to slow destinations of one sender, or of several, do not keep another waiting', async () => {
    for (const busy of [['homer'], ['homer', 'bart', 'lisa']]) {
      const queue = await TestQueue.open({ attemptsMax: 20 });
      queue.transport.script = slowly(queue, hourMs);
      for (const from of busy) await sendMany(queue, 50, (i) => `a@${from}-${i}.test`, from);
      await queue.clock.pass(minuteMs);
      await sendMany(queue, 1, () => 'krusty@krustylu.test', 'marge');
      await queue.clock.pass(0);
      const { dials } = queue.transport;
      assert.equal(dials.at(-1)?.destination, 'krustylu.test');
      assert.ok(dials.length > 10, `${dials.length} attempts at once`);
    }
  });

  it('to a slow destination do not keep others waiting', async () => {
    const queue = await TestQueue.open({ attemptsMax: 30 });
    queue.transport.script = (job) => slowly(queue, job.destination === 'slow.test' ? hourMs : secondMs)(job);
    await sendMany(queue, 100, () => 'a@slow.test');
    await queue.clock.pass(secondMs);
    await sendMany(queue, 20, (i) => `a@${i}.test`);
    await queue.clock.pass(10 * secondMs);
    assert.equal(queue.transport.dials.filter(({ destination }) => destination !== 'slow.test').length, 20);
  });
});

describe('a dead destination', () => {
  const dead = (job: DeliveryJob) => report(job, transient, 'dead');

  it('is not dialled for each message', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = dead;
    await sendMany(queue, 50, () => 'a@krustylu.test');
    await queue.clock.pass(minuteMs);
    const dials = queue.transport.dials.length;
    assert(dials <= destinationAttemptsInitial, `${dials} dials`);
    const { messages } = await lastDiagnostics(queue);
    assert.equal(messages, 50, 'all of them were told why');
  });

  it('is probed by one message after five minutes', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = dead;
    await sendMany(queue, 50, () => 'a@krustylu.test');
    await queue.clock.pass(destinationDeadMs - 1);
    queue.transport.dials.length = 0;
    await queue.clock.pass(minuteMs);
    const [probe, ...others] = queue.transport.dials;
    assert(probe && secondsAfterNoon(probe.at) * secondMs >= destinationDeadMs);
    assert.deepEqual(others, []);
  });

  it('gets its mail when it comes back', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = dead;
    await sendMany(queue, 50, () => 'a@krustylu.test');
    await queue.clock.pass(minuteMs);
    queue.transport.script = (job) => report(job, relayed(true));
    await queue.clock.pass(10 * minuteMs);
    assert.equal(await waits(queue), 0);
  });

  it('is dialled again at once if the operator knows better', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = dead;
    await sendMany(queue, 3, () => 'a@krustylu.test');
    await queue.clock.pass(minuteMs);
    queue.transport.script = (job) => report(job, relayed(true));
    queue.manager.forgetDeaths();
    await queue.data.queue.makeDue('all', queue.clock.now(), {
      at: queue.clock.now(),
      event: { kind: 'operator', verb: 'retry', who: 'root' },
    });
    queue.manager.wake();
    await queue.clock.pass(0);
    assert.equal(await waits(queue), 0);
  });

  it('tells each message when its own attempt was', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = dead;
    await queue.send();
    await queue.clock.pass(minuteMs);
    const later = await queue.send();
    await queue.clock.pass(0);
    const [recipient] = await queue.recipients(later);
    assert(recipient?.state.kind === 'waiting');
    assert.equal(recipient.state.last?.at, queue.clock.now());
  });

  it('is not dialled between two probes, by new messages neither', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = dead;
    for (let minute = 0; minute < 60; minute++) {
      await queue.send();
      await queue.clock.pass(minuteMs);
    }
    const times = queue.transport.dials.map(({ at }) => secondsAfterNoon(at) * secondMs);
    assert(times.length <= 12, `${times.length} dials in an hour`);
    assert(times.every((time, i) => i === 0 || time - (times[i - 1] ?? 0) >= destinationDeadMs));
  });

  async function lastDiagnostics(queue: TestQueue): Promise<{ messages: number }> {
    const records = await queue.data.queue.list({ which: 'queue', limit: 1000 });
    const told = records.filter(({ recipients }) =>
      recipients.every(({ state }) => state.kind === 'waiting' && state.last?.text === trouble.text),
    );
    return { messages: told.length };
  }
});
