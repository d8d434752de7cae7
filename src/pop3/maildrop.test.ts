import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../base/instant.ts';
import type { MailboxEntry, Uid } from '../mailbox/mailbox-store.ts';
import { Maildrop, scanListing, uniqueIdListing } from './maildrop.ts';

const entry = (uid: number, sizeBytes: number): MailboxEntry => ({
  uid: uid as Uid,
  sizeBytes,
  receivedAt: instant(0),
  queueId: 'q',
});

const found = (maildrop: Maildrop, message: number): MailboxEntry => {
  const entryFound = maildrop.find(message);
  assert.ok(entryFound);
  return entryFound;
};

test('messages have numbers from 1, in their order', () => {
  const maildrop = new Maildrop([entry(7, 100), entry(9, 20)]);
  assert.equal(maildrop.find(1)?.uid, 7);
  assert.equal(maildrop.find(2)?.uid, 9);
  for (const message of [0, 3, -1, 1.5, 999_999_999]) assert.equal(maildrop.find(message), undefined);
});

test('a mark takes a message out of count, size and listing; the others keep their numbers', () => {
  const maildrop = new Maildrop([entry(7, 100), entry(9, 20), entry(11, 3)]);
  const second = found(maildrop, 2);
  maildrop.markDeleted(second);
  maildrop.markDeleted(second);
  assert.equal(maildrop.count, 2);
  assert.equal(maildrop.sizeBytes, 103);
  assert.equal(maildrop.find(2), undefined);
  assert.deepEqual(maildrop.listing(scanListing), ['1 100', '3 3']);
  assert.deepEqual(maildrop.listing(uniqueIdListing), ['1 q.7', '3 q.11']);
  assert.deepEqual(maildrop.deletedUids(), [9]);
});

test('marks are taken back', () => {
  const maildrop = new Maildrop([entry(7, 100), entry(9, 20)]);
  maildrop.markDeleted(found(maildrop, 1));
  maildrop.unmarkAll();
  assert.equal(maildrop.count, 2);
  assert.equal(maildrop.sizeBytes, 120);
  assert.deepEqual(maildrop.deletedUids(), []);
  assert.equal(maildrop.find(1)?.uid, 7);
});

test('an empty maildrop', () => {
  const maildrop = new Maildrop([]);
  assert.equal(maildrop.count, 0);
  assert.equal(maildrop.sizeBytes, 0);
  assert.deepEqual(maildrop.listing(scanListing), []);
});

test('two messages of one queue id have two unique-ids, of at most 70 characters', () => {
  const longest = { ...entry(Number.MAX_SAFE_INTEGER, 1), queueId: '01m82v7m00040g2081' };
  assert.notEqual(uniqueIdListing(entry(1, 1)), uniqueIdListing(entry(2, 1)));
  assert.match(uniqueIdListing(longest), /^[!-~]{1,70}$/);
});
