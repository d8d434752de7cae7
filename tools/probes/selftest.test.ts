import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Testbed } from '../testbed/running-server.ts';

interface Outcome {
  readonly verdict: string;
  readonly findings: readonly string[];
}

describe('the self-test of a running server', () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  it('comes in by the own port, is refused, and leaves nothing behind', async () => {
    const outcome = (await testbed.operate('selftest.backscatter', {})) as Outcome;
    assert.equal(outcome.verdict, 'passed');
    const expected = [
      /^Mail for nobody-\w+@evergreen\.test, who does not exist, was refused at RCPT at port \d+: 550 5\.1\.1/,
      /^Mail of a stranger for another host was refused at RCPT at port \d+: 550 5\.7\.1/,
      /^Nothing is in the queue/,
    ];
    assert.equal(outcome.findings.length, expected.length);
    for (const [i, pattern] of expected.entries()) assert.match(outcome.findings[i] ?? '', pattern);
    assert.deepEqual(await testbed.messages(), []);
  });

  it('stands in the status', async () => {
    const status = (await testbed.operate('status', {})) as {
      readonly selftest: { readonly backscatter: { readonly passed: number; readonly last: Outcome } };
    };
    assert.equal(status.selftest.backscatter.passed, 1);
    assert.equal(status.selftest.backscatter.last.verdict, 'passed');
  });
});
