import assert from 'node:assert/strict';
import { acceptance, claimOne, claimRequest, lease, queueId, relayed, settlement, t } from './fixtures.ts';
import type { Suite } from './suite.ts';

export const leaseSuite: Suite = {
  'takes back what a lease has run out for': async ({ queue }) => {
    await queue.accept([acceptance({ number: 1 })]);
    await claimOne({ queue }, { now: t(10), leaseUntil: t(100) });
    assert.equal(await queue.releaseExpired(t(100)), 0, 'a lease holds up to its end');
    assert.equal(await queue.releaseExpired(t(101)), 1);
    assert.equal(await queue.releaseExpired(t(101)), 0);
    const state = (await queue.find(queueId(1)))?.recipients[0]?.state;
    assert.deepEqual(state, { kind: 'waiting', due: t(10), attempts: 0 });
    assert.equal((await claimOne({ queue }, { now: t(101) })).recipients.length, 1);
  },

  'takes everything back at start': async ({ queue }) => {
    const to = [{ address: 'a@x.test' }, { address: 'b@y.test' }];
    await queue.accept([acceptance({ number: 1, to })]);
    await queue.claimDue(claimRequest({ leaseUntil: t(1_000_000) }));
    assert.equal(await queue.releaseExpired(undefined), 2);
    assert.deepEqual(await queue.statistics(), { waiting: 2, attempting: 0, held: 0 });
    assert.equal((await queue.claimDue(claimRequest())).length, 2);
  },

  'refuses everything from who has lost the lease': async (store) => {
    const { queue } = store;
    await queue.accept([acceptance({ number: 1 })]);
    const old = await claimOne(store);
    await queue.releaseExpired(undefined);
    const current = await claimOne(store);
    const end = settlement(old, { outcome: relayed }, { reports: [acceptance({ number: 2 })] });
    assert.equal(await queue.commit(end), 'lease-lost');
    assert.equal(await queue.extendLease(queueId(1), old.lease, t(5_000)), 'lease-lost');
    assert.deepEqual((await queue.find(queueId(1)))?.recipients, current.recipients);
    assert.equal(await queue.find(queueId(2)), undefined, 'no report of what did not happen');
    assert.equal(await queue.commit(settlement(current, { outcome: relayed })), 'committed');
    assert.equal(await queue.commit(settlement(current, { outcome: relayed })), 'lease-lost');
  },

  'refuses a settlement as a whole if one recipient is not under the lease': async (store) => {
    const to = [{ address: 'a@x.test' }, { address: 'b@x.test', held: true }];
    await store.queue.accept([acceptance({ number: 1, to })]);
    const claim = await claimOne(store);
    const whole = await store.queue.find(queueId(1));
    const recipients = whole?.recipients ?? [];
    const forged = recipients.map((recipient) => ({
      ...recipient,
      state: claim.recipients[0]?.state ?? recipient.state,
    }));
    const end = settlement({ ...claim, recipients: forged }, { outcome: relayed });
    assert.equal(end.transitions.length, 2);
    assert.equal(await store.queue.commit(end), 'lease-lost');
    assert.deepEqual(await store.queue.find(queueId(1)), whole);
    assert.equal(await store.queue.commit({ ...end, queueId: queueId(9) }), 'lease-lost');
  },

  'prolongs a lease': async ({ queue }) => {
    await queue.accept([acceptance({ number: 1 })]);
    const claim = await claimOne({ queue }, { leaseUntil: t(100) });
    assert.equal(await queue.extendLease(queueId(1), claim.lease, t(300)), 'extended');
    assert.equal(await queue.releaseExpired(t(200)), 0);
    assert.equal(await queue.extendLease(queueId(1), lease('other'), t(900)), 'lease-lost');
    assert.equal(await queue.releaseExpired(t(301)), 1);
    assert.equal(await queue.extendLease(queueId(1), claim.lease, t(900)), 'lease-lost');
  },
};
