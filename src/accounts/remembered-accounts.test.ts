import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMailboxAddress } from '../address/mailbox-address.ts';
import { instant } from '../base/instant.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import type { Account, AccountId, AccountStore } from './accounts.ts';
import { rememberAccounts } from './remembered-accounts.ts';

function address(text: string) {
  const parsed = parseMailboxAddress(text);
  assert.ok(parsed.ok);
  return parsed.value;
}

const homer: Account = {
  id: 'a1' as AccountId,
  address: address('homer@springfield.test'),
  createdAt: instant(0),
};

function counted(store: AccountStore): { readonly store: AccountStore; readonly asked: string[] } {
  const asked: string[] = [];
  const counting: AccountStore = {
    ...rememberAccounts(store),
    findAccount: (each) => {
      asked.push(each.text);
      return store.findAccount(each);
    },
  };
  return { store: counting, asked };
}

test('an address is looked up once, in whatever case it is written', async () => {
  const memory = createMemoryStore().accounts;
  await memory.addAccount(homer, undefined);
  const { store, asked } = counted(memory);
  const directory = rememberAccounts(store);
  assert.equal((await directory.findAccount(homer.address))?.id, homer.id);
  assert.equal((await directory.findAccount(address('HOMER@Springfield.test')))?.id, homer.id);
  assert.deepEqual(asked, ['homer@springfield.test']);
});

test('a change is seen at once, also by those who were told that there is nobody', async () => {
  const directory = rememberAccounts(createMemoryStore().accounts);
  assert.equal(await directory.findAccount(homer.address), undefined);
  await directory.addAccount(homer, undefined);
  assert.equal((await directory.findAccount(homer.address))?.id, homer.id);
  await directory.removeAccount(homer.id);
  assert.equal(await directory.findAccount(homer.address), undefined);
  const alias = { address: address('fan@springfield.test'), targets: [homer.address] };
  assert.equal(await directory.findAlias(alias.address), undefined);
  await directory.putAlias(alias);
  assert.deepEqual(await directory.findAlias(alias.address), alias);
});

test('a look-up that failed is not remembered', async () => {
  const memory = createMemoryStore().accounts;
  let isBroken = true;
  const directory = rememberAccounts({
    ...rememberAccounts(memory),
    findAccount: async (each) => {
      if (isBroken) throw new Error('the disk is gone');
      return await memory.findAccount(each);
    },
  });
  await assert.rejects(directory.findAccount(homer.address));
  isBroken = false;
  assert.equal(await directory.findAccount(homer.address), undefined);
});
