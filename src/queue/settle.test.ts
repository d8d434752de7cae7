import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NULL_PATH } from '../address/path.ts';
import { dayMs, hourMs, later, minuteMs } from '../base/instant.ts';
import { InvariantError } from '../base/invariant.ts';
import { classOf } from '../envelope/status-code.ts';
import { noObjections } from './objection.ts';
import { defaultRetrySchedule } from './retry-schedule.ts';
import { dropByOperator, failByOperator, release, settle } from './settle.ts';
import {
  context,
  delivered,
  host,
  id,
  lease,
  message,
  noon,
  notifyOf,
  permanent,
  type RecipientSample,
  recipient,
  refusal,
  relayed,
  relayIn,
  transient,
  trouble,
} from './testing/samples.ts';

const attempted = (attempts: number) =>
  recipient({ state: { kind: 'attempting', lease, since: noon, attempts, last: trouble } });

describe('settling success', () => {
  it('delivers, and tells nobody who did not ask', () => {
    const { transition, notice, suppressed } = settle(recipient(), delivered, context());
    assert.deepEqual(transition, {
      recipient: 0,
      next: { kind: 'settled', at: noon, attempts: 1, outcome: { kind: 'delivered' } },
      isDelayReported: false,
    });
    assert.equal(notice, undefined);
    assert.equal(suppressed, undefined);
  });

  it('tells of the delivery who asked', () => {
    const asking = recipient({ notify: notifyOf('success') });
    const { notice } = settle(asking, delivered, context());
    assert.deepEqual(notice, { action: 'delivered', to: 'sender', recipient: asking });
  });

  it('says "relayed", not "delivered", of a host without DSN (RFC 3461 §5.2.2 (b))', () => {
    const asking = recipient({ notify: notifyOf('success') });
    const { transition, notice } = settle(asking, relayed(false), context());
    const { next } = transition;
    assert(next.kind === 'settled' && next.outcome.kind === 'relayed');
    assert.deepEqual(next.outcome.by, host);
    assert(notice?.action === 'relayed');
    assert.equal(notice.reply.code, 250);
  });

  it('leaves the news to a host with DSN (RFC 3461 §5.2.1)', () => {
    const { transition, notice } = settle(
      recipient({ notify: notifyOf('success') }),
      relayed(true),
      context(),
    );
    assert.equal(notice, undefined);
    assert(transition.next.kind === 'settled' && transition.next.outcome.kind === 'relayed');
    assert.equal(transition.next.outcome.dsnPassedOn, true);
  });

  it('records that a stranger who asked for news gets none', () => {
    const strange = context({ message: message({ origin: relayIn }) });
    const asking = recipient({ notify: notifyOf('success') });
    assert.equal(settle(asking, delivered, strange).suppressed, 'return-path-unproven');
    assert.equal(settle(asking, delivered, strange).notice, undefined);
    assert.equal(settle(recipient(), delivered, strange).suppressed, undefined);
  });
});

describe('the all-clear', () => {
  const told = (...events: Parameters<typeof notifyOf>) =>
    recipient({ isDelayReported: true, ...(events.length > 0 && { notify: notifyOf(...events) }) });

  it('ends a delay of which the sender was told, whether the host knows DSN or not', () => {
    for (const dsnPassedOn of [false, true]) {
      const { notice, suppressed } = settle(told(), relayed(dsnPassedOn), context());
      assert(notice?.action === 'relayed');
      assert.deepEqual([notice.to, notice.isAllClear, notice.by], ['sender', true, host]);
      assert.equal(suppressed, undefined);
    }
    assert.equal(settle(told(), delivered, context()).notice?.isAllClear, true);
    assert.equal(settle(told('delay'), delivered, context()).notice?.isAllClear, true);
  });

  it('is one with the word of success that the sender asked for', () => {
    const { notice } = settle(told('success', 'delay'), delivered, context());
    assert.deepEqual([notice?.action, notice?.isAllClear], ['delivered', true]);
    // RFC 3461 §5.2.1: the host that took it will say so itself.
    assert.equal(settle(told('success', 'delay'), relayed(true), context()).notice, undefined);
  });

  it('is not given where nobody was told of the delay, or the operator does not want it', () => {
    const silent = context({ rules: { ...context().rules, givesAllClear: false } });
    assert.equal(settle(told(), delivered, silent).notice, undefined);
    assert.equal(settle(recipient(), delivered, context()).notice, undefined);
    assert.equal(settle(told('failure'), delivered, context()).notice, undefined);
    const stranger = context({ message: message({ origin: relayIn }) });
    assert.equal(settle(told('delay'), delivered, stranger).notice, undefined);
    assert.equal(settle(told(), delivered, stranger).notice, undefined);
  });

  it('does not soften a failure', () => {
    const { notice } = settle(told(), permanent, context());
    assert.deepEqual([notice?.action, notice?.isAllClear], ['failed', undefined]);
  });
});

describe('settling a permanent failure', () => {
  it('tells the sender, and the outcome names the report', () => {
    const failing = recipient();
    const { transition, notice, suppressed } = settle(failing, permanent, context());
    assert.deepEqual(transition.next, {
      kind: 'settled',
      at: noon,
      attempts: 1,
      outcome: { kind: 'failed', diagnostic: refusal, report: { as: 'the-failure-report' } },
    });
    assert.deepEqual(notice, { action: 'failed', diagnostic: refusal, to: 'sender', recipient: failing });
    assert.equal(suppressed, undefined);
  });

  it('tells nobody if the sender wants no word, and says so', () => {
    for (const notify of ['never', notifyOf('success', 'delay')] as const) {
      const { transition, notice, suppressed } = settle(recipient({ notify }), permanent, context());
      assert(transition.next.kind === 'settled' && transition.next.outcome.kind === 'failed');
      assert.deepEqual(transition.next.outcome.report, { suppressed: 'not-asked-for' });
      assert.equal(notice, undefined);
      assert.equal(suppressed, 'not-asked-for');
    }
  });

  it('goes to the postmaster where the sender may be forged', () => {
    const strange = context({ message: message({ origin: relayIn }) });
    const { transition, notice, suppressed } = settle(recipient(), permanent, strange);
    assert(transition.next.kind === 'settled' && transition.next.outcome.kind === 'failed');
    assert.deepEqual(transition.next.outcome.report, { suppressed: 'return-path-unproven' });
    assert.equal(notice?.to, 'postmaster');
    assert.equal(suppressed, 'return-path-unproven');
  });

  it('goes to the postmaster where a report cannot be delivered: no notice is about a notice', () => {
    const report = message({ origin: { kind: 'report', about: id('another') }, reversePath: NULL_PATH });
    const { notice, suppressed } = settle(recipient(), permanent, context({ message: report }));
    assert.equal(notice?.to, 'postmaster');
    assert.equal(suppressed, 'null-reverse-path');
  });

  it('goes to the sender where his network is trusted', () => {
    const rules = { schedule: defaultRetrySchedule, isTrusted: () => true, givesAllClear: true };
    const trusted = context({ message: message({ origin: relayIn }), rules });
    assert.equal(settle(recipient(), permanent, trusted).notice?.to, 'sender');
  });
});

describe('settling a transient failure', () => {
  it('waits, longer each time, and keeps what it met', () => {
    const due = (attempts: number) => {
      const { next } = settle(attempted(attempts), transient, context()).transition;
      assert(next.kind === 'waiting');
      assert.equal(next.attempts, attempts + 1);
      assert.deepEqual(next.last, trouble);
      return (next.due - noon) / minuteMs;
    };
    assert.deepEqual([0, 1, 2, 3, 4, 5].map(due), [5, 10, 20, 40, 60, 60]);
  });

  it('waits by the chance that it is given', () => {
    const { next } = settle(attempted(4), transient, context({ chance: 0.5 })).transition;
    assert(next.kind === 'waiting');
    assert.equal(next.due, later(noon, 90 * minuteMs));
  });

  it('comes due at the expiry, and not after it', () => {
    const now = later(noon, 5 * dayMs - minuteMs);
    const { next } = settle(attempted(60), transient, context({ now })).transition;
    assert(next.kind === 'waiting');
    assert.equal(next.due, message().expiresAt);
  });

  it('is over at the expiry: failed, with the status of class 4 (RFC 3464 §2.3.3)', () => {
    for (const now of [later(noon, 5 * dayMs), later(noon, 9 * dayMs)]) {
      const { transition, notice } = settle(attempted(60), transient, context({ now }));
      const { next } = transition;
      assert(next.kind === 'settled' && next.outcome.kind === 'failed');
      assert.equal(next.attempts, 61);
      assert.deepEqual(next.outcome.diagnostic, trouble);
      assert.equal(classOf(next.outcome.diagnostic.status), 4);
      assert.deepEqual(next.outcome.report, { as: 'the-failure-report' });
      assert.equal(notice?.action, 'failed');
    }
  });

  it('goes on a millisecond before the expiry', () => {
    const now = later(noon, 5 * dayMs - 1);
    assert.equal(settle(attempted(60), transient, context({ now })).transition.next.kind, 'waiting');
  });
});

describe('a delay', () => {
  const late = context({ now: later(noon, 4 * hourMs) });

  it('is told after four hours', () => {
    const { transition, notice } = settle(recipient(), transient, late);
    assert.equal(transition.isDelayReported, true);
    assert(notice?.action === 'delayed' && notice.to === 'sender');
    assert.deepEqual(notice.diagnostic, trouble);
    assert.equal(notice.willRetryUntil, message().expiresAt);
  });

  it('is not told before', () => {
    const { transition, notice } = settle(
      recipient(),
      transient,
      context({ now: later(noon, 4 * hourMs - 1) }),
    );
    assert.equal(transition.isDelayReported, false);
    assert.equal(notice, undefined);
  });

  it('is told once', () => {
    const { transition, notice } = settle(recipient({ isDelayReported: true }), transient, late);
    assert.equal(transition.isDelayReported, true);
    assert.equal(notice, undefined);
  });

  it('is decided once, also where it is not told', () => {
    const { transition, notice, suppressed } = settle(
      recipient({ notify: notifyOf('failure') }),
      transient,
      late,
    );
    assert.equal(transition.isDelayReported, true);
    assert.equal(notice, undefined);
    assert.equal(suppressed, undefined);
  });

  it('is kept from a stranger who asked for it, on record', () => {
    const strange = { ...late, message: message({ origin: relayIn }) };
    const { notice, suppressed } = settle(recipient({ notify: notifyOf('delay') }), transient, strange);
    assert.equal(notice, undefined);
    assert.equal(suppressed, 'return-path-unproven');
  });

  it('is not told of what is over', () => {
    const over = context({ now: later(noon, 5 * dayMs) });
    assert.equal(settle(recipient(), transient, over).notice?.action, 'failed');
    assert.equal(settle(recipient(), delivered, late).notice, undefined);
  });
});

describe("the operator's word", () => {
  it('fails, tells the sender, and counts no attempt', () => {
    const { transition, notice } = failByOperator(attempted(3), refusal, context());
    assert(transition.next.kind === 'settled');
    assert.equal(transition.next.attempts, 3);
    assert.equal(notice?.action, 'failed');
    assert.equal(notice.to, 'sender');
  });

  it('drops, and tells nobody', () => {
    const { transition, notice } = dropByOperator(attempted(3), refusal, noon);
    assert(transition.next.kind === 'settled' && transition.next.outcome.kind === 'failed');
    assert.deepEqual(transition.next.outcome.report, { suppressed: 'dropped-by-operator' });
    assert.equal(transition.next.attempts, 3);
    assert.equal(notice, undefined);
  });
});

describe('an attempt that is called off', () => {
  it('leaves the recipient as it was, due at once', () => {
    const now = later(noon, minuteMs);
    assert.deepEqual(release(attempted(3), now), {
      recipient: 0,
      next: { kind: 'waiting', due: now, attempts: 3, last: trouble },
      isDelayReported: false,
    });
  });
});

describe('settling what is not attempted', () => {
  const waiting = recipient({ state: { kind: 'waiting', due: noon, attempts: 0 } });
  const over = recipient({
    state: { kind: 'settled', at: noon, attempts: 1, outcome: { kind: 'delivered' } },
  });
  for (const [what, wrong] of [
    ['waiting', waiting],
    ['settled', over],
  ] as const) {
    it(`is a fault of ours (${what})`, () => {
      for (const result of [delivered, relayed(true), relayed(false), transient, permanent]) {
        assert.throws(() => settle(wrong, result, context()), InvariantError, result.kind);
      }
      assert.throws(() => failByOperator(wrong, refusal, context()), InvariantError);
      assert.throws(() => dropByOperator(wrong, refusal, noon), InvariantError);
      assert.throws(() => release(wrong, noon), InvariantError);
    });
  }
});

describe('settling where a cap on reports is reached', () => {
  const foreign = message({ origin: relayIn });
  const rules = { ...context().rules, isTrusted: () => true };
  const capped = (now = noon) =>
    context({ message: foreign, now, rules, objections: { ...noObjections, cap: 'cap-address' } });

  it('keeps the reason of a silence about a failure, and tells the postmaster', () => {
    const { transition, notice, suppressed } = settle(recipient(), permanent, capped());
    assert(transition.next.kind === 'settled' && transition.next.outcome.kind === 'failed');
    assert.deepEqual(transition.next.outcome.report, { suppressed: 'cap-address' });
    assert.equal(suppressed, 'cap-address');
    assert.equal(notice?.to, 'postmaster');
  });

  it('puts the news of a delay off', () => {
    const asking = recipient({ notify: notifyOf('delay') });
    const late = later(noon, 5 * hourMs);
    const putOff = settle(asking, transient, capped(late));
    assert.deepEqual([putOff.notice, putOff.suppressed], [undefined, undefined]);
    assert.equal(putOff.transition.isDelayReported, false);
    const told = settle(asking, transient, context({ message: foreign, now: late, rules }));
    assert.equal(told.notice?.action, 'delayed');
    assert.equal(told.transition.isDelayReported, true);
  });

  it('has no all-clear', () => {
    const delayed = recipient({ notify: notifyOf('delay'), isDelayReported: true });
    assert.equal(settle(delayed, delivered, capped()).notice, undefined);
    assert(settle(delayed, delivered, context({ message: foreign, rules })).notice?.isAllClear);
  });
});

describe('settling one of several that are one to the sender', () => {
  it('says nothing of a failure when he has had the last word', () => {
    const objections = { ...noObjections, told: [0] };
    const child = recipient({ index: 2, parent: 0, original: 0 });
    const { transition, notice, suppressed } = settle(child, permanent, context({ objections }));
    assert.deepEqual([notice, suppressed], [undefined, 'already-told']);
    assert(transition.next.kind === 'settled' && transition.next.outcome.kind === 'failed');
    assert.deepEqual(transition.next.outcome.report, { suppressed: 'already-told' });
  });

  it('gives no all-clear behind an alias, where others may still fail', () => {
    const allClearOf = (sample: RecipientSample) =>
      settle(recipient({ ...sample, isDelayReported: true }), delivered, context()).notice?.isAllClear;
    assert.equal(allClearOf({ index: 2, parent: 0, original: 0 }), undefined);
    assert.equal(allClearOf({ index: 2, parent: 0 }), true);
    assert.equal(allClearOf({ original: 0 }), true);
  });
});
