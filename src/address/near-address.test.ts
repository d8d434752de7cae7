import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type MailboxAddress, mailboxKey, parseMailboxAddress } from './mailbox-address.ts';
import { nearAddresses, nearAddressesMax, slipsBetween } from './near-address.ts';

function address(text: string): MailboxAddress {
  const parsed = parseMailboxAddress(text, { utf8: true });
  assert(parsed.ok, text);
  return parsed.value;
}

const near = (mistyped: string, ...known: string[]): string[] =>
  nearAddresses(address(mistyped), known.map(address)).map(({ text }) => text);

describe('addresses near a mistyped one', () => {
  const table: readonly [
    what: string,
    mistyped: string,
    known: readonly string[],
    found: readonly string[],
  ][] = [
    ['a wrong letter', 'krustyClown@tv.test', ['krustyKlown@tv.test'], ['krustyKlown@tv.test']],
    ['a letter too few', 'krusty@tv.tst', ['krusty@tv.test'], ['krusty@tv.test']],
    ['neighbours exchanged', 'krutsy@tv.test', ['krusty@tv.test'], ['krusty@tv.test']],
    [
      'two slips in a long one',
      'waylonsmithrs@plnt.test',
      ['waylonsmithers@plant.test'],
      ['waylonsmithers@plant.test'],
    ],
    ['two slips in a short one', 'xo@tv.test', ['bo@tw.test'], []],
    [
      'forgotten dots',
      'nedflanders@church.test',
      ['n.ed.flanders@church.test'],
      ['n.ed.flanders@church.test'],
    ],
    ['another last label', 'moe@tavern.com', ['moe@tavern.test'], ['moe@tavern.test']],
    ['somebody else', 'lisa@springfield.test', ['bart@springfield.test'], []],
    ['the same address in another case', 'MOE@Tavern.test', ['moe@tavern.test'], []],
    [
      'the nearest first',
      'krustyclown@tv.test',
      ['krustyklovn@tv.test', 'krustyklown@tv.test'],
      ['krustyklown@tv.test', 'krustyklovn@tv.test'],
    ],
    ['each once', 'mo@tavern.test', ['Moe@tavern.test', 'moe@tavern.test'], ['Moe@tavern.test']],
    ['a common domain', 'Homer.J@gmial.com', [], ['Homer.J@gmail.com']],
    ['a common domain with a known address', 'moe@hotmial.com', ['moe@hotmail.com'], ['moe@hotmail.com']],
    ['a common domain that is near another one', 'moe@gmx.at', [], []],
    ['a short common domain, which many are near to', 'moe@vp.pl', [], []],
    ['letters beyond ASCII', 'krüsti@tv.test', ['krüsty@tv.test'], ['krüsty@tv.test']],
  ];
  for (const [what, mistyped, known, found] of table) {
    it(`know ${what}`, () => assert.deepEqual(near(mistyped, ...known), found));
  }

  it(`are ${nearAddressesMax} at most`, () => {
    const known = [...'abcdefgh'].map((letter) => `krust${letter}@tv.test`);
    assert.equal(near('krusty@tv.test', ...known).length, nearAddressesMax);
  });
});

describe('slips', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

  it('are none between equals, and as many one way as the other', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(slipsBetween(a, b, 9) === 0, a === b);
        assert.equal(slipsBetween(a, b, 9), slipsBetween(b, a, 9));
      }),
    );
  });

  it('are told no further than asked', () => {
    fc.assert(
      fc.property(word, word, fc.nat(3), (a, b, max) =>
        assert.equal(slipsBetween(a, b, max), Math.min(slipsBetween(a, b, 9), max + 1)),
      ),
    );
  });

  it('are one for each letter that is put in, taken out or changed', () => {
    fc.assert(
      fc.property(word, fc.nat(6), (a, at) => {
        const i = Math.min(at, a.length);
        assert.equal(slipsBetween(a, `${a.slice(0, i)}x${a.slice(i)}`, 9), 1);
        if (i < a.length) assert.equal(slipsBetween(a, `${a.slice(0, i)}x${a.slice(i + 1)}`, 9), 1);
      }),
    );
  });

  it('never lead to the address itself', () => {
    const local = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(local, fc.array(local), (mistyped, others) => {
        const known = others.map((other) => address(`${other}@tv.test`));
        const wrong = address(`${mistyped}@tv.test`);
        assert(nearAddresses(wrong, known).every((each) => mailboxKey(each) !== mailboxKey(wrong)));
      }),
    );
  });
});
