import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Delivery, RecipientState } from '../jmap/news.ts';
import { readAddresses } from './addresses.ts';
import { ranked } from './contacts.ts';

const sent = (to: string) => ({ to: readAddresses(to), cc: null });
const delivery = (sendAt: string, address: string, state: RecipientState, owner = 'sender'): Delivery => ({
  id: sendAt,
  emailId: 'e',
  phase: 'sent',
  sendAt,
  resendOf: null,
  resends: [],
  recipients: [
    { address, state, failure: state === 'failed' ? { cause: 'c', owner, text: '' } : null, heard: null },
  ],
  events: [],
});
const order = (deliveries: readonly Delivery[]) =>
  ranked([sent('a@x, b@x'), sent('B <b@x>'), sent('c@x')], deliveries).map(({ email }) => email);

test('whom one writes to most stands first, by the name that is known', () => {
  assert.deepEqual(order([]), ['b@x', 'a@x', 'c@x']);
  const [first] = ranked([sent('b@x'), sent('B <b@x>')], []);
  assert.equal(first?.name, 'B');
});

test('an address that failed last sinks to the end, until mail gets there again', () => {
  const failed = delivery('2026-11-01T00:00:00Z', 'b@x', 'failed');
  assert.deepEqual(order([failed]), ['a@x', 'c@x', 'b@x']);
  assert.deepEqual(order([delivery('2026-11-02T00:00:00Z', 'b@x', 'relayed'), failed]), [
    'b@x',
    'a@x',
    'c@x',
  ]);
});

test('what is the fault of somebody else does not make an address sink', () => {
  assert.deepEqual(order([delivery('2026-11-01T00:00:00Z', 'b@x', 'failed', 'recipient')]), [
    'b@x',
    'a@x',
    'c@x',
  ]);
});
