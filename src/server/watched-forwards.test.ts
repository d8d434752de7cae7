import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reply } from '../envelope/reply.ts';
import { BadTargets } from '../policy/bad-targets.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import { noon, relayed, transient } from '../queue/testing/samples.ts';
import { jobOf } from '../transports/testing/relay-world.ts';
import { watchingForwards } from './watched-forwards.ts';

const refusedWith = (status: `5.${number}.${number}`, text: string): AttemptResult => ({
  kind: 'permanent',
  diagnostic: { at: noon, stage: 'rcpt', status, text: 'It said no.', reply: reply(550, status, text) },
});
const gone = refusedWith('5.1.1', 'No such user here');

describe('the targets of forwards', () => {
  const cases: readonly [what: string, result: AttemptResult, isForward: boolean, isBad: boolean][] = [
    ['that do not exist are bad', gone, true, true],
    ['are no others that do not exist', gone, false, false],
    ['that refuse a message are not', refusedWith('5.7.1', 'Message rejected as spam'), true, false],
    ['that are full are not', refusedWith('5.2.2', 'Mailbox full'), true, false],
    ['that are slow are not', transient, true, false],
  ];
  for (const [what, result, isForward, isBad] of cases) {
    it(what, async () => {
      const targets = new BadTargets({ now: () => noon }, 1_000);
      const job = jobOf([isForward ? { forward: {} } : {}]);
      const deliver = async () => ({ results: new Map([[0, result]]), destination: 'ok' as const });
      await watchingForwards({ deliver }, targets).deliver(job);
      assert.deepEqual(
        targets.list().map(({ address, why }) => [address.text, why]),
        isBad ? [[job.recipients[0]?.address.text, '550 5.1.1 No such user here']] : [],
      );
    });
  }

  it('are good again when something arrives there', async () => {
    const targets = new BadTargets({ now: () => noon }, 1_000);
    const results = [gone, relayed(true)];
    const deliver = async () => ({
      results: new Map([[0, results.shift() ?? gone]]),
      destination: 'ok' as const,
    });
    const watched = watchingForwards({ deliver }, targets);
    await watched.deliver(jobOf([{ forward: {} }]));
    assert.equal(targets.list().length, 1);
    await watched.deliver(jobOf([{ forward: {} }]));
    assert.equal(targets.list().length, 0);
  });
});
