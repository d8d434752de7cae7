import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addressesIn } from './addresses.ts';

const lines: readonly (readonly [line: string, ...addresses: string[]])[] = [
  ['no address here'],
  ['moe@tavern.test', 'moe@tavern.test'],
  ['<moe@tavern.test>: no such bar', 'moe@tavern.test'],
  ['Your mail to moe@tavern.test.', 'moe@tavern.test'],
  ['550 moe@tavern.test... User unknown', 'moe@tavern.test'],
  ['moe@tavern.test, barney@tavern.test', 'moe@tavern.test', 'barney@tavern.test'],
  ["user 'moe@tavern.test' unknown", 'moe@tavern.test'],
  ["o'brien@tavern.test", "o'brien@tavern.test"],
  ['moe+duff=beer@tavern.test', 'moe+duff=beer@tavern.test'],
  ['to=<moe@tavern.test>, relay=none', 'moe@tavern.test'],
  ['email=moe@tavern.test', 'moe@tavern.test'],
  ['mailto:moe@tavern.test', 'moe@tavern.test'],
  ['<mailto:moe@tavern.test>', 'moe@tavern.test'],
  ['rfc822;moe@tavern.test', 'moe@tavern.test'],
  ['<@relay.test,@other.test:moe@tavern.test>', 'moe@tavern.test'],
  ['<"moe szyslak"@tavern.test>', '"moe szyslak"@tavern.test'],
  ['to "moe szyslak"@tavern.test', '"moe szyslak"@tavern.test'],
  ['moe@[192.0.2.25] is full', 'moe@[192.0.2.25]'],
  ['moe@localhost', 'moe@localhost'],
  ['宛先moe@tavern.testが見つかりません', 'moe@tavern.test'],
  ['moe@tavern.testへの配信', 'moe@tavern.test'],
  ['<mœ@bücher.test>', 'mœ@bücher.test'],
  ['mail to moe@bücher.test failed', 'moe@bücher.test'],
  ['http://moe@tavern.test/'],
  ['a @ b'],
  ['@tavern.test'],
  ['moe@'],
  ['Moe Szyslak (moe@tavern.test)<mailto:moe@tavern.test>', 'moe@tavern.test', 'moe@tavern.test'],
];

describe('addressesIn', () => {
  for (const [line, ...addresses] of lines) {
    it(`finds ${addresses.length} in ${line}`, () => {
      assert.deepEqual(
        addressesIn(line).map(({ address }) => address),
        addresses,
      );
    });
  }

  it('says where they stand, brackets and quotes counted in', () => {
    const line = 'to <moe@tavern.test> and "barney@tavern.test"';
    const places = addressesIn(line).map(({ start, end }) => line.slice(start, end));
    assert.deepEqual(places, ['<moe@tavern.test>', '"barney@tavern.test"']);
  });

  it('finds them one behind the other in any line', () => {
    const piece = fc.constantFrom(
      '@',
      '<',
      '>',
      'a',
      '.',
      '"',
      ' ',
      '[',
      ']',
      ':',
      'ü',
      '宛',
      '=',
      "'",
      'b.test',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const line = pieces.join('');
        let end = 0;
        for (const found of addressesIn(line)) {
          assert.ok(found.start >= end && found.end > found.start && found.end <= line.length);
          assert.match(found.address, /^[^@].*@./);
          end = found.end;
        }
      }),
    );
  });

  it('looks at no more than a hundred of a line', () => {
    assert.equal(addressesIn('a@b.test '.repeat(500)).length, 100);
  });
});
