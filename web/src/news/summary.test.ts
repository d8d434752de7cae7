import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryRecipient } from '../jmap/news.ts';
import { english } from '../words/words.ts';
import { standingOf, standingOfAll, summary } from './summary.ts';

const recipient = (state: DeliveryRecipient['state'], action?: string): DeliveryRecipient => ({
  address: `${state}@x.test`,
  state,
  failure: null,
  heard: action === undefined ? null : { action, at: '2026-11-23T09:14:03Z', by: null },
});

test('what another host says weighs more than that the mail was handed on', () => {
  assert.equal(standingOf(recipient('relayed')), 'handed-on');
  assert.equal(standingOf(recipient('relayed', 'failed')), 'failed');
  assert.equal(standingOf(recipient('relayed', 'delivered')), 'arrived');
  assert.equal(standingOf(recipient('relayed', 'delayed')), 'delayed');
  assert.equal(standingOf(recipient('failed', 'delivered')), 'arrived');
});

test('a mail is marked by the worst that happened', () => {
  const of = (...states: DeliveryRecipient['state'][]) =>
    standingOfAll({ recipients: states.map((state) => recipient(state)) });
  assert.equal(of('delivered', 'failed', 'waiting'), 'failed');
  assert.equal(of('delivered', 'trying', 'delayed'), 'delayed');
  assert.equal(of('delivered', 'trying'), 'under-way');
  assert.equal(of('delivered', 'relayed'), 'handed-on');
  assert.equal(of('delivered', 'expanded'), 'arrived');
});

test('counts are said in words', () => {
  const said = (...states: DeliveryRecipient['state'][]) =>
    summary({ recipients: states.map((state) => recipient(state)), phase: 'sent' }, english);
  assert.equal(said('delivered'), 'It has arrived.');
  assert.equal(said('failed'), 'It did not arrive.');
  assert.equal(said('delivered', 'delivered', 'failed'), '2 of 3 received it. 1 of 3 did not receive it.');
  assert.equal(said('relayed', 'waiting'), '1 of 2: handed on to the next server. 1 of 2: on its way.');
  assert.equal(summary({ recipients: [], phase: 'canceled' }, english), 'You stopped it before it was sent.');
});
