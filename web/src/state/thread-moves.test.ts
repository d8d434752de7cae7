import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EmailRow } from '../jmap/mail.ts';
import { threadMoves } from './thread-moves.ts';

const roles: Readonly<Record<string, string>> = {
  inbox: 'I',
  sent: 'S',
  archive: 'A',
  junk: 'J',
  trash: 'T',
};
const byRole = (role: string) => roles[role];
const email = (id: string, ...mailboxes: string[]): EmailRow => ({
  id,
  threadId: 't',
  mailboxIds: Object.fromEntries(mailboxes.map((each) => [each, true as const])),
  keywords: {},
  from: null,
  to: null,
  subject: null,
  receivedAt: '2026-11-23T09:14:03Z',
  preview: '',
  hasAttachment: false,
  size: 0,
});
const kinds = (emails: readonly EmailRow[], here?: string) =>
  threadMoves(emails, here, byRole).map(({ kind }) => kind);

test('what lies here goes, what was answered stays with the sent mails', () => {
  const [archive] = threadMoves([email('e1', 'I', 'W'), email('e2', 'S')], 'I', byRole);
  assert.deepEqual(archive, {
    kind: 'archive',
    updates: { e1: { 'mailboxIds/I': null, 'mailboxIds/A': true } },
    destroy: [],
  });
});

test('each mailbox offers what makes sense there', () => {
  assert.deepEqual(kinds([email('e', 'I')], 'I'), ['archive', 'junk', 'delete']);
  assert.deepEqual(kinds([email('e', 'J')], 'J'), ['archive', 'not-junk', 'delete']);
  assert.deepEqual(kinds([email('e', 'A')], 'A'), ['junk', 'delete']);
  assert.deepEqual(kinds([email('e', 'T')], 'T'), ['archive', 'junk', 'delete-for-ever']);
  assert.deepEqual(kinds([email('e', 'I')], 'T'), []);
});

test('in the trash, delete means for ever', () => {
  assert.deepEqual(threadMoves([email('e', 'T')], 'T', byRole).at(-1)?.destroy, ['e']);
});

test('in a search, all go that one has not written oneself', () => {
  const [archive] = threadMoves([email('e1', 'I', 'J'), email('e2', 'S')], undefined, byRole);
  assert.deepEqual(archive?.updates, {
    e1: { 'mailboxIds/I': null, 'mailboxIds/J': null, 'mailboxIds/A': true },
  });
});
