import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onePerAccount } from './one-per-account.ts';

it('keeps the first entry of each mailbox, in order', () => {
  const entries = ['bart', 'lisa', 'bart', 'maggie', 'lisa'].map((account, recipient) => ({
    account,
    recipient,
  }));
  assert.deepEqual(onePerAccount(entries), [
    { account: 'bart', recipient: 0 },
    { account: 'lisa', recipient: 1 },
    { account: 'maggie', recipient: 3 },
  ]);
  assert.deepEqual(onePerAccount([]), []);
});
