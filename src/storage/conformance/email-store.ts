import assert from 'node:assert/strict';
import { fromUtf8 } from '../../base/bytes.ts';
import { keywordsMax } from '../../mailbox/email.ts';
import type { Modseq } from '../../mailbox/modseq.ts';
import { acceptance, account, queueId, t } from './fixtures.ts';
import { addHomer, addMail, digestFor, homer, mailboxOf, textOf } from './mail-fixtures.ts';
import type { Suite } from './suite.ts';

export const emailSuite: Suite = {
  'shows what a client has put there': async (store) => {
    await addHomer(store);
    const inbox = await mailboxOf(store, 'inbox');
    const id = await addMail(store, { subject: 'Pie', body: 'now', keywords: ['$seen'], received: 7 });
    const [email, ...others] = await store.emails.emails(homer, [id, 'E999999', 'M1' as 'E1']);
    assert.deepEqual(others, []);
    assert.deepEqual([email?.mailboxes, email?.keywords, email?.receivedAt], [[inbox], ['$seen'], t(7)]);
    assert.deepEqual([email?.shown.subject, email?.shown.preview], ['Pie', 'now']);
    assert.equal(email?.thread, `T${id.slice(1)}`);
    assert.equal(email?.queueId, undefined);
    assert.match(await textOf(await store.emails.readEmail(homer, id, 0)), /^From: marge.*now\r\n$/s);
    assert.match(await textOf(await store.emails.readEmail(homer, id, 6)), /^marge/);
    assert.equal((await store.mailboxes.usage(homer)).messages, 1);
    assert.equal(await store.emails.readEmail('nobody', id, 0), undefined);
    assert.deepEqual(await store.emails.emails('nobody', [id]), []);
  },

  'shows what came in once it has been digested': async (store) => {
    await addHomer(store);
    await store.queue.accept([
      acceptance({ number: 1, to: [{ address: 'homer@springfield.test', account: homer }] }),
    ]);
    const [waiting, ...others] = await store.emails.undigested(undefined, 10);
    assert.ok(waiting);
    assert.deepEqual([waiting.account, others], [homer, []]);
    assert.deepEqual(await store.emails.undigested('nobody', 10), []);
    assert.deepEqual(await store.emails.emails(homer, [waiting.id]), []);
    assert.equal(await store.emails.changeEmail(homer, waiting.id, {}), 'no-such-email');
    const before = await store.emails.state(homer);
    const digest = digestFor({ subject: 'Hi' });
    await store.emails.putDigests([{ account: homer, id: waiting.id, digest }]);
    await store.emails.putDigests([
      { account: homer, id: waiting.id, digest: digestFor({ subject: 'again' }) },
    ]);
    const [email] = await store.emails.emails(homer, [waiting.id]);
    assert.deepEqual([email?.shown.subject, email?.queueId], ['Hi', 'q00000001']);
    assert.ok(before && email && email.modseq > before.email);
    assert.deepEqual(await store.emails.undigested(homer, 10), []);
  },

  'changes keywords and mailboxes, whole or in part': async (store) => {
    await addHomer(store);
    const [inbox, archive] = [await mailboxOf(store, 'inbox'), await mailboxOf(store, 'archive')];
    const id = await addMail(store, { keywords: ['a'] });
    const now = async () => (await store.emails.emails(homer, [id]))[0];
    const change = (each: Parameters<typeof store.emails.changeEmail>[2]) =>
      store.emails.changeEmail(homer, id, each);
    assert.equal(await change({ keywords: { add: ['$seen', 'a'], remove: [] } }), 'changed');
    assert.deepEqual((await now())?.keywords, ['$seen', 'a']);
    assert.equal(
      await change({ keywords: { set: ['b'] }, mailboxes: { add: [archive], remove: [] } }),
      'changed',
    );
    assert.deepEqual([(await now())?.keywords, (await now())?.mailboxes], [['b'], [inbox, archive].sort()]);
    assert.equal(await change({ mailboxes: { add: [], remove: [inbox] } }), 'changed');
    assert.deepEqual((await now())?.mailboxes, [archive]);
    assert.deepEqual(await store.mailboxes.listInbox(homer), []);
  },

  'changes nothing that would leave an email without a place': async (store) => {
    await addHomer(store);
    const inbox = await mailboxOf(store, 'inbox');
    const id = await addMail(store);
    const change = (each: Parameters<typeof store.emails.changeEmail>[2]) =>
      store.emails.changeEmail(homer, id, each);
    const before = await store.emails.state(homer);
    assert.equal(await change({ mailboxes: { add: [], remove: [inbox] } }), 'no-mailbox');
    assert.equal(await change({ mailboxes: { set: ['M999999'] } }), 'no-such-mailbox');
    const many = Array.from({ length: keywordsMax + 1 }, (_, i) => `k${i}`);
    assert.equal(await change({ keywords: { set: many } }), 'too-many-keywords');
    assert.equal(await store.emails.changeEmail(homer, 'E999999', {}), 'no-such-email');
    assert.deepEqual(await store.emails.state(homer), before);
    assert.equal(await change({ keywords: { set: many.slice(1) } }), 'changed');
  },

  'destroys an email, wherever it lies': async (store) => {
    await addHomer(store);
    const mailboxes = [await mailboxOf(store, 'inbox'), await mailboxOf(store, 'archive')];
    const id = await addMail(store, { mailboxes });
    assert.equal(await store.emails.destroyEmail(homer, id), 'destroyed');
    assert.equal(await store.emails.destroyEmail(homer, id), 'no-such-email');
    assert.deepEqual(await store.emails.emails(homer, [id]), []);
    assert.equal(await store.emails.readEmail(homer, id, 0), undefined);
    assert.deepEqual(await store.mailboxes.usage(homer), { bytes: 0, messages: 0 });
  },

  'makes threads of mails that name each other, under the same subject': async (store) => {
    await addHomer(store);
    const first = await addMail(store, { id: 'a@x', subject: 'Pie', received: 3 });
    const answer = await addMail(store, { id: 'b@x', subject: 'Re: pie', references: ['a@x'], received: 1 });
    const other = await addMail(store, { id: 'c@x', subject: 'Cake', references: ['a@x'] });
    const late = await addMail(store, { id: 'd@x', subject: 'Pie', references: ['z@x', 'b@x'], received: 9 });
    const emails = await store.emails.emails(homer, [first, answer, other, late]);
    const threads = new Map(emails.map(({ id, thread }) => [id, thread]));
    const thread = threads.get(first);
    assert.ok(thread);
    assert.deepEqual([threads.get(answer), threads.get(late)], [thread, thread]);
    assert.notEqual(threads.get(other), thread);
    const shown = await store.emails.threads(homer, [thread, 'T999999']);
    assert.deepEqual([...shown], [[thread, [answer, first, late]]]);
    for (const id of [first, answer, late]) await store.emails.destroyEmail(homer, id);
    assert.deepEqual([...(await store.emails.threads(homer, [thread]))], []);
    const again = await addMail(store, { id: 'e@x', subject: 'Pie', references: ['a@x'] });
    assert.deepEqual((await store.emails.emails(homer, [again]))[0]?.thread, `T${again.slice(1)}`);
  },

  'tells what changed since a state, in pieces': async (store) => {
    await addHomer(store);
    const before = (await store.emails.state(homer))?.email as Modseq;
    const ids = [await addMail(store), await addMail(store), await addMail(store)];
    const [first, second, third] = ids;
    assert.ok(first && second && third);
    const between = (await store.emails.state(homer))?.email as Modseq;
    await store.emails.destroyEmail(homer, second);
    await store.emails.changeEmail(homer, first, { keywords: { set: ['$seen'] } });
    const all = await store.emails.changes(homer, 'email', before, 10);
    assert.deepEqual(
      [all?.created.toSorted(), all?.updated, all?.destroyed],
      [[first, third].sort(), [], []],
    );
    assert.equal(all?.state, (await store.emails.state(homer))?.email);
    const late = await store.emails.changes(homer, 'email', between, 10);
    assert.deepEqual([late?.created, late?.updated, late?.destroyed], [[], [first], [second]]);
    const piece = await store.emails.changes(homer, 'email', between, 1);
    assert.deepEqual([piece?.destroyed, piece?.updated, piece?.hasMore], [[second], [], true]);
    const rest = await store.emails.changes(homer, 'email', piece?.state as Modseq, 1);
    assert.deepEqual([rest?.updated, rest?.hasMore, rest?.state], [[first], false, late?.state]);
    const threads = await store.emails.changes(homer, 'thread', between, 10);
    assert.deepEqual(
      [threads?.created, threads?.updated, threads?.destroyed],
      [[], [], [`T${second.slice(1)}`]],
    );
  },

  'knows no state of the future, and none of nobody': async (store) => {
    await addHomer(store);
    const state = (await store.emails.state(homer))?.email ?? 0;
    assert.equal(await store.emails.changes(homer, 'email', (state + 1) as Modseq, 10), undefined);
    assert.equal(await store.emails.changes('nobody', 'email', state as Modseq, 10), undefined);
    assert.equal(await store.emails.state('nobody'), undefined);
  },

  'finds what came in by its queue ids, in this account alone': async (store) => {
    await addHomer(store);
    await addMail(store);
    const to = [{ address: 'homer@springfield.test', account: homer }];
    await store.queue.accept([1, 2].map((number) => acceptance({ number, to })));
    const found = await store.emails.cameInAs(homer, [queueId(2), queueId(9), '']);
    assert.deepEqual([...found.keys()], [queueId(2)]);
    const id = found.get(queueId(2)) ?? assert.fail();
    const [undigested] = (await store.emails.undigested(homer, 9)).filter((each) => each.id === id);
    assert.ok(undigested);
    assert.equal((await store.emails.cameInAs('nobody', [queueId(2)])).size, 0);
  },

  'forgets the oldest uploads of an account, so that the others take so much': async (store) => {
    await addHomer(store);
    const { id: marge } = account('marge');
    await store.accounts.addAccount(account('marge'), undefined);
    const keep = (who: string, size: number) =>
      store.emails.keepUpload(who, new Uint8Array(size), 'text/plain', t(1));
    const [first, other] = [await keep(homer, 30), await keep(marge, 1_000)];
    const [second, third] = [await keep(homer, 200_000), await keep(homer, 10)];
    assert.equal(await store.emails.trimUploads(homer, 200_040), 0);
    assert.equal(await store.emails.trimUploads(homer, 200_039), 1);
    assert.equal(await store.emails.upload(homer, first), undefined);
    assert.equal(await store.emails.trimUploads(homer, 10), 1);
    assert.equal(await store.emails.upload(homer, second), undefined);
    assert.ok(await store.emails.upload(homer, third));
    assert.ok(await store.emails.upload(marge, other));
    assert.equal(await store.emails.trimUploads(homer, 0), 1);
    assert.equal(await store.emails.uploadedBytes(homer), 0);
  },

  'keeps uploads apart, and forgets the old ones': async (store) => {
    await addHomer(store);
    const large = new Uint8Array(200_000).fill(7);
    const old = await store.emails.keepUpload(homer, fromUtf8('old'), 'text/plain', t(1));
    const id = await store.emails.keepUpload(homer, large, 'image/png', t(5));
    assert.equal(await store.emails.uploadedBytes(homer), 200_003);
    const upload = await store.emails.upload(homer, id);
    assert.deepEqual([upload?.type, upload?.sizeBytes], ['image/png', 200_000]);
    assert.equal(await textOf((await store.emails.upload(homer, old))?.content), 'old');
    assert.equal(await store.emails.upload('nobody', id), undefined);
    assert.equal(await store.emails.forgetUploads(t(5), 10), 1);
    assert.equal(await store.emails.upload(homer, old), undefined);
    assert.ok(await store.emails.upload(homer, id));
  },

  'tells who listens of each change': async (store) => {
    await addHomer(store);
    const heard: string[] = [];
    const stop = store.emails.onChange((account) => heard.push(account));
    const id = await addMail(store);
    await store.emails.changeEmail(homer, id, { keywords: { set: ['$seen'] } });
    const [entry] = await store.mailboxes.listInbox(homer);
    assert.ok(entry);
    await store.mailboxes.expunge(homer, [entry.uid]);
    assert.deepEqual(heard, [homer, homer, homer]);
    stop();
    await addMail(store);
    assert.equal(heard.length, 3);
  },
};
