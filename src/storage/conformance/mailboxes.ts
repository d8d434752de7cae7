import assert from 'node:assert/strict';
import { type Mailbox, type MailboxId, mailboxDepthMax, mailboxesMax } from '../../mailbox/mailbox.ts';
import type { Modseq } from '../../mailbox/modseq.ts';
import { StoreError } from '../../queue/queue-store.ts';
import type { Store } from '../store.ts';
import { addHomer, addMail, homer, mailboxOf } from './mail-fixtures.ts';
import type { Suite } from './suite.ts';

async function add(store: Store, name: string, parent?: MailboxId): Promise<MailboxId> {
  const id = await store.emails.addMailbox(homer, { name, ...(parent && { parent }) });
  if (!id.startsWith('M')) throw new Error(id);
  return id as MailboxId;
}

const counts = ({ emails, unreadEmails, threads, unreadThreads }: Mailbox) => [
  emails,
  unreadEmails,
  threads,
  unreadThreads,
];

async function countsOf(store: Store, id: MailboxId) {
  const found = (await store.emails.mailboxes(homer)).find((mailbox) => mailbox.id === id);
  return found && counts(found);
}

export const mailboxesSuite: Suite = {
  'gives each account the mailboxes that people expect': async (store) => {
    await addHomer(store);
    const mailboxes = await store.emails.mailboxes(homer);
    assert.deepEqual(
      mailboxes.map(({ role, name }) => [role, name]),
      [
        ['inbox', 'Inbox'],
        ['drafts', 'Drafts'],
        ['sent', 'Sent'],
        ['archive', 'Archive'],
        ['junk', 'Junk'],
        ['trash', 'Trash'],
      ],
    );
    assert.ok(mailboxes.every((mailbox) => mailbox.isSubscribed && mailbox.uidValidity === 1));
    assert.deepEqual(await store.emails.mailboxes('nobody'), []);
  },

  'adds, changes and removes mailboxes': async (store) => {
    await addHomer(store);
    const work = await add(store, 'Work');
    const plant = await add(store, 'Plant', work);
    assert.equal(
      await store.emails.changeMailbox(homer, plant, { name: 'Reactor', sortOrder: 3, isSubscribed: false }),
      'changed',
    );
    const shown = (await store.emails.mailboxes(homer)).find(({ id }) => id === plant);
    assert.deepEqual(
      [shown?.name, shown?.parent, shown?.sortOrder, shown?.isSubscribed],
      ['Reactor', work, 3, false],
    );
    assert.equal(await store.emails.removeMailbox(homer, work, false), 'has-child');
    assert.equal(await store.emails.changeMailbox(homer, plant, { parent: null }), 'changed');
    assert.equal(await store.emails.removeMailbox(homer, work, false), 'removed');
    assert.equal(await store.emails.removeMailbox(homer, work, false), 'no-such-mailbox');
    assert.equal((await store.emails.mailboxes(homer)).length, 7);
    assert.notEqual(await add(store, 'Work'), work);
  },

  'does not remove a mailbox that something may come for': async (store) => {
    await addHomer(store);
    for (const { id } of await store.emails.mailboxes(homer))
      await assert.rejects(store.emails.removeMailbox(homer, id, true), StoreError);
    assert.equal((await store.emails.mailboxes(homer)).length, 6);
  },

  'keeps the tree a tree, and names apart': async (store) => {
    await addHomer(store);
    const work = await add(store, 'Work');
    const plant = await add(store, 'Plant', work);
    const change = store.emails.changeMailbox.bind(store.emails);
    assert.equal(await change(homer, work, { parent: plant }), 'circle');
    assert.equal(await change(homer, work, { parent: work }), 'circle');
    assert.equal(await change(homer, work, { parent: 'M999999' }), 'no-such-parent');
    assert.equal(await change(homer, work, { name: 'Inbox' }), 'name-taken');
    assert.equal(await change(homer, work, { name: 'Work' }), 'changed');
    assert.equal(await change(homer, 'M999999', {}), 'no-such-mailbox');
    assert.equal(await store.emails.addMailbox(homer, { name: 'Plant', parent: work }), 'name-taken');
    assert.match(await add(store, 'Plant'), /^M/);
    assert.equal(await store.emails.addMailbox('nobody', { name: 'x' }), 'no-such-parent');
  },

  'has bounds': async (store) => {
    await addHomer(store);
    let deepest: MailboxId | undefined;
    for (let depth = 1; depth <= mailboxDepthMax; depth++) deepest = await add(store, `at ${depth}`, deepest);
    assert.ok(deepest);
    assert.equal(await store.emails.addMailbox(homer, { name: 'deeper', parent: deepest }), 'too-many');
    const free = mailboxesMax - 6 - mailboxDepthMax;
    for (let i = 0; i < free; i++) await add(store, `m${i}`);
    assert.equal(await store.emails.addMailbox(homer, { name: 'one more' }), 'too-many');
  },

  'counts emails and threads': async (store) => {
    await addHomer(store);
    const [inbox, archive, trash] = [
      await mailboxOf(store, 'inbox'),
      await mailboxOf(store, 'archive'),
      await mailboxOf(store, 'trash'),
    ];
    const first = await addMail(store, { id: 'a@x', subject: 's', keywords: ['$seen'] });
    const answer = await addMail(store, {
      id: 'b@x',
      subject: 's',
      references: ['a@x'],
      mailboxes: [archive],
    });
    await addMail(store, { subject: 'draft', keywords: ['$draft'] });
    assert.deepEqual(await countsOf(store, inbox), [2, 0, 2, 1]);
    assert.deepEqual(await countsOf(store, archive), [1, 1, 1, 1]);
    await store.emails.changeEmail(homer, answer, { mailboxes: { set: [trash] } });
    assert.deepEqual(await countsOf(store, inbox), [2, 0, 2, 0]);
    assert.deepEqual(await countsOf(store, trash), [1, 1, 1, 1]);
    assert.deepEqual(await countsOf(store, archive), [0, 0, 0, 0]);
    await store.emails.changeEmail(homer, first, { keywords: { set: [] } });
    assert.deepEqual(await countsOf(store, inbox), [2, 1, 2, 1]);
    await store.emails.destroyEmail(homer, first);
    assert.deepEqual(await countsOf(store, inbox), [1, 0, 1, 0]);
  },

  'takes its emails with it only when told to': async (store) => {
    await addHomer(store);
    const [work, inbox] = [await add(store, 'Work'), await mailboxOf(store, 'inbox')];
    const alone = await addMail(store, { mailboxes: [work] });
    const both = await addMail(store, { mailboxes: [work, inbox] });
    const before = (await store.emails.state(homer))?.email as Modseq;
    assert.equal(await store.emails.removeMailbox(homer, work, false), 'has-email');
    assert.equal(await store.emails.removeMailbox(homer, work, true), 'removed');
    const left = await store.emails.emails(homer, [alone, both]);
    assert.deepEqual(
      left.map(({ id, mailboxes }) => [id, mailboxes]),
      [[both, [inbox]]],
    );
    const changes = await store.emails.changes(homer, 'email', before, 10);
    assert.deepEqual([changes?.updated, changes?.destroyed], [[both], [alone]]);
  },

  'tells changes of counts from other changes': async (store) => {
    await addHomer(store);
    const state = async () => (await store.emails.state(homer))?.mailbox as Modseq;
    const [inbox, before] = [await mailboxOf(store, 'inbox'), await state()];
    await addMail(store);
    const counted = await store.emails.changes(homer, 'mailbox', before, 10);
    assert.deepEqual([counted?.updated, counted?.isCountsOnly], [[inbox], true]);
    const work = await add(store, 'Work');
    const added = await store.emails.changes(homer, 'mailbox', before, 10);
    assert.deepEqual([added?.created, added?.updated, added?.isCountsOnly], [[work], [inbox], false]);
    const between = await state();
    await store.emails.removeMailbox(homer, work, false);
    assert.deepEqual((await store.emails.changes(homer, 'mailbox', between, 10))?.destroyed, [work]);
    assert.deepEqual((await store.emails.changes(homer, 'mailbox', before, 10))?.destroyed, []);
  },
};
