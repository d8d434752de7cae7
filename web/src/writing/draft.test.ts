import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Email } from '../jmap/mail.ts';
import { readAddresses } from './addresses.ts';
import { again, draftOf, forward, replyTo } from './draft.ts';

const email: Email = {
  id: 'e1',
  threadId: 't1',
  blobId: 'b1',
  mailboxIds: { m1: true },
  keywords: {},
  from: readAddresses('Marge <marge@x.test>'),
  to: readAddresses('homer@x.test, bart@x.test'),
  cc: readAddresses('lisa@x.test, marge@x.test'),
  bcc: null,
  replyTo: null,
  subject: 'Dinner',
  messageId: ['m2@x.test'],
  inReplyTo: ['m1@x.test'],
  references: ['m1@x.test'],
  sentAt: '2026-11-23T09:14:02Z',
  receivedAt: '2026-11-23T09:14:03Z',
  preview: '',
  hasAttachment: true,
  size: 1000,
  textBody: [],
  htmlBody: [],
  attachments: [
    {
      partId: '2',
      blobId: 'b2',
      size: 10,
      name: 'cake.png',
      type: 'image/png',
      disposition: 'attachment',
      cid: null,
    },
    { partId: '3', blobId: 'b3', size: 20, name: null, type: 'message/rfc822', disposition: null, cid: null },
  ],
  bodyValues: {},
};
const own = readAddresses('homer@x.test');
const words = { wrote: () => 'Marge wrote:', forwarded: '-- Forwarded --' };
const emails = (list: readonly { email: string }[]) => list.map((each) => each.email);

test('a reply goes to who wrote, and says to what it answers', () => {
  const draft = replyTo(email, 'Come home.\n\n> When?\n', { all: false, own, words });
  assert.deepEqual(emails(draft.to), ['marge@x.test']);
  assert.deepEqual(draft.cc, []);
  assert.equal(draft.subject, 'Re: Dinner');
  assert.equal(draft.text, '\n\nMarge wrote:\n> Come home.\n>\n>> When?');
  assert.deepEqual(draft.inReplyTo, ['m2@x.test']);
  assert.deepEqual(draft.references, ['m1@x.test', 'm2@x.test']);
});

test('a reply to all leaves out oneself and who gets it already', () => {
  const draft = replyTo(email, '', { all: true, own, words });
  assert.deepEqual(emails(draft.to), ['marge@x.test']);
  assert.deepEqual(emails(draft.cc), ['bart@x.test', 'lisa@x.test']);
});

test('Reply-To comes before From', () => {
  const draft = replyTo({ ...email, replyTo: readAddresses('list@x.test') }, '', { all: false, own, words });
  assert.deepEqual(emails(draft.to), ['list@x.test']);
});

test('whoever answers his own mail goes on writing to those to whom he wrote', () => {
  const draft = replyTo({ ...email, from: own, to: email.from }, '', { all: true, own, words });
  assert.deepEqual(emails(draft.to), ['marge@x.test']);
  assert.deepEqual(emails(draft.cc), ['lisa@x.test']);
});

test('a prefix is not put before itself', () => {
  assert.equal(
    replyTo({ ...email, subject: 'RE: Dinner' }, '', { all: false, own, words }).subject,
    'RE: Dinner',
  );
  assert.equal(replyTo({ ...email, subject: null }, '', { all: false, own, words }).subject, 'Re:');
});

test('a forwarded mail brings along its attachments, and a name for each', () => {
  const draft = forward(email, 'Come home.', ['From: Marge'], words);
  assert.equal(draft.subject, 'Fwd: Dinner');
  assert.equal(draft.text, '\n\n-- Forwarded --\nFrom: Marge\n\nCome home.');
  assert.deepEqual(
    draft.attachments.map(({ name, blobId }) => [name, blobId]),
    [
      ['cake.png', 'b2'],
      ['attachment-2', 'b3'],
    ],
  );
});

test('a mail that is sent again is what it was', () => {
  const draft = again(email, 'Come home.', readAddresses('krustyKlown@krustylu.test'));
  assert.equal(draft.subject, 'Dinner');
  assert.equal(draft.text, 'Come home.');
  assert.deepEqual(emails(draft.to), ['krustyKlown@krustylu.test']);
  assert.equal(draft.attachments.length, 2);
});

test('a draft is taken up where it was left', () => {
  const draft = draftOf(email, 'Come');
  assert.deepEqual([draft.to, draft.cc, draft.bcc], [email.to, email.cc, []]);
  assert.deepEqual([draft.subject, draft.text, draft.attachments.length], ['Dinner', 'Come', 2]);
  assert.deepEqual([draft.inReplyTo, draft.references], [['m1@x.test'], ['m1@x.test']]);
});
