import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mailboxAddress } from '../address/mailbox-address.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import {
  type Addressee,
  aliasDepthMax,
  aliasTargetsMax,
  type Directory,
  findAddressee,
  ownsAddress,
} from './addressees.ts';
import { address, populate, springfield } from './testing/springfield.ts';

type Aliases = Readonly<Record<string, readonly string[]>>;

const town = (people: readonly string[], aliases: Aliases = {}) =>
  populate(createMemoryStore().accounts, people, aliases);

async function find(text: string, people: readonly string[], aliases: Aliases = {}): Promise<Addressee> {
  return await findAddressee(address(text), springfield, await town(people, aliases));
}

/** An addressee in one line; the targets of an alias with their accounts, `-` for none. */
function summary(addressee: Addressee): string {
  switch (addressee.kind) {
    case 'local':
      return `local ${addressee.account.id}`;
    case 'alias':
      return `alias ${addressee.targets.map((t) => `${t.address.text} ${t.account?.id ?? '-'}`).join(', ')}`;
    default:
      return addressee.kind;
  }
}

describe('findAddressee, without aliases', () => {
  const people = ['Homer', 'marge', 'o.mally+cats', 'lisa@power-plant.test', 'жук', '"ned flanders"'];
  const cases: readonly [address: string, found: string][] = [
    ['homer@springfield.test', 'local homer@springfield.test'],
    ['HOMER@Springfield.Test', 'local homer@springfield.test'],
    ['"homer"@springfield.test', 'local homer@springfield.test'],
    ['"ned flanders"@springfield.test', 'local "ned flanders"@springfield.test'],
    ['ЖУК@springfield.test', 'local жук@springfield.test'],
    ['lisa@power-plant.test', 'local lisa@power-plant.test'],
    ['lisa@springfield.test', 'unknown'],
    ['homer@power-plant.test', 'unknown'],
    ['krusty@krustylu.test', 'remote'],
    ['homer@[203.0.113.9]', 'remote'],
    // RFC 5321 §4.1.3: literals stand for this host.
    ['homer@[192.0.2.1]', 'local homer@springfield.test'],
    ['Homer+x@[IPv6:2001:db8::1]', 'local homer@springfield.test'],
    ['bart@[192.0.2.1]', 'unknown'],
    ['lisa@[192.0.2.1]', 'unknown'],
  ];
  for (const [text, found] of cases) {
    it(`${text} → ${found}`, async () => assert.equal(summary(await find(text, people)), found));
  }
});

describe('findAddressee, with sub-addresses', () => {
  const people = ['homer', 'o.mally+cats'];
  const aliases = { 'sales+urgent': ['homer'], sales: ['a@krustylu.test', 'b@krustylu.test'] };
  const sales = 'alias a@krustylu.test -, b@krustylu.test -';
  const cases: readonly [address: string, found: string][] = [
    ['homer+lists@springfield.test', 'local homer@springfield.test'],
    ['homer+@springfield.test', 'local homer@springfield.test'],
    ['homer+a+b@springfield.test', 'local homer@springfield.test'],
    ['"homer+a b"@springfield.test', 'local homer@springfield.test'],
    ['+homer@springfield.test', 'unknown'],
    ['+@springfield.test', 'unknown'],
    ['bart+homer@springfield.test', 'unknown'],
    ['o.mally+cats@springfield.test', 'local o.mally+cats@springfield.test'],
    ['o.mally+cats+x@springfield.test', 'unknown'],
    ['o.mally@springfield.test', 'unknown'],
    ['sales+x@springfield.test', sales],
    ['sales+urgent@springfield.test', 'alias homer@springfield.test homer@springfield.test'],
    ['homer+x@krustylu.test', 'remote'],
  ];
  for (const [text, found] of cases) {
    it(`${text} → ${found}`, async () => assert.equal(summary(await find(text, people, aliases)), found));
  }
});

describe('findAddressee, with aliases', () => {
  const cases: readonly [what: string, aliases: Aliases, found: string][] = [
    ['one account', { list: ['homer'] }, 'alias homer@springfield.test homer@springfield.test'],
    ['another host', { list: ['x@krustylu.test'] }, 'alias x@krustylu.test -'],
    ['its own case', { LIST: ['homer'] }, 'alias homer@springfield.test homer@springfield.test'],
    [
      'a sub-address, which is kept',
      { list: ['homer+list'] },
      'alias homer+list@springfield.test homer@springfield.test',
    ],
    ['a literal of ours', { list: ['homer@[192.0.2.1]'] }, 'alias homer@[192.0.2.1] homer@springfield.test'],
    [
      'a sub-address of another alias',
      { list: ['family+fun'], family: ['homer'] },
      'alias homer@springfield.test homer@springfield.test',
    ],
    [
      'an alias by a literal',
      { list: ['family@[192.0.2.1]'], family: ['homer'] },
      'alias homer@springfield.test homer@springfield.test',
    ],
    [
      'several ways to one, which counts once',
      { list: ['a', 'b', 'Homer'], a: ['homer'], b: ['HOMER', 'x@krustylu.test', 'X@KrustyLu.test'] },
      'alias Homer@springfield.test homer@springfield.test, x@krustylu.test -',
    ],
    [
      'one that is there and one that is not: the latter will be told',
      { list: ['homer', 'nobody'] },
      'alias homer@springfield.test homer@springfield.test, nobody@springfield.test -',
    ],
    [
      'a loop beside a leaf',
      { list: ['a', 'homer'], a: ['b'], b: ['list', 'a'] },
      'alias homer@springfield.test homer@springfield.test',
    ],
    ['nobody here', { list: ['nobody', 'no-one@power-plant.test'] }, 'unknown'],
    ['itself', { list: ['list'] }, 'unknown'],
    ['itself by a sub-address', { list: ['list+x'] }, 'unknown'],
    ['a loop', { list: ['a'], a: ['b'], b: ['a', 'list'] }, 'unknown'],
  ];
  for (const [what, aliases, found] of cases) {
    it(`leads to ${what}`, async () =>
      assert.equal(summary(await find('list@springfield.test', ['homer'], aliases)), found));
  }

  it('prefers the account where both have the name', async () => {
    const homer = await (await town(['homer'])).findAccount(address('homer@springfield.test'));
    const both: Directory = {
      findAccount: async () => homer,
      findAlias: async (wanted) => ({ address: wanted, targets: [] }),
    };
    assert.equal((await findAddressee(address('homer@springfield.test'), springfield, both)).kind, 'local');
  });
});

describe('the bounds of aliases', () => {
  /** a1 → a2 → … → a<length> → homer */
  const chain = (length: number): Aliases =>
    Object.fromEntries(
      Array.from({ length }, (_, i) => [`a${i + 1}`, [i + 1 === length ? 'homer' : `a${i + 2}`]]),
    );
  const many = (count: number, prefix = 'x'): string[] =>
    Array.from({ length: count }, (_, i) => `${prefix}${i}@krustylu.test`);

  it('follows aliasDepthMax aliases, and not one more', async () => {
    const leads = await find('a1@springfield.test', ['homer'], chain(aliasDepthMax));
    assert.equal(summary(leads), 'alias homer@springfield.test homer@springfield.test');
    const tooDeep = await find('a1@springfield.test', ['homer'], chain(aliasDepthMax + 1));
    assert.deepEqual(tooDeep, { kind: 'too-deep' });
  });

  it('takes aliasTargetsMax targets of one alias, and not one more', async () => {
    const all = await find('list@springfield.test', [], { list: many(aliasTargetsMax) });
    assert.equal(all.kind === 'alias' && all.targets.length, aliasTargetsMax);
    const tooMany = await find('list@springfield.test', [], { list: many(aliasTargetsMax + 1) });
    assert.deepEqual(tooMany, { kind: 'too-deep' });
  });

  it('counts the aliases on the way, and repeated targets once', async () => {
    const halves = (count: number) => ({
      list: ['a', 'b'],
      a: many(count),
      b: [...many(10), ...many(aliasTargetsMax - 2 - count, 'y')],
    });
    const fits = await find('list@springfield.test', [], halves(500));
    assert.equal(fits.kind === 'alias' && fits.targets.length, aliasTargetsMax - 2);
    const { list, a, b } = halves(500);
    const tooMany = await find('list@springfield.test', [], { list, a, b: [...b, 'one@more.test'] });
    assert.deepEqual(tooMany, { kind: 'too-deep' });
  });

  it('stops a bomb soon', async () => {
    // Six levels of 200 aliases, each of which leads to all of the next level: 200^6 ways.
    const level = (n: number) =>
      Array.from({ length: 200 }, (_, i) => address(`l${n}-${i}@springfield.test`));
    const levels = [0, 1, 2, 3, 4, 5, 6].map(level);
    let lookUps = 0;
    const bomb: Directory = {
      findAccount: async () => undefined,
      findAlias: async (wanted) => {
        lookUps += 1;
        const targets = levels[Number(/^l(\d)/.exec(wanted.localPart)?.[1]) + 1];
        return targets && { address: wanted, targets };
      },
    };
    const found = await findAddressee(address('l0-0@springfield.test'), springfield, bomb);
    assert.deepEqual(found, { kind: 'too-deep' });
    assert.equal(lookUps, aliasTargetsMax + 1);
  });
});

describe('ownsAddress', () => {
  const aliases = {
    family: ['homer', 'marge'],
    friends: ['moe@krustylu.test', 'family'],
    elsewhere: ['homer@krustylu.test'],
    deep: ['deep1'],
    ...Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`deep${i + 1}`, [`deep${i + 2}`]])),
    deep12: ['homer'],
  };
  const cases: readonly [address: string, owns: boolean][] = [
    ['homer@springfield.test', true],
    ['Homer@SPRINGFIELD.test', true],
    ['homer+shop@springfield.test', true],
    ['homer@[192.0.2.1]', true],
    ['family@springfield.test', true],
    ['friends+x@springfield.test', true],
    ['marge@springfield.test', false],
    ['marge+homer@springfield.test', false],
    ['bart@springfield.test', false],
    ['elsewhere@springfield.test', false],
    ['deep@springfield.test', false],
    ['homer@krustylu.test', false],
    ['homer@power-plant.test', false],
    ['homer@[203.0.113.1]', false],
  ];
  for (const [text, owns] of cases) {
    it(`homer may ${owns ? '' : 'not '}send as ${text}`, async () => {
      const directory = await town(['homer', 'marge'], aliases);
      assert.equal(await ownsAddress('homer@springfield.test', address(text), springfield, directory), owns);
    });
  }

  it('takes an address that was built as well as one that was parsed', async () => {
    const directory = await town(['"ned flanders"']);
    const built = mailboxAddress('ned flanders', springfield.primary);
    assert.equal(await ownsAddress('"ned flanders"@springfield.test', built, springfield, directory), true);
  });
});

describe('who is responsible for a target', () => {
  const at = (name: string) => address(`${name}@springfield.test`);
  const aliases = [
    {
      address: at('outer'),
      targets: [at('inner'), at('plain'), address('a@krustylu.test')],
      owner: at('homer'),
    },
    { address: at('inner'), targets: [address('b@krustylu.test')], owner: at('marge') },
    { address: at('plain'), targets: [address('c@krustylu.test')] },
  ];

  async function owners(name: string): Promise<Record<string, string | undefined>> {
    const { accounts } = createMemoryStore();
    for (const alias of aliases) await accounts.putAlias(alias);
    const found = await findAddressee(at(name), springfield, accounts);
    assert(found.kind === 'alias');
    return Object.fromEntries(found.targets.map(({ address: to, owner }) => [to.text, owner?.localPart]));
  }

  it('is the owner of the alias that names it, else of one before', async () => {
    assert.deepEqual(await owners('outer'), {
      'a@krustylu.test': 'homer',
      'b@krustylu.test': 'marge',
      'c@krustylu.test': 'homer',
    });
  });

  it('is nobody in particular where nobody was named', async () => {
    assert.deepEqual(await owners('plain'), { 'c@krustylu.test': undefined });
  });
});
