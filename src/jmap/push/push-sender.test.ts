import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PushSubscription } from '../../accounts/push-subscriptions.ts';
import { recordingLog } from '../../accounts/testing/doubles.ts';
import { later } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { homer } from '../testing/client.ts';
import { backOffMs, gatherMs, type PostResult, PushSender } from './push-sender.ts';
import type { States } from './states.ts';

async function begin(...subscriptions: readonly Partial<PushSubscription>[]) {
  const { accounts, pushSubscriptions: store } = createMemoryStore();
  await accounts.addAccount(homer, undefined);
  const clock = new VirtualClock();
  for (const [i, each] of subscriptions.entries()) {
    await store.addSubscription({
      ...{ id: `P${i}`, account: homer.id, credential: 'password', deviceClientId: 'x' },
      ...{ url: `https://push.example/${i}`, verificationCode: 'code', isVerified: true },
      expiresAt: later(clock.now(), 1_000_000_000),
      ...each,
    });
  }
  const world = { states: { A1: { Email: '1', Mailbox: '1' } } as States, result: 'taken' as PostResult };
  const posted: (readonly [id: string, message: unknown])[] = [];
  let listener: (account: string) => void = () => {};
  const sender = new PushSender({
    store,
    clock,
    log: recordingLog(),
    states: async () => world.states,
    onChange: (each) => {
      listener = each;
      return () => {
        listener = () => {};
      };
    },
    post: async ({ id }, message) => {
      posted.push([id, message]);
      return world.result;
    },
  });
  sender.start();
  const change = async (Email: string) => {
    world.states = { A1: { Email, Mailbox: '1' } };
    listener(homer.id);
    await clock.pass(gatherMs);
  };
  return { store, clock, world, posted, sender, change };
}

const changed = (states: Record<string, string>) => ({ '@type': 'StateChange', changed: { A1: states } });

describe('the sender of pushes', () => {
  it('tells all at first, then what has changed', async () => {
    const { posted, change } = await begin({});
    await change('2');
    await change('3');
    await change('3');
    assert.deepEqual(posted, [
      ['P0', changed({ Email: '2', Mailbox: '1' })],
      ['P0', changed({ Email: '3' })],
    ]);
  });

  it('tells each what it wants to know, if it is verified and has not expired', async () => {
    const { posted, change } = await begin(
      { types: ['Mailbox'] },
      { isVerified: false },
      { expiresAt: later(new VirtualClock().now(), gatherMs) },
    );
    await change('2');
    await change('3');
    assert.deepEqual(posted, [['P0', changed({ Mailbox: '1' })]]);
  });

  it('leaves alone for a while who has had too many, and tells him all of that time at once', async () => {
    const { posted, world, change, clock } = await begin({});
    world.result = 'later';
    await change('2');
    await change('3');
    assert.equal(posted.length, 1);
    await clock.pass(backOffMs.first);
    assert.equal(posted.length, 2);
    await clock.pass(backOffMs.first);
    assert.equal(posted.length, 2, 'longer, the second time');
    world.result = 'taken';
    await clock.pass(backOffMs.first + 2 * gatherMs);
    assert.deepEqual(posted[2], ['P0', changed({ Email: '3', Mailbox: '1' })]);
    await change('4');
    assert.equal(posted.length, 4);
  });

  it('forgets a subscription that has ended at the other side', async () => {
    const { store, world, change } = await begin({});
    world.result = 'gone';
    await change('2');
    assert.deepEqual(await store.listSubscriptions(homer.id), []);
  });

  it('sends a new subscription its code', async () => {
    const { sender, posted, store } = await begin({ isVerified: false });
    const [subscription] = await store.listSubscriptions(homer.id);
    assert.ok(subscription);
    sender.verify(subscription);
    assert.deepEqual(posted, [
      ['P0', { '@type': 'PushVerification', pushSubscriptionId: 'P0', verificationCode: 'code' }],
    ]);
  });

  it('says nothing more once it has stopped', async () => {
    const { sender, posted, change, clock } = await begin({});
    await change('2');
    sender.stop();
    await change('3');
    assert.equal(posted.length, 1);
    assert.equal(clock.pending, 0);
  });
});
