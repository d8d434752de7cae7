import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InputError } from '../input-error.ts';
import { harmless, hostile, run } from '../testing/run.ts';
import { whyUntold } from './untold.ts';

const outcome = (verdict: 'passed' | 'failed' | 'unclear', finding = 'It was refused.') => ({
  verdict,
  at: '2026-11-23T12:00:00.000Z',
  findings: [finding],
});

describe('evergreen selftest backscatter', () => {
  it('says what it found', async () => {
    const { out, asked } = await run(['selftest', 'backscatter'], outcome('passed'));
    assert.deepEqual(asked, [['selftest.backscatter', {}]]);
    assert.equal(
      out,
      'Backscatter: passed 2026-11-23 12:00:00 (UTC): no notice goes to a forged sender\n  It was refused.\n',
    );
  });

  it('ends with an error if it found anything, or could not find out', async () => {
    for (const verdict of ['failed', 'unclear'] as const)
      await assert.rejects(run(['selftest', 'backscatter', '--json'], outcome(verdict)), InputError);
  });

  it('lets nothing hostile onto the terminal', async () => {
    const { out } = await run(['selftest', 'backscatter'], outcome('passed', hostile));
    assert.ok(out.includes(harmless));
  });
});

describe('evergreen status', () => {
  const queue = { waiting: 3, attempting: 1, held: 0 };

  it('shows the queue, what is filed, and the last self-test', async () => {
    const backscatter = { passed: 4, failed: 1, unclear: 0, last: outcome('failed') };
    const undeliverable = { automatic: 2, 'cap-all': 1 };
    const { out, asked } = await run(['status'], {
      isRunning: true,
      queue,
      undeliverable,
      selftest: { backscatter },
    });
    assert.deepEqual(asked, [['status', {}]]);
    assert.equal(
      out,
      `The server is running.

waiting  attempting  held
3        1           0

undeliverable  because
2              automatic  ${whyUntold.automatic}
1              cap-all    ${whyUntold['cap-all']}

5 self-tests since the start: 4 passed, 1 failed, 0 unclear. The last:
Backscatter: failed 2026-11-23 12:00:00 (UTC): notices could go to forged senders
  It was refused.
`,
    );
  });

  it('says what there is to say of a server that does not run, or has just begun', async () => {
    const stopped = (await run(['status'], { isRunning: false, queue, undeliverable: {} })).out;
    assert.match(stopped, /^The server is not running\.\n/);
    assert.match(stopped, /\nNo failure is filed that nobody may be told of\.\n$/);
    const backscatter = { passed: 0, failed: 0, unclear: 0 };
    const young = { isRunning: true, queue, undeliverable: {}, selftest: { backscatter } };
    assert.match((await run(['status'], young)).out, /has not run yet\.\n$/);
  });
});
