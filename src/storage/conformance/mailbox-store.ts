import assert from 'node:assert/strict';
import { fromUtf8 } from '../../base/bytes.ts';
import type { Uid } from '../../mailbox/mailbox-store.ts';
import type { Store } from '../store.ts';
import { acceptance, account, claimOne, collect, queueId, relayed, settlement } from './fixtures.ts';
import type { Suite } from './suite.ts';

export const mailboxSuite: Suite = {
  'has an empty inbox for a new account, and for nobody': async (store) => {
    await addHomerAndMarge(store);
    assert.deepEqual(await store.mailboxes.listInbox('homer'), []);
    assert.deepEqual(await store.mailboxes.usage('homer'), { bytes: 0, messages: 0 });
    assert.deepEqual(await store.mailboxes.listInbox('nobody'), []);
    assert.deepEqual(await store.mailboxes.usage('nobody'), { bytes: 0, messages: 0 });
    assert.equal(await store.mailboxes.expunge('nobody', [uid(1)]), 0);
  },

  'gives ascending uids to each mailbox, and counts what it holds': async (store) => {
    await addHomerAndMarge(store);
    await deliver(store, 1, 'homer');
    await deliver(store, 2, 'marge', 'homer');
    const homers = await store.mailboxes.listInbox('homer');
    assert.deepEqual(
      homers.map((entry) => [entry.uid, entry.queueId]),
      [
        [1, queueId(1)],
        [2, queueId(2)],
      ],
    );
    assert.deepEqual(
      (await store.mailboxes.listInbox('marge')).map((entry) => entry.uid),
      [1],
    );
    const bytes = homers.reduce((sum, entry) => sum + entry.sizeBytes, 0);
    assert.deepEqual(await store.mailboxes.usage('homer'), { bytes, messages: 2 });
  },

  'never gives a uid again': async (store) => {
    await addHomerAndMarge(store);
    await deliver(store, 1, 'homer');
    await deliver(store, 2, 'homer');
    assert.equal(await store.mailboxes.expunge('homer', [uid(2)]), 1);
    await deliver(store, 3, 'homer');
    assert.deepEqual(
      (await store.mailboxes.listInbox('homer')).map((entry) => entry.uid),
      [1, 3],
    );
  },

  'reads a message whole, its Return-Path field first': async (store) => {
    await addHomerAndMarge(store);
    await deliver(store, 1, 'homer');
    const content = await collect(await store.mailboxes.readMessage('homer', uid(1)));
    assert.equal(Buffer.from(content).toString(), 'Return-Path: <>\r\nSubject: 1\r\n\r\n');
    assert.equal(await store.mailboxes.readMessage('homer', uid(2)), undefined);
    assert.equal(await store.mailboxes.readMessage('marge', uid(1)), undefined);
  },

  'expunges, passing over what is not there': async (store) => {
    await addHomerAndMarge(store);
    await deliver(store, 1, 'homer', 'marge');
    assert.equal(await store.mailboxes.expunge('homer', [uid(1), uid(1), uid(7)]), 1);
    assert.deepEqual(await store.mailboxes.listInbox('homer'), []);
    assert.deepEqual(await store.mailboxes.usage('homer'), { bytes: 0, messages: 0 });
    assert.equal(await store.mailboxes.readMessage('homer', uid(1)), undefined);
  },

  'keeps a content as long as any mailbox needs it': async (store) => {
    await addHomerAndMarge(store);
    await deliver(store, 1, 'homer', 'marge');
    await store.mailboxes.expunge('homer', [uid(1)]);
    assert.ok((await collect(await store.mailboxes.readMessage('marge', uid(1)))).length > 0);
  },

  'keeps a content as long as the queue needs it, and after': async (store) => {
    await addHomerAndMarge(store);
    const to = [{ address: 'homer@springfield.test', account: 'homer' }, { address: 'krusty@krustylu.test' }];
    await store.queue.accept([acceptance({ number: 1, to })]);
    await store.queue.accept([acceptance({ number: 2, to })]);
    await store.mailboxes.expunge('homer', [uid(1)]);
    assert.ok((await collect(store.queue.readContent(queueId(1), 0))).length > 0);
    await store.queue.commit(settlement(await claimOne(store), { outcome: relayed }));
    await store.queue.commit(settlement(await claimOne(store), { outcome: relayed }));
    assert.ok((await collect(await store.mailboxes.readMessage('homer', uid(2)))).length > 0);
  },

  'delivers into the junk mailbox when asked to': async (store) => {
    await addHomerAndMarge(store);
    const to = [{ address: 'homer@springfield.test', account: 'homer' }];
    const { deliveries, ...rest } = acceptance({ number: 1, to });
    await store.queue.accept([
      { ...rest, deliveries: deliveries.map((each) => ({ ...each, mailbox: 'junk' })) },
    ]);
    assert.deepEqual(await store.mailboxes.listInbox('homer'), []);
    assert.equal((await store.mailboxes.usage('homer')).messages, 1);
    const [entry] = await store.mailboxes.listInbox('homer', 'junk');
    assert.equal(entry?.queueId, queueId(1));
    assert.ok(await store.mailboxes.readMessage('homer', uid(1), 'junk'));
    assert.equal(await store.mailboxes.readMessage('homer', uid(1)), undefined);
  },

  'goes with its account': async (store) => {
    await addHomerAndMarge(store);
    await deliver(store, 1, 'homer', 'marge');
    await store.accounts.removeAccount(account('homer').id);
    assert.deepEqual(await store.mailboxes.listInbox('homer'), []);
    assert.equal(await store.mailboxes.readMessage('homer', uid(1)), undefined);
    assert.ok((await collect(await store.mailboxes.readMessage('marge', uid(1)))).length > 0);
  },
};

const uid = (number: number): Uid => number as Uid;

async function addHomerAndMarge({ accounts }: Store): Promise<void> {
  for (const name of ['homer', 'marge']) await accounts.addAccount(account(name), undefined);
}

async function deliver({ queue }: Store, number: number, ...accounts: string[]): Promise<void> {
  const to = accounts.map((name) => ({ address: `${name}@springfield.test`, account: name }));
  const body = fromUtf8(`Subject: ${number}\r\n\r\n`);
  await queue.accept([acceptance({ number, to, body, returnPath: 'Return-Path: <>\r\n' })]);
}
