import assert from 'node:assert/strict';
import type { Credentials } from '../../accounts/accounts.ts';
import { account, address, t } from './fixtures.ts';
import type { Suite } from './suite.ts';

export const accountSuite: Suite = {
  'finds an account by id, and by address whatever its case': async ({ accounts }) => {
    const homer = { ...account('a1', 'Homer.J@Springfield.test'), quotaBytes: 5_000 };
    assert.equal(await accounts.addAccount(homer, undefined), 'added');
    assert.deepEqual(await accounts.findAccountById(homer.id), homer);
    assert.deepEqual(await accounts.findAccount(address('hOMER.j@sPRINGFIELD.TEST')), homer);
    assert.deepEqual(await accounts.findAccount(address('"homer.j"@springfield.test')), homer);
    assert.equal(await accounts.findAccount(address('homerj@springfield.test')), undefined);
    assert.equal(await accounts.findAccountById(account('a2').id), undefined);
  },

  'finds non-ASCII addresses in any form and case': async ({ accounts }) => {
    const account1 = account('a1', 'Jos\u00e9@springfield.test');
    await accounts.addAccount(account1, undefined);
    assert.deepEqual(await accounts.findAccount(address('JOSE\u0301@springfield.test')), account1);
  },

  'keeps credentials, or none': async ({ accounts }) => {
    const { id } = account('homer');
    await accounts.addAccount(account('homer'), credentials('one'));
    await accounts.addAccount(account('postmaster'), undefined);
    assert.deepEqual(await accounts.findCredentials(id), credentials('one'));
    assert.equal(await accounts.findCredentials(account('postmaster').id), undefined);
    assert.equal(await accounts.setCredentials(id, credentials('two')), 'set');
    assert.deepEqual(await accounts.findCredentials(id), credentials('two'));
    assert.equal(await accounts.setCredentials(account('bart').id, credentials('x')), 'no-such-account');
    assert.equal(await accounts.findCredentials(account('bart').id), undefined);
  },

  'keeps the language of an account, or none': async ({ accounts }) => {
    const { id } = account('homer');
    await accounts.addAccount({ ...account('homer'), language: 'de-AT' }, credentials('one'));
    const languages = async () => [
      (await accounts.findAccountById(id))?.language,
      (await accounts.listAccounts())[0]?.language,
    ];
    assert.deepEqual(await languages(), ['de-AT', 'de-AT']);
    assert.equal(await accounts.setLanguage(id, 'ja'), 'set');
    assert.deepEqual(await languages(), ['ja', 'ja']);
    assert.equal(await accounts.setLanguage(id, undefined), 'set');
    assert.deepEqual(await accounts.findAccountById(id), account('homer'));
    assert.deepEqual(await accounts.findCredentials(id), credentials('one'));
    assert.equal(await accounts.setLanguage(account('bart').id, 'ja'), 'no-such-account');
  },

  'lets an address be used once': async ({ accounts }) => {
    const sales = {
      address: address('sales@springfield.test'),
      targets: [address('homer@springfield.test')],
    };
    assert.equal(await accounts.putAlias(sales), 'put');
    assert.equal(await accounts.addAccount(account('a1'), undefined), 'added');
    assert.equal(await accounts.addAccount(account('a2', 'A1@springfield.test'), undefined), 'address-taken');
    assert.equal(
      await accounts.addAccount(account('a3', 'Sales@springfield.test'), undefined),
      'address-taken',
    );
    const alias = { address: address('A1@springfield.test'), targets: sales.targets };
    assert.equal(await accounts.putAlias(alias), 'address-taken');
    assert.deepEqual(await accounts.listAccounts(), [account('a1')]);
    assert.deepEqual(await accounts.listAliases(), [sales]);
  },

  'refuses an account id that is there': async ({ accounts }) => {
    await accounts.addAccount(account('a1'), undefined);
    await assert.rejects(accounts.addAccount(account('a1', 'other@springfield.test'), undefined), {
      name: 'StoreError',
    });
    assert.equal(await accounts.findAccount(address('other@springfield.test')), undefined);
  },

  'puts, replaces, finds and removes aliases': async ({ accounts }) => {
    const at = address('Sales@springfield.test');
    const targets = [address('homer@springfield.test'), address('Krusty@krustylu.test')];
    assert.equal(await accounts.putAlias({ address: at, targets }), 'put');
    assert.deepEqual(await accounts.findAlias(address('sALES@springfield.test')), { address: at, targets });
    const fewer = { address: address('sales@springfield.test'), targets: targets.slice(1) };
    assert.equal(await accounts.putAlias(fewer), 'put');
    assert.deepEqual(await accounts.listAliases(), [fewer]);
    const owned = { ...fewer, owner: address('Lisa@springfield.test') };
    assert.equal(await accounts.putAlias(owned), 'put');
    assert.deepEqual(await accounts.findAlias(at), owned);
    assert.deepEqual(await accounts.listAliases(), [owned]);
    assert.equal(await accounts.putAlias(fewer), 'put');
    assert.deepEqual(await accounts.findAlias(at), fewer);
    assert.equal(await accounts.removeAlias(address('SALES@springfield.test')), 'removed');
    assert.equal(await accounts.removeAlias(at), 'no-such-alias');
    assert.equal(await accounts.findAlias(at), undefined);
  },

  'removes accounts and frees their addresses': async ({ accounts }) => {
    const homer = account('a1', 'homer@springfield.test');
    await accounts.addAccount(homer, credentials('one'));
    assert.equal(await accounts.removeAccount(homer.id), 'removed');
    assert.equal(await accounts.removeAccount(homer.id), 'no-such-account');
    assert.equal(await accounts.findAccount(homer.address), undefined);
    assert.equal(await accounts.findCredentials(homer.id), undefined);
    assert.equal(await accounts.addAccount(account('a2', 'homer@springfield.test'), undefined), 'added');
  },

  'lists accounts and aliases by address': async ({ accounts }) => {
    const targets = [address('x@springfield.test')];
    for (const name of ['moe', 'Barney', 'lenny']) {
      await accounts.addAccount(account(`id-${name}`, `${name}@springfield.test`), undefined);
      await accounts.putAlias({ address: address(`${name}@alias.test`), targets });
    }
    const order = ['Barney', 'lenny', 'moe'];
    const locals = (found: readonly { readonly address: { readonly localPart: string } }[]) =>
      found.map((each) => each.address.localPart);
    assert.deepEqual(locals(await accounts.listAccounts()), order);
    assert.deepEqual(locals(await accounts.listAliases()), order);
    assert.equal((await accounts.listAccounts())[0]?.createdAt, t(1_000));
  },
};

function credentials(seed: string): Credentials {
  const octets = (length: number) => new Uint8Array(length).fill(seed.charCodeAt(0));
  return {
    passwordHash: `$argon2id$v=19$m=65536,t=3,p=1$${seed}$hash`,
    scramSha256: { iterations: 4_096, salt: octets(16), storedKey: octets(32), serverKey: octets(32) },
  };
}
