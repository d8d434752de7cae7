import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { JmapClient } from '../jmap/client.ts';
import type { Session } from '../jmap/protocol.ts';
import { AddressChecks, type CheckedAddress, warningOf } from './address-checks.ts';

const session = { capabilities: {}, accounts: {}, primaryAccounts: {}, apiUrl: '/api' } as unknown as Session;
const bad: CheckedAddress = {
  address: 'a@b',
  verdict: 'bad',
  reason: 'no',
  status: '5.1.2',
  didYouMean: ['a@c'],
};

test('each address is asked for once', async () => {
  let asked = 0;
  const jmap = new JmapClient(session, async () => {
    asked++;
    return Response.json({ methodResponses: [['Address/check', { list: [bad] }, 'c0']] });
  });
  const checks = new AddressChecks(jmap);
  assert.equal(checks.of('a@b').value, undefined);
  await turn();
  await turn();
  assert.deepEqual(checks.of('a@b').value, bad);
  assert.equal(asked, 1);
});

test('a server that cannot say is asked again, and nothing is shown', async () => {
  let asked = 0;
  const jmap = new JmapClient(session, async () => {
    asked++;
    throw new TypeError('network');
  });
  const checks = new AddressChecks(jmap);
  assert.equal(checks.of('a@b').value, undefined);
  await turn();
  await turn();
  assert.equal(checks.of('a@b').value, undefined);
  assert.equal(asked, 2);
});

test('only what is bad is warned of, in words of its own where there are any', () => {
  assert.equal(warningOf(bad), 'check.no-domain');
  assert.equal(warningOf({ ...bad, status: '5.1.10' }), 'check.no-mail');
  assert.equal(warningOf({ ...bad, status: '5.4.6' }), 'check.bad');
  assert.equal(warningOf({ ...bad, status: null }), 'check.bad');
  assert.equal(warningOf({ ...bad, verdict: 'unknown' }), undefined);
  assert.equal(warningOf({ ...bad, verdict: 'good' }), undefined);
});
