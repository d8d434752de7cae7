import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../base/bytes.ts';
import { parseHeader } from '../message/fields.ts';
import { populate, springfield } from '../policy/testing/springfield.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import { addressedAccounts, addressedMax } from './addressed.ts';

const homer = 'homer@springfield.test';
const marge = 'marge@springfield.test';

async function addressed(fields: string): Promise<Record<string, string>> {
  const { accounts } = createMemoryStore();
  await populate(accounts, ['homer', 'marge'], {
    boss: ['homer'],
    family: ['homer', 'marge'],
    'max@power-plant.test': ['boss'],
  });
  const header = parseHeader(fromUtf8(`${fields}\r\n\r\n`));
  const found = await addressedAccounts(header, [homer, marge], springfield, accounts);
  return Object.fromEntries([...found].map(([account, { text }]) => [account, text]));
}

describe('addressedAccounts', () => {
  it('finds people in all fields that name recipients, by the address that stands there', async () => {
    assert.deepEqual(await addressed('To: Homer <Homer@Springfield.test>'), {
      [homer]: 'Homer@Springfield.test',
    });
    for (const name of ['Cc', 'Bcc', 'Resent-To', 'Resent-Cc', 'Resent-Bcc'])
      assert.deepEqual(await addressed(`${name}: ned@church.test, ${homer}`), { [homer]: homer }, name);
    assert.deepEqual(await addressed(`To: ${marge}\r\nCc: friends: ${homer};`), {
      [homer]: homer,
      [marge]: marge,
    });
  });

  it('takes sub-addresses and aliases of one person for his own', async () => {
    assert.deepEqual(await addressed('To: homer+beer@springfield.test'), {
      [homer]: 'homer+beer@springfield.test',
    });
    assert.deepEqual(await addressed('To: boss@springfield.test'), { [homer]: 'boss@springfield.test' });
    assert.deepEqual(await addressed('To: max@power-plant.test'), { [homer]: 'max@power-plant.test' });
  });

  it('takes an alias for several for nobody’s own', async () => {
    assert.deepEqual(await addressed('To: family@springfield.test'), {});
  });

  it('finds nobody who is not named', async () => {
    assert.deepEqual(await addressed('To: undisclosed-recipients:;'), {});
    assert.deepEqual(await addressed(`From: ${homer}\r\nReply-To: ${homer}\r\nTo: ned@church.test`), {});
    assert.deepEqual(await addressed('To: bart@springfield.test, "homer"@elsewhere.test, ,,<<>>'), {});
  });

  it('reads no further than a letter to people goes', async () => {
    const others = (n: number) =>
      Array.from({ length: n }, (_, i) => `a${i}@springfield.test`).join(',\r\n ');
    assert.deepEqual(await addressed(`To: ${others(addressedMax - 1)},\r\n ${homer}`), { [homer]: homer });
    assert.deepEqual(await addressed(`To: ${others(addressedMax)},\r\n ${homer}`), {});
  });
});
