import assert from 'node:assert/strict';
import {
  acceptance,
  claimOne,
  claimRequest,
  operatorEntry,
  queueId,
  relayed,
  settlement,
  t,
} from './fixtures.ts';
import type { Suite } from './suite.ts';

export const operatorSuite: Suite = {
  'holds and releases recipients of a message': async ({ queue }) => {
    const to = [{ address: 'a@x.test' }, { address: 'b@y.test' }, { address: 'c@x.test' }];
    await queue.accept([acceptance({ number: 1, to }), acceptance({ number: 2 })]);
    const some = { queueId: queueId(1), recipients: [0, 2] };
    assert.equal(await queue.setHeld(some, true, operatorEntry('hold')), 2);
    assert.equal(await queue.setHeld(some, true, operatorEntry('hold')), 0, 'nothing left to change');
    assert.deepEqual(await queue.statistics(), { waiting: 2, attempting: 0, held: 2 });
    const held = (await queue.find(queueId(1)))?.recipients.map((recipient) => recipient.held);
    assert.deepEqual(held, [true, false, true]);
    const claims = await queue.claimDue(claimRequest());
    assert.deepEqual(claims.map(({ destination }) => destination).sort(), ['krustylu.test', 'y.test']);
    const all = { queueId: queueId(1), recipients: 'all' } as const;
    assert.equal(await queue.setHeld(all, false, operatorEntry('release')), 2);
    assert.deepEqual(
      (await claimOne({ queue })).recipients.map(({ index }) => index),
      [0, 2],
    );
  },

  'holds a destination, and everything': async ({ queue }) => {
    const to = [{ address: 'a@x.test' }, { address: 'b@y.test' }];
    await queue.accept([1, 2, 3].map((number) => acceptance({ number, to })));
    assert.equal(await queue.setHeld({ destination: 'x.test' }, true, operatorEntry('hold')), 3);
    assert.equal(await queue.nextDue({ destinations: ['y.test'] }), undefined);
    assert.equal(await queue.setHeld('all', true, operatorEntry('hold')), 3);
    assert.equal(await queue.nextDue({}), undefined);
    assert.deepEqual(await queue.claimDue(claimRequest()), []);
    assert.equal(await queue.setHeld({ destination: 'y.test' }, false, operatorEntry('release')), 3);
    assert.deepEqual(await queue.statistics(), { waiting: 3, attempting: 0, held: 3 });
    assert.equal(await queue.setHeld('all', false, operatorEntry('release')), 3);
    assert.equal((await queue.claimDue(claimRequest())).length, 6);
  },

  'leaves an attempt under way alone, and holds what comes back from it': async (store) => {
    const { queue } = store;
    await queue.accept([acceptance({ number: 1 })]);
    const claim = await claimOne(store);
    assert.equal(await queue.makeDue('all', t(1), operatorEntry('retry')), 0);
    assert.equal(await queue.setHeld('all', true, operatorEntry('hold')), 1);
    assert.deepEqual(await queue.statistics(), { waiting: 0, attempting: 1, held: 0 });
    assert.equal(await queue.commit(settlement(claim, { due: 5 })), 'committed');
    assert.deepEqual(await queue.statistics(), { waiting: 0, attempting: 0, held: 1 });
    assert.equal(await queue.nextDue({}), undefined);
    assert.deepEqual(await queue.claimDue(claimRequest()), []);
  },

  'holds what comes back from a lease that ran out': async (store) => {
    const { queue } = store;
    await queue.accept([acceptance({ number: 1 })]);
    await claimOne(store);
    await queue.setHeld('all', true, operatorEntry('hold'));
    assert.equal(await queue.releaseExpired(undefined), 1);
    assert.equal(await queue.nextDue({}), undefined);
    assert.deepEqual(await queue.claimDue(claimRequest()), []);
  },

  'makes recipients due': async ({ queue }) => {
    const to = [
      { address: 'a@x.test', due: 500 },
      { address: 'b@y.test', due: 600 },
    ];
    await queue.accept([acceptance({ number: 1, to })]);
    assert.equal(await queue.makeDue({ destination: 'y.test' }, t(5), operatorEntry('retry')), 1);
    assert.equal(await queue.nextDue({}), 5);
    assert.equal((await claimOne({ queue })).destination, 'y.test');
    assert.equal(
      await queue.makeDue({ queueId: queueId(1), recipients: [0, 1] }, t(6), operatorEntry('retry')),
      1,
    );
    assert.equal((await claimOne({ queue })).destination, 'x.test');
  },

  'does not touch what is settled': async (store) => {
    const { queue } = store;
    await queue.accept([acceptance({ number: 1 })]);
    await queue.commit(settlement(await claimOne(store), { outcome: relayed }));
    assert.equal(await queue.setHeld('all', true, operatorEntry('hold')), 0);
    assert.equal(await queue.makeDue('all', t(1), operatorEntry('retry')), 0);
    assert.deepEqual(await queue.history(queueId(1)), []);
  },

  'remembers who did it, in each message that was changed': async ({ queue }) => {
    const to = [{ address: 'a@x.test' }, { address: 'b@y.test', held: true }, { address: 'c@x.test' }];
    await queue.accept([acceptance({ number: 1, to }), acceptance({ number: 2 })]);
    await queue.setHeld({ destination: 'x.test' }, true, operatorEntry('hold', 50));
    await queue.setHeld('all', false, operatorEntry('release', 60));
    const { event: hold } = operatorEntry('hold');
    const { event: release } = operatorEntry('release');
    assert.deepEqual(await queue.history(queueId(1)), [
      { at: t(50), queueId: queueId(1), recipients: [0, 2], event: hold },
      { at: t(60), queueId: queueId(1), recipients: [0, 1, 2], event: release },
    ]);
    assert.deepEqual(await queue.history(queueId(2)), []);
  },
};
