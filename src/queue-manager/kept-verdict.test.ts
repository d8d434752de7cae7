import assert from 'node:assert/strict';
import { it } from 'node:test';
import { NULL_PATH } from '../address/path.ts';
import { hourMs, minuteMs } from '../base/instant.ts';
import { address, permanent, transient } from '../queue/testing/samples.ts';
import { report } from './testing/scripted-transport.ts';
import { TestQueue } from './testing/test-queue.ts';

it('what was found out of a mail when it came says after a restart who may be told of its failure', async () => {
  const queue = await TestQueue.open();
  queue.transport.script = (job) => report(job, transient);
  const origin = { kind: 'relay-in' } as const;
  const sent = {
    proven: await queue.send({ from: address('honest@tv.test'), origin, isProven: true }),
    unproven: await queue.send({ from: address('someone@tv.test'), origin }),
  };
  await queue.clock.pass(minuteMs);
  assert.deepEqual(
    [await queue.standing(sent.proven), await queue.standing(sent.unproven)],
    [['waiting'], ['waiting']],
  );
  await queue.restart();
  queue.transport.script = (job) =>
    report(job, job.message.envelope.reversePath === NULL_PATH ? transient : permanent);
  await queue.clock.pass(hourMs);
  const reports = await Promise.all(
    Object.values(sent).map(async (id) => {
      const [recipient] = await queue.recipients(id);
      assert(recipient?.state.kind === 'settled' && recipient.state.outcome.kind === 'failed');
      const { report: fate } = recipient.state.outcome;
      return 'suppressed' in fate ? fate.suppressed : 'told';
    }),
  );
  assert.deepEqual(reports, ['told', 'return-path-unproven']);
});
