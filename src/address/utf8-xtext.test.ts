import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeUtf8AddressXtext, encodeUtf8AddressXtext, isUtf8AddressXtext } from './utf8-xtext.ts';

const forms: readonly [encoded: string, address: string][] = [
  ['a@b.test', 'a@b.test'],
  // utf-8-address and utf-8-addr-unitext
  ['zoë@b.test', 'zoë@b.test'],
  ['"zoë\\x{20}x"@b.test', '"zoë x"@b.test'],
  // utf-8-addr-xtext
  ['zo\\x{EB}@b.test', 'zoë@b.test'],
  ['\\x{7528}\\x{6237}@b.test', '用户@b.test'],
  ['\\x{1F369}@b.test', '🍩@b.test'],
  ['\\x{10FFFF}', '\u{10ffff}'],
  ['\\x{D7FF}', '\ud7ff'],
  ['\\x{123}', '\u0123'],
  ['a\\x{2B}b\\x{3D}c\\x{5C}', 'a+b=c\\'],
];
for (const [encoded, address] of forms) {
  test(encoded, () => {
    assert.equal(isUtf8AddressXtext(encoded), true);
    assert.equal(decodeUtf8AddressXtext(encoded), address);
  });
}

const bad = [
  '',
  'a b',
  'a+b',
  'a=b',
  'a\\b',
  'a\n',
  '\\x{}',
  '\\x{E}',
  '\\x{eb}',
  // Neither what needs no escape, nor NUL, CR and LF, nor surrogates, nor what is no character, nor leading zeros
  '\\x{41}',
  '\\x{00}',
  '\\x{0D}',
  '\\x{0A}',
  '\\x{D800}',
  '\\x{DFFF}',
  '\\x{110000}',
  '\\x{00EB}',
  '\\x{1234567}',
];
for (const text of bad)
  test(`not ${JSON.stringify(text)}`, () => assert.equal(isUtf8AddressXtext(text), false));

test('encoding makes ASCII, and decoding is its inverse', () => {
  const character = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 });
  const special = fc.constantFrom('+', '=', '\\', ' ', '\u007f', '"', '{', '}');
  fc.assert(
    fc.property(fc.array(fc.oneof(character, special), { minLength: 1 }), (characters) => {
      const address = characters.join('');
      const encoded = encodeUtf8AddressXtext(address);
      assert.match(encoded, /^[!-~]+$/);
      assert.equal(isUtf8AddressXtext(encoded), true);
      assert.equal(decodeUtf8AddressXtext(encoded), address);
    }),
  );
});
