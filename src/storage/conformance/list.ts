import assert from 'node:assert/strict';
import { mailboxKey } from '../../address/mailbox-address.ts';
import type { Origin } from '../../queue/message.ts';
import type { ListFilter, SentBy } from '../../queue/queue-store.ts';
import type { Outcome } from '../../queue/recipient-state.ts';
import { sentLookBackMax } from '../sent-bounds.ts';
import type { Store } from '../store.ts';
import {
  acceptance,
  account,
  address,
  claimOne,
  collect,
  failed,
  ids,
  queueId,
  relayed,
  settlement,
  t,
} from './fixtures.ts';
import type { Suite } from './suite.ts';

export const listSuite: Suite = {
  'lists the queue, or everything, oldest first': async (store) => {
    await acceptSome(store);
    assert.deepEqual(await listed(store, { which: 'queue' }), [2, 3, 4]);
    assert.deepEqual(await listed(store, { which: 'all' }), [1, 2, 3, 4]);
    const [record] = await store.queue.list({ which: 'queue', limit: 1 });
    assert.deepEqual(record, await store.queue.find(queueId(2)));
  },

  'lists page by page': async (store) => {
    await acceptSome(store);
    assert.deepEqual(await listed(store, { which: 'all', limit: 2 }), [1, 2]);
    assert.deepEqual(await listed(store, { which: 'all', limit: 2, after: queueId(2) }), [3, 4]);
    assert.deepEqual(await listed(store, { which: 'queue', limit: 2, after: queueId(4) }), []);
    const byAddress = { which: 'all', address: key('homer@springfield.test'), limit: 1 } as const;
    assert.deepEqual(await listed(store, byAddress), [1]);
    assert.deepEqual(await listed(store, { ...byAddress, after: queueId(1) }), [4]);
    const byDestination = { which: 'queue', destination: 'x.test', limit: 1 } as const;
    assert.deepEqual(await listed(store, { ...byDestination, after: queueId(2) }), [3]);
  },

  'lists by destination': async (store) => {
    await acceptSome(store);
    assert.deepEqual(await listed(store, { which: 'queue', destination: 'x.test' }), [2, 3]);
    assert.deepEqual(await listed(store, { which: 'all', destination: 'x.test' }), [1, 2, 3]);
    assert.deepEqual(await listed(store, { which: 'all', destination: 'nowhere.test' }), []);
  },

  'lists by an address, of the sender or a recipient, whatever its case': async (store) => {
    await acceptSome(store);
    assert.deepEqual(await listed(store, { which: 'queue', address: key('HOMER@springfield.test') }), [4]);
    assert.deepEqual(await listed(store, { which: 'all', address: key('homer@SPRINGFIELD.test') }), [1, 4]);
    assert.deepEqual(await listed(store, { which: 'queue', address: key('b@x.test') }), [2, 3]);
    const both = { which: 'queue', address: key('b@x.test'), destination: 'y.test' } as const;
    assert.deepEqual(await listed(store, both), [3]);
    assert.deepEqual(await listed(store, { ...both, which: 'all' }), [3]);
  },

  'knows whom mail of a sender reached lately, each once': async (store) => {
    const homer = { kind: 'submission', account: 'homer' } as const;
    const send = async (number: number, to: string, outcome: Outcome, at: number, origin: Origin = homer) => {
      await store.queue.accept([acceptance({ number, origin, to: [{ address: to }] })]);
      await store.queue.commit(settlement(await claimOne(store), { outcome, at }));
    };
    await send(1, 'krusty@tv.test', relayed, 30);
    await send(2, 'Moe@tavern.test', relayed, 31);
    await send(3, 'nobody@tv.test', failed, 32);
    await send(4, 'KRUSTY@tv.test', relayed, 33);
    await send(5, 'mel@tv.test', relayed, 34, { kind: 'submission', account: 'marge' });
    await send(6, 'bob@tv.test', relayed, 35, { kind: 'relay-in' });
    const reached = async (sender: string, limit = 100) =>
      (await store.queue.reachedBy(sender, limit)).map(({ text }) => text);
    assert.deepEqual(await reached('homer'), ['KRUSTY@tv.test', 'Moe@tavern.test']);
    assert.deepEqual(await reached('homer', 2), ['KRUSTY@tv.test']);
    assert.deepEqual(await reached('marge'), ['mel@tv.test']);
    assert.deepEqual(await reached('nobody'), []);
  },

  'shows a message in the queue by the recipients that are not settled': async (store) => {
    const to = [{ address: 'a@x.test' }, { address: 'b@y.test', due: 900 }];
    await store.queue.accept([acceptance({ number: 1, to })]);
    await store.queue.commit(settlement(await claimOne(store), { outcome: relayed }));
    assert.deepEqual(await listed(store, { which: 'queue', destination: 'x.test' }), []);
    assert.deepEqual(await listed(store, { which: 'queue', address: key('a@x.test') }), []);
    assert.deepEqual(await listed(store, { which: 'queue', destination: 'y.test' }), [1]);
    assert.deepEqual(await listed(store, { which: 'all', destination: 'x.test' }), [1]);
  },

  'finds what was sent by its Message-ID, its ENVID or an address, the latest first': async (store) => {
    const { queue } = store;
    await store.accounts.addAccount(account('marge'), undefined);
    const to = [{ address: 'a@x.test' }, { address: 'marge@springfield.test', account: 'marge' }];
    const local = to.slice(1);
    const names = { messageId: '<a@homers-pc>', envelopeId: 'order+2B66' };
    for (const [number, recipients] of [to, to, local, [{ address: 'A@X.test' }]].entries())
      await queue.accept([acceptance({ number, to: recipients, ...(number < 3 && names) })]);
    const found = async (by: SentBy, limit = 10) => ids(await queue.findSent(by, limit));
    const numbers = (...all: number[]) => all.map(queueId);
    assert.deepEqual(await found({ messageId: '<a@homers-pc>' }), numbers(1, 0));
    assert.deepEqual(await found({ messageId: '<a@homers-pc>' }, 1), numbers(1));
    assert.deepEqual(await found({ messageId: '<A@homers-pc>' }), []);
    assert.deepEqual(await found({ messageId: '' }), []);
    assert.deepEqual(await found({ envelopeId: 'order+66' }), numbers(1, 0));
    assert.deepEqual(await found({ envelopeId: 'order+2B66' }), []);
    assert.deepEqual(await found({ address: key('a@x.test') }), numbers(3, 1, 0));
    assert.deepEqual(await found({ address: key('a@x.test') }, 2), numbers(3, 1));
    assert.deepEqual(await found({ address: key('marge@springfield.test') }), []);
    await queue.commit(settlement(await claimOne(store), { outcome: relayed }));
    assert.deepEqual(await found({ messageId: '<a@homers-pc>' }), numbers(1, 0));
    assert.deepEqual(await found({ address: key('a@x.test') }), numbers(3, 1, 0));
    assert.deepEqual(await queue.findSent({ messageId: '<a@homers-pc>' }, 1), [await queue.find(queueId(1))]);
  },

  'looks for what was sent to an address among its latest recipients only': async ({ queue }) => {
    await queue.accept([acceptance({ number: 0, to: [{ address: 'a@x.test' }] })]);
    for (let number = 1; number < sentLookBackMax; number++)
      await queue.accept([acceptance({ number, to: [{ address: 'a@x.test' }] })]);
    const found = async () => (await queue.findSent({ address: key('a@x.test') }, 1_000)).length;
    assert.equal(await found(), sentLookBackMax);
    await queue.accept([acceptance({ number: 999, to: [{ address: 'a@x.test' }, { address: 'a@x.test' }] })]);
    assert.equal(await found(), sentLookBackMax - 1);
  },

  'reads the content from any place': async ({ queue }) => {
    const body = Buffer.alloc(300_000, 'Krusty\r\n');
    await queue.accept([acceptance({ number: 1, body, returnPath: 'Return-Path: <>\r\n' })]);
    const read = async (offset: number) => Buffer.from(await collect(queue.readContent(queueId(1), offset)));
    assert.ok((await read(17)).equals(body));
    assert.equal((await read(0)).length, body.length + 17);
    assert.ok((await read(200_017)).equals(body.subarray(200_000)));
    assert.equal((await read(300_017)).length, 0);
  },

  'has no content for what it does not know, or what is settled': async (store) => {
    const { queue } = store;
    await assert.rejects(collect(queue.readContent(queueId(1), 0)), { name: 'StoreError' });
    await queue.accept([acceptance({ number: 1 })]);
    await queue.commit(settlement(await claimOne(store), { outcome: relayed }));
    await assert.rejects(collect(queue.readContent(queueId(1), 0)), { name: 'StoreError' });
  },

  'takes a content from the spool': async (store) => {
    const spooled = await store.spool.open();
    await spooled.write(Buffer.from('Return-Path: <>\r\n'));
    await spooled.write(Buffer.from('Hello\r\n'));
    const accepted = acceptance({
      number: 1,
      body: Buffer.from('Hello\r\n'),
      returnPath: 'Return-Path: <>\r\n',
    });
    await store.queue.accept([{ ...accepted, content: await spooled.finish() }]);
    const content = await collect(store.queue.readContent(queueId(1), 0));
    assert.equal(Buffer.from(content).toString(), 'Return-Path: <>\r\nHello\r\n');
  },

  'lets a spool file be discarded at any time': async (store) => {
    const begun = await store.spool.open();
    await begun.write(Buffer.from('x'));
    await begun.discard();
    const finished = await store.spool.open();
    await finished.finish();
    await finished.discard();
    await finished.discard();
  },

  'keeps a spool file that was accepted, though its writer discards it': async (store) => {
    const spooled = await store.spool.open();
    await spooled.write(Buffer.from('Hello\r\n'));
    const accepted = acceptance({ number: 1, body: Buffer.from('Hello\r\n'), returnPath: '' });
    await store.queue.accept([{ ...accepted, content: await spooled.finish() }]);
    await spooled.discard();
    const content = await collect(store.queue.readContent(queueId(1), 0));
    assert.equal(Buffer.from(content).toString(), 'Hello\r\n');
  },

  'forgets messages some time after they were settled': async (store) => {
    const { queue } = store;
    const to = [{ address: 'a@x.test' }];
    for (const [i, at] of [100, 200, 300].entries()) {
      await queue.accept([acceptance({ number: i, to })]);
      await queue.commit(settlement(await claimOne(store), { outcome: relayed, at }));
    }
    await queue.accept([acceptance({ number: 9 })]);
    assert.equal(await queue.forgetSettled(t(300), 1), 1);
    assert.deepEqual(await listed(store, { which: 'all' }), [1, 2, 9]);
    assert.equal(await queue.forgetSettled(t(300), 10), 1);
    assert.equal(await queue.forgetSettled(t(300), 10), 0);
    assert.deepEqual(await listed(store, { which: 'all' }), [2, 9]);
    assert.equal(await queue.find(queueId(0)), undefined);
    assert.deepEqual(await queue.history(queueId(0)), []);
  },
};

/** 1 is settled. 2 and 3 go to x.test, 3 also to y.test; 4 comes from homer. */
async function acceptSome(store: Store): Promise<void> {
  await store.accounts.addAccount(account('homer'), undefined);
  const from = 'moe@springfield.test';
  const settled = { address: 'Homer@springfield.test', account: 'homer', destination: 'x.test' };
  await store.queue.accept([
    acceptance({ number: 2, from, to: [{ address: 'b@x.test' }, { address: 'B@x.test' }] }),
    acceptance({ number: 1, from: '<>', to: [settled] }),
    acceptance({ number: 4, from: 'homer@springfield.test', to: [{ address: 'a@z.test' }] }),
    acceptance({ number: 3, from, to: [{ address: 'b@x.test' }, { address: 'c@y.test' }] }),
  ]);
}

async function listed(
  { queue }: Store,
  filter: Omit<ListFilter, 'limit'> & { limit?: number },
): Promise<number[]> {
  return ids(await queue.list({ limit: 100, ...filter })).map((id) => Number(id.slice(1)));
}

const key = (text: string): string => mailboxKey(address(text));
