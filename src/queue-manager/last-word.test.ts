import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs, hourMs, minuteMs } from '../base/instant.ts';
import type { QueueId } from '../queue/message.ts';
import { notifyOf, permanent, relayed, transient } from '../queue/testing/samples.ts';
import { carryOut } from './operator.ts';
import { report } from './testing/scripted-transport.ts';
import { TestQueue } from './testing/test-queue.ts';

const bart = 'bart@one.test';
/** Somebody whom the sender names three times: three recipients, and one address to him. */
const thrice = [bart, bart, bart];

/** What became of each recipient, or how it stands. */
async function fates(queue: TestQueue, id: QueueId): Promise<string[]> {
  return (await queue.recipients(id)).map(({ state }) => {
    if (state.kind !== 'settled') return state.kind;
    if (state.outcome.kind !== 'failed') return state.outcome.kind;
    const { report: fate } = state.outcome;
    return 'as' in fate ? 'told' : fate.suppressed;
  });
}

/** Each word on an original recipient that was the last, by the history of the message. */
async function lastWords(queue: TestQueue, id: QueueId): Promise<number[]> {
  const recipients = await queue.recipients(id);
  const history = await queue.data.queue.history(id);
  return history.flatMap(({ event, recipients: about }) => {
    if (event.kind !== 'report' || (event.action !== 'failed' && event.action !== 'delivered')) return [];
    return [...new Set(about.map((index) => recipients[index]?.original ?? index))];
  });
}

describe('the last word on an address that the sender named', () => {
  it('is one, though its recipients fail at different times, and the server starts anew between', async () => {
    const queue = await TestQueue.open();
    const failing = new Set([0]);
    queue.transport.script = (job) =>
      report(job, ({ index }) => (failing.has(index) ? permanent : transient));
    const id = await queue.send({ to: thrice });
    await queue.clock.pass(minuteMs);
    failing.add(1);
    await queue.restart();
    await queue.clock.pass(hourMs);
    assert.deepEqual(await fates(queue, id), ['told', 'already-told', 'waiting']);
    await queue.clock.pass(6 * dayMs);
    assert.deepEqual(await fates(queue, id), ['told', 'already-told', 'already-told']);
    const subjects = (await queue.inbox('homer')).map((notice) => /^Subject: (\w+)/m.exec(notice)?.[1]);
    assert.deepEqual(subjects, ['Undelivered', 'Delayed']);
    const [first] = await queue.recipients(id);
    assert.ok(first?.lastWord && (await queue.data.queue.find(first.lastWord)));
  });

  it('is one notice where all fail in one attempt', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, permanent);
    const id = await queue.send({ to: thrice });
    await queue.clock.pass(0);
    assert.deepEqual(await fates(queue, id), ['told', 'told', 'told']);
    assert.equal((await queue.inbox('homer')).length, 1);
  });

  it('is not repeated by the word of the operator', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, ({ index }) => (index === 0 ? permanent : transient));
    const id = await queue.send({ to: thrice });
    await queue.clock.pass(minuteMs);
    await carryOut(queue.world, { verb: 'fail', queueId: id, recipients: 'all', who: 'frink' });
    assert.deepEqual(await fates(queue, id), ['told', 'already-told', 'already-told']);
    assert.equal((await queue.inbox('homer')).length, 1);
  });

  it('is one for each address', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, permanent);
    const lisa = 'lisa@two.test';
    const id = await queue.send({ to: [bart, lisa, 'ned@one.test', lisa, bart] });
    await queue.clock.pass(0);
    assert.deepEqual((await lastWords(queue, id)).sort(), [0, 1, 2]);
  });

  it('is one whatever happens', async () => {
    await fc.assert(fc.asyncProperty(story, tell), { numRuns: 15 });
  });
});

/** What may happen to a message, in any order. */
type Event = 'fail' | 'retry' | 'restart' | 'night';
const event: fc.Arbitrary<Event> = fc.constantFrom<Event>('fail', 'retry', 'restart', 'night');
const story = fc.record({
  to: fc.array(fc.constantFrom('a@one.test', 'b@one.test', 'c@two.test'), { minLength: 1, maxLength: 5 }),
  wantsSuccess: fc.boolean(),
  answers: fc.array(fc.constantFrom(permanent, transient, transient, relayed(false)), { minLength: 1 }),
  events: fc.array(event, { maxLength: 6 }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

async function tell({ to, wantsSuccess, answers, events }: Story): Promise<void> {
  const queue = await TestQueue.open();
  let next = 0;
  queue.transport.script = (job) => report(job, () => answers[next++ % answers.length] ?? transient);
  const notify = wantsSuccess ? { notify: notifyOf('success', 'failure') } : {};
  const id = await queue.send({ to, ...notify });
  for (const what of events) {
    if (what === 'restart') await queue.restart();
    else if (what === 'night') await queue.clock.pass(8 * hourMs);
    else if (what === 'retry') await retry(queue);
    else await carryOut(queue.world, { verb: 'fail', queueId: id, recipients: [0, 2, 3], who: 'frink' });
  }
  await queue.clock.pass(7 * dayMs);
  const words = await lastWords(queue, id);
  assert.equal(new Set(words).size, words.length, `the last words are on ${words}`);
  for (const recipient of await queue.recipients(id)) {
    const { state, index, original = index } = recipient;
    assert(state.kind === 'settled');
    // Nobody who failed is passed over in silence.
    if (state.outcome.kind === 'failed') assert(words.includes(original), `${index} failed`);
  }
}

async function retry(queue: TestQueue): Promise<void> {
  const at = queue.clock.now();
  await queue.data.queue.makeDue('all', at, { at, event: { kind: 'operator', verb: 'retry', who: 'frink' } });
  queue.manager.wake();
  await queue.clock.pass(0);
}
