import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hourMs, later, minuteMs, secondMs } from '../base/instant.ts';
import { sleep } from '../base/ports.ts';
import { StoreError, StoreFullError } from '../queue/queue-store.ts';
import { permanent, relayed, transient } from '../queue/testing/samples.ts';
import { callOffPatienceMs, leaseMs, settlementPatienceMs } from './limits.ts';
import { report } from './testing/scripted-transport.ts';
import { TestQueue } from './testing/test-queue.ts';

/** A queue whose store fails at some verbs as long as `broken` names them. */
async function breakable(): Promise<{
  queue: TestQueue;
  broken: Set<'commit' | 'claimDue' | 'extendLease'>;
}> {
  const broken = new Set<'commit' | 'claimDue' | 'extendLease'>();
  const queue = await TestQueue.open({}, (store) => {
    const { commit, claimDue, extendLease } = store;
    const check = (verb: 'commit' | 'claimDue' | 'extendLease') => {
      if (broken.has(verb)) throw new StoreFullError(`no room to ${verb}`);
    };
    store.commit = async (settlement) => {
      check('commit');
      return commit.call(store, settlement);
    };
    store.claimDue = async (request) => {
      check('claimDue');
      return claimDue.call(store, request);
    };
    store.extendLease = async (...prolonging) => {
      check('extendLease');
      return extendLease.call(store, ...prolonging);
    };
    return store;
  });
  return { queue, broken };
}

describe('a crash between attempt and settlement', () => {
  it('repeats the attempt after the restart, and the notice comes once', async () => {
    const { queue, broken } = await breakable();
    queue.transport.script = (job) => report(job, permanent);
    broken.add('commit');
    const id = await queue.send();
    await queue.clock.pass(0);
    assert.deepEqual(await queue.standing(id), ['attempting']);
    assert.deepEqual(await queue.inbox('homer'), [], 'nothing is told that did not happen');
    broken.clear();
    await queue.restart();
    assert.deepEqual(await queue.standing(id), ['failed']);
    await queue.clock.pass(hourMs);
    assert.equal((await queue.inbox('homer')).length, 1);
    assert.equal(queue.transport.dials.length, 2);
  });
});

describe('a store that fails at a settlement', () => {
  it('is asked again, so that nothing is relayed twice', async () => {
    const { queue, broken } = await breakable();
    broken.add('commit');
    const id = await queue.send();
    await queue.clock.pass(minuteMs);
    broken.clear();
    await queue.clock.pass(minuteMs);
    assert.deepEqual(await queue.standing(id), ['relayed']);
    assert.equal(queue.transport.dials.length, 1);
    assert(queue.complaints().includes('a settlement could not be written yet'));
  });

  it('for too long has the attempt repeated when the lease has ended', async () => {
    const { queue, broken } = await breakable();
    broken.add('commit');
    const id = await queue.send();
    await queue.clock.pass(settlementPatienceMs + secondMs);
    assert.deepEqual(await queue.standing(id), ['attempting']);
    broken.clear();
    await queue.clock.pass(leaseMs + 2 * minuteMs);
    assert.deepEqual(await queue.standing(id), ['relayed']);
    assert.equal(queue.transport.dials.length, 2);
  });

  it('at reading the queue is asked again', async () => {
    const { queue, broken } = await breakable();
    broken.add('claimDue');
    const id = await queue.send();
    await queue.clock.pass(minuteMs);
    assert.equal(queue.transport.dials.length, 0);
    broken.clear();
    await queue.clock.pass(10 * secondMs);
    assert.deepEqual(await queue.standing(id), ['relayed']);
  });
});

describe('the lease of an attempt', () => {
  it('is prolonged as long as the attempt takes', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = async (job) => {
      await sleep(queue.clock, later(queue.clock.now(), hourMs));
      return report(job, relayed(true));
    };
    const id = await queue.send();
    await queue.clock.pass(hourMs + secondMs);
    assert.deepEqual(await queue.standing(id), ['relayed']);
    assert.equal(queue.transport.dials.length, 1);
    assert.equal(queue.clock.pending, 1, 'only the sweep is still to come');
  });

  it('survives a store that fails once', async () => {
    const { queue, broken } = await breakable();
    queue.transport.script = async (job) => {
      await sleep(queue.clock, later(queue.clock.now(), hourMs));
      return report(job, relayed(true));
    };
    const id = await queue.send();
    broken.add('extendLease');
    await queue.clock.pass(leaseMs / 2);
    broken.clear();
    await queue.clock.pass(2 * hourMs);
    assert.deepEqual(await queue.standing(id), ['relayed']);
    assert.equal(queue.transport.dials.length, 1);
  });

  it('once lost, calls off the attempt, whose result is void', async () => {
    const queue = await TestQueue.open();
    const signals: AbortSignal[] = [];
    queue.transport.script = async (job) => {
      signals.push(job.signal);
      if (job.recipients[0]?.state.attempts !== 0 || signals.length > 1) return report(job, relayed(true));
      await sleep(queue.clock, later(queue.clock.now(), hourMs), job.signal);
      return report(job, permanent);
    };
    const id = await queue.send();
    await queue.clock.pass(0);
    // As if another process had started on this store.
    await queue.data.queue.releaseExpired(undefined);
    queue.manager.wake();
    await queue.clock.pass(leaseMs);
    assert.equal(signals[0]?.aborted, true);
    assert.deepEqual(await queue.standing(id), ['relayed']);
    assert.deepEqual(await queue.inbox('homer'), []);
    assert(queue.complaints().includes('a lease was lost during an attempt; its result is void'));
  });
});

describe('stopping', () => {
  const graceMs = 20 * secondMs;

  it('lets attempts end that are under way, and begins no more', async () => {
    const queue = await TestQueue.open({ attemptsMax: 1 });
    queue.transport.script = async (job) => {
      await sleep(queue.clock, later(queue.clock.now(), 10 * secondMs));
      return report(job, relayed(true));
    };
    const first = await queue.send();
    const second = await queue.send();
    await queue.clock.pass(0);
    let isStopped = false;
    void queue.manager.stop(graceMs).then(() => {
      isStopped = true;
    });
    await queue.clock.pass(9 * secondMs);
    assert.equal(isStopped, false);
    await queue.clock.pass(secondMs);
    assert.equal(isStopped, true);
    assert.deepEqual([await queue.standing(first), await queue.standing(second)], [['relayed'], ['waiting']]);
    assert.equal(queue.clock.pending, 0, 'nothing is left behind');
  });

  it('calls off what takes too long: it has not happened', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = async (job) => {
      await sleep(queue.clock, later(queue.clock.now(), hourMs), job.signal);
      return report(job, transient);
    };
    const id = await queue.send();
    await queue.clock.pass(secondMs);
    const stopped = queue.manager.stop(graceMs);
    await queue.clock.pass(graceMs);
    await stopped;
    const [recipient] = await queue.recipients(id);
    assert.deepEqual(recipient?.state, { kind: 'waiting', due: queue.clock.now(), attempts: 0 });
  });

  it('keeps what became final in the last moment', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = async (job) => {
      await sleep(queue.clock, later(queue.clock.now(), hourMs), job.signal);
      return report(job, ({ index }) => [relayed(true), permanent, transient][index] ?? transient);
    };
    const id = await queue.send({ to: ['a@krustylu.test', 'b@krustylu.test', 'c@krustylu.test'] });
    await queue.clock.pass(0);
    const stopped = queue.manager.stop(graceMs);
    await queue.clock.pass(graceMs);
    await stopped;
    assert.deepEqual(await queue.standing(id), ['relayed', 'failed', 'waiting']);
    assert.equal((await queue.inbox('homer')).length, 1);
  });

  it('does not wait for a transport that never ends', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = () => new Promise(() => {});
    const id = await queue.send();
    await queue.clock.pass(0);
    const stopped = queue.manager.stop(graceMs);
    await queue.clock.pass(graceMs + callOffPatienceMs);
    await stopped;
    assert.deepEqual(await queue.standing(id), ['waiting']);
  });

  it('sends those back who wait for their turn', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = () => new Promise(() => {});
    const ids = [];
    for (let i = 0; i < 9; i++) ids.push(await queue.send());
    await queue.clock.pass(0);
    const stopped = queue.manager.stop(0);
    await queue.clock.pass(callOffPatienceMs);
    await stopped;
    for (const id of ids) assert.deepEqual(await queue.standing(id), ['waiting']);
    assert.equal(queue.transport.dials.length, 5);
  });

  it('ends also while the store fails', async () => {
    const { queue, broken } = await breakable();
    broken.add('commit');
    const id = await queue.send();
    await queue.clock.pass(0);
    const stopped = queue.manager.stop(graceMs);
    await queue.clock.pass(graceMs);
    await stopped;
    assert.deepEqual(await queue.standing(id), ['attempting'], 'released by the next start');
  });

  it('is possible before anything happened, and twice', async () => {
    const queue = await TestQueue.open();
    await Promise.all([queue.manager.stop(0), queue.manager.stop(0), queue.clock.pass(0)]);
  });
});

describe('starting', () => {
  it('fails where the store fails', async () => {
    const queue = new TestQueue({}, (store) => {
      store.releaseExpired = async () => {
        throw new StoreError('disk on fire');
      };
      return store;
    });
    await assert.rejects(queue.manager.start(), StoreError);
  });
});
