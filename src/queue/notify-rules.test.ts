import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NULL_PATH } from '../address/path.ts';
import type { Action } from '../dsn/report.ts';
import type { Notify } from '../envelope/dsn-parameters.ts';
import type { QueuedMessage } from './message.ts';
import { whoIsTold } from './notify-rules.ts';
import { noObjections } from './objection.ts';
import { id, message, notifyOf, recipient, relayIn } from './testing/samples.ts';

const actions: readonly Action[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];

/** Who is told of each action, in the order above. */
function told(about: QueuedMessage, notify: Notify | undefined, isTrusted = false): string {
  const sample = recipient(notify === undefined ? {} : { notify });
  const words = actions.map((action) => {
    const telling = whoIsTold(action, sample, about, () => isTrusted);
    return !('because' in telling) ? telling.to : `${telling.to}:${telling.because}`;
  });
  return words.map((word) => word.replace('nobody:not-asked-for', '–')).join(' ');
}

describe('who is told of mail that an account submitted', () => {
  const own = message();
  const rows: [string, Notify | undefined, string][] = [
    // RFC 3461 §5.2.6 (c), §5.2.5 (b), §5.2.3 (c), §5.2.2 (e)
    ['no NOTIFY', undefined, 'sender sender – – –'],
    // §4.1: "a DSN not be returned to the sender under any conditions"
    ['NEVER', 'never', '– – – – –'],
    // §5.2.6 (a) and (b), §5.2.5 (c), §5.2.3 (b)
    ['FAILURE', notifyOf('failure'), 'sender – – – –'],
    ['DELAY', notifyOf('delay'), '– sender – – –'],
    // §5.2.3 (a), §5.2.2 (b), §5.2.7.3 (c)
    ['SUCCESS', notifyOf('success'), '– – sender sender sender'],
    ['FAILURE,DELAY', notifyOf('failure', 'delay'), 'sender sender – – –'],
    ['SUCCESS,FAILURE', notifyOf('success', 'failure'), 'sender – sender sender sender'],
    ['SUCCESS,DELAY', notifyOf('success', 'delay'), '– sender sender sender sender'],
    ['all three', notifyOf('success', 'failure', 'delay'), 'sender sender sender sender sender'],
  ];
  for (const [what, notify, expected] of rows) {
    it(`${what}: ${expected}`, () => assert.equal(told(own, notify), expected));
  }
});

describe('who is told of mail that came in from a host', () => {
  const foreign = message({ origin: relayIn });
  const all = notifyOf('success', 'failure', 'delay');

  it('is nobody but the postmaster, who is told of failures', () => {
    const unproven = 'nobody:return-path-unproven';
    assert.equal(told(foreign, undefined), 'postmaster:return-path-unproven – – – –');
    assert.equal(
      told(foreign, all),
      `postmaster:return-path-unproven ${unproven} ${unproven} ${unproven} ${unproven}`,
    );
    assert.equal(told(foreign, 'never'), '– – – – –');
    assert.equal(told(foreign, notifyOf('delay')), `– ${unproven} – – –`);
  });

  it('is the sender where the host is trusted, of delays only if he asked', () => {
    assert.equal(told(foreign, undefined, true), 'sender – – – –');
    assert.equal(told(foreign, all, true), 'sender sender sender sender sender');
    assert.equal(told(foreign, 'never', true), '– – – – –');
  });
});

describe('who is told of mail with the null reverse-path', () => {
  const report = message({ origin: { kind: 'report', about: id('another') }, reversePath: NULL_PATH });

  it('is the postmaster, of failures (RFC 3461 §5.2)', () => {
    assert.equal(told(report, undefined, true), 'postmaster:null-reverse-path – – – –');
  });

  it('is nobody if it was marked NEVER: the copy for the postmaster is, so that it makes no further copies', () => {
    assert.equal(told(report, 'never', true), '– – – – –');
  });

  it('never is a sender, whatever was asked for', () => {
    for (const origin of [relayIn, message().origin, report.origin]) {
      const text = told(
        message({ origin, reversePath: NULL_PATH }),
        notifyOf('success', 'failure', 'delay'),
        true,
      );
      assert.doesNotMatch(text, /sender/);
    }
  });
});

describe('who is told of one behind several that are one to the sender', () => {
  const told = { ...noObjections, told: [3] };
  const telling = (action: Action, original: number, notify?: Notify) => {
    const sample = recipient({ original, ...(notify && { notify }) });
    const found = whoIsTold(action, sample, message(), () => false, told);
    return 'because' in found ? `${found.to}:${found.because}` : found.to;
  };

  it('is nobody, if he had the last word before (RFC 3464 §3)', () => {
    assert.equal(telling('failed', 3), 'nobody:already-told');
    assert.equal(telling('delivered', 3, notifyOf('success')), 'nobody:already-told');
  });

  it('is the sender, of other recipients, and of what is not the last word', () => {
    assert.equal(telling('failed', 2), 'sender');
    assert.equal(telling('delayed', 3), 'sender');
    assert.equal(telling('relayed', 3, notifyOf('success')), 'sender');
  });

  it('is nobody who does not want to know', () => {
    assert.equal(telling('failed', 3, 'never'), 'nobody:not-asked-for');
  });
});

describe('who is told where as many copies as may be have gone to the postmaster', () => {
  it('is nobody, for the reason that the sender is not', () => {
    const foreign = message({ origin: relayIn });
    const objections = { ...noObjections, isPostmasterCapped: true };
    const telling = whoIsTold('failed', recipient(), foreign, () => false, objections);
    assert.deepEqual(telling, { to: 'nobody', because: 'return-path-unproven' });
    assert.deepEqual(
      whoIsTold('failed', recipient(), message(), () => false, objections),
      { to: 'sender' },
    );
  });
});
