import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countingRandom } from '../../accounts/testing/doubles.ts';
import { fromLatin1 } from '../../base/bytes.ts';
import { minuteMs } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { planAcceptance } from '../../queue/initial.ts';
import type { QueueId, RecipientIndex } from '../../queue/message.ts';
import { queueIdMaker } from '../../queue/queue-id.ts';
import { address, message, noon } from '../../queue/testing/samples.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { OperationError } from './operation.ts';
import { queueOperations } from './queue.ts';

/** A queue with one message to two domains, and one to the first of them. */
async function begin() {
  const clock = new VirtualClock(noon);
  const { queue, undeliverable } = createMemoryStore();
  const nextQueueId = queueIdMaker(clock, countingRandom());
  const settled: [QueueId, readonly RecipientIndex[] | 'all', string, string][] = [];
  let wakes = 0;
  const calls: string[] = [];
  const operations = queueOperations({
    queue,
    undeliverable,
    clock,
    wake: () => {
      wakes += 1;
      calls.push('wake');
    },
    forgetDeaths: () => void calls.push('forget deaths'),
    settle: async (id, recipients, verb, who) => {
      settled.push([id, recipients, verb, who]);
      return recipients === 'all' ? 2 : recipients.filter((index) => index < 2).length;
    },
  });
  const accept = async (...to: string[]): Promise<QueueId> => {
    const about = message({ queueId: nextQueueId(), sizeBytes: 5, returnPathBytes: 0 });
    const accepted = to.map((text) => ({
      address: address(text),
      parameters: {},
      addressee: { kind: 'remote' as const, destination: address(text).domain },
    }));
    const { recipients, deliveries } = planAcceptance(about, accepted, () => false);
    const content = { kind: 'bytes' as const, bytes: fromLatin1('Hello') };
    await queue.accept([{ message: about, content, recipients, deliveries }]);
    return about.queueId;
  };
  const run = async (name: string, args: unknown = {}): Promise<unknown> => await operations[name]?.(args);
  const first = await accept('a@x.test', 'b@y.test');
  const second = await accept('c@x.test');
  return { queue, clock, run, first, second, settled, wakes: () => wakes, calls };
}

const unknownId = '01m851e6xxxv1tqe67';
const notThere = new OperationError(`there is no message ${unknownId} (any more)`);

describe('queue.list', () => {
  const ids = (view: unknown): string[] =>
    (view as { messages: { queueId: string }[] }).messages.map(({ queueId }) => queueId);

  it('shows what waits, and counts it', async () => {
    const { run, first, second } = await begin();
    const view = await run('queue.list');
    assert.deepEqual(ids(view), [first, second]);
    assert.deepEqual((view as { statistics: unknown }).statistics, { waiting: 3, attempting: 0, held: 0 });
  });

  it('says whether there are more', async () => {
    const { run } = await begin();
    for (const [limit, isCut] of [
      [1, true],
      [2, false],
    ] as const) {
      assert.equal(((await run('queue.list', { limit })) as { isCut: boolean }).isCut, isCut);
    }
  });

  it('shows a part of it', async () => {
    const { run, first, second } = await begin();
    for (const [args, expected] of [
      [{ destination: 'y.test' }, [first]],
      [{ destination: 'X.Test' }, [first, second]],
      [{ destination: 'smtp:[nowhere]:25' }, []],
      [{ address: 'C@x.test' }, [second]],
      [{ address: 'Homer@springfield.test' }, [first, second]],
      [{ limit: 1 }, [first]],
      [{ after: first.toUpperCase() }, [second]],
      [{ all: true, after: second }, []],
    ] as const) {
      assert.deepEqual(ids(await run('queue.list', args)), expected, JSON.stringify(args));
    }
    for (const args of [{ after: 'x' }, { adress: 'a@x.test' }]) {
      await assert.rejects(run('queue.list', args), OperationError);
    }
    for (const limit of [0, 1.5, 100_001, '1'])
      await assert.rejects(run('queue.list', { limit }), {
        name: 'OperationError',
        message: 'a list has 1 to 100000 entries',
      });
  });
});

describe('queue.show and trace', () => {
  it('show one message, trace with its history', async () => {
    const { run, first } = await begin();
    await run('queue.hold', { id: first, recipients: [1], who: 'lisa' });
    const shown = (await run('queue.show', { id: first })) as {
      recipients: { address: string; held: boolean }[];
    };
    assert.deepEqual(
      shown.recipients.map(({ address: text, held }) => [text, held]),
      [
        ['a@x.test', false],
        ['b@y.test', true],
      ],
    );
    const { history, ...rest } = (await run('trace', { id: first })) as { history: unknown };
    assert.deepEqual(rest, shown);
    assert.deepEqual(history, [
      { at: '2026-11-23T12:00:00.000Z', recipients: [1], kind: 'operator', verb: 'hold', who: 'lisa' },
    ]);
  });

  it('need a message that is there', async () => {
    const { run } = await begin();
    for (const name of ['queue.show', 'trace']) await assert.rejects(run(name, { id: unknownId }), notThere);
  });
});

describe('queue.hold, release and retry', () => {
  it('work on a message, on some of its recipients, on a destination, and on everything', async () => {
    for (const [args, changed] of [
      [(id: string) => ({ id }), 2],
      [(id: string) => ({ id, recipients: [0] }), 1],
      [(id: string) => ({ id, recipients: [7] }), 0],
      [() => ({ destination: 'X.test' }), 2],
      [() => ({ destination: 'z.test' }), 0],
      [() => ({ all: true }), 3],
    ] as const) {
      const { run, first, queue, clock, wakes } = await begin();
      assert.deepEqual(await run('queue.hold', args(first)), { changed });
      assert.deepEqual(await run('queue.hold', args(first)), { changed: 0 });
      assert.equal((await queue.statistics()).held, changed);
      assert.equal(wakes(), 0, 'what is held is not due');
      assert.deepEqual(await run('queue.release', args(first)), { changed });
      assert.equal((await queue.statistics()).held, 0);
      await clock.pass(minuteMs);
      assert.deepEqual(await run('queue.retry', args(first)), { changed });
      assert.equal(wakes(), 2);
    }
  });

  it('dial again at once who was found dead, if they are to retry', async () => {
    const { run, first, calls } = await begin();
    await run('queue.hold', { id: first });
    await run('queue.release', { id: first });
    assert.deepEqual(calls, ['wake']);
    await run('queue.retry', { id: first });
    assert.deepEqual(calls, ['wake', 'forget deaths', 'wake']);
  });

  it('are remembered with who did it, in each message that was changed', async () => {
    const { run, first, second, queue } = await begin();
    await run('queue.hold', { destination: 'y.test', who: 'lisa' });
    await run('queue.release', { all: true });
    assert.deepEqual(
      (await queue.history(first)).map(({ recipients, event }) => [recipients, event]),
      [
        [[1], { kind: 'operator', verb: 'hold', who: 'lisa' }],
        [[1], { kind: 'operator', verb: 'release', who: 'operator' }],
      ],
    );
    assert.deepEqual(await queue.history(second), []);
  });

  it('want to know which, and only once', async () => {
    const { run, first, queue } = await begin();
    const which = new OperationError('say which: a queue id, a destination or all, and only one of them');
    const whose = new OperationError('recipients are those of one message: say which');
    for (const name of ['queue.hold', 'queue.release', 'queue.retry']) {
      for (const [args, error] of [
        [{}, which],
        [{ recipients: [0] }, which],
        [{ id: first, all: true }, which],
        [{ id: first, destination: 'x.test' }, which],
        [{ destination: 'x.test', all: true }, which],
        [{ destination: 'x.test', recipients: [0] }, whose],
        [{ all: true, recipients: [0] }, whose],
        [{ id: unknownId }, notThere],
      ] as const) {
        await assert.rejects(run(name, args), error);
      }
    }
    assert.equal((await queue.statistics()).held, 0);
  });
});

describe('queue.fail and drop', () => {
  it('settle a message or some of its recipients', async () => {
    const { run, first, settled, wakes } = await begin();
    assert.deepEqual(await run('queue.fail', { id: first, who: 'lisa' }), { changed: 2 });
    assert.deepEqual(await run('queue.drop', { id: first, recipients: [1] }), { changed: 1 });
    assert.deepEqual(settled, [
      [first, 'all', 'fail', 'lisa'],
      [first, [1], 'drop', 'operator'],
    ]);
    assert.equal(wakes(), 2, 'a report may be waiting');
  });

  it('say so where nothing waits', async () => {
    const { run, first } = await begin();
    for (const name of ['queue.fail', 'queue.drop']) {
      await assert.rejects(
        run(name, { id: first, recipients: [7] }),
        new OperationError(`nothing of message ${first} is waiting`),
      );
      await assert.rejects(run(name, { id: unknownId }), notThere);
      await assert.rejects(run(name, { all: true }), OperationError, 'a last word is for one message');
    }
  });
});
