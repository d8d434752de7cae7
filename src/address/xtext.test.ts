import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeXtext, encodeXtext, parseXtext } from './xtext.ts';

const encodings: readonly [text: string, encoded: string][] = [
  ['', ''],
  ['homer@springfield.test', 'homer@springfield.test'],
  ['a+b=c', 'a+2Bb+3Dc'],
  ['a b', 'a+20b'],
  ['a\r\nb', 'a+0D+0Ab'],
  ['~!', '~!'],
  ['zoë', 'zo+C3+AB'],
  ['\u007f', '+7F'],
];
for (const [text, encoded] of encodings) {
  test(JSON.stringify(text), () => {
    assert.equal(encodeXtext(text), encoded);
    const xtext = parseXtext(encoded);
    assert.ok(xtext !== undefined);
    assert.equal(decodeXtext(xtext), text);
  });
}

test('an encoding may be more than it must', () => {
  const xtext = parseXtext('+68+6F+6D+65+72');
  assert.ok(xtext !== undefined);
  assert.equal(decodeXtext(xtext), 'homer');
});

test('octets that are not UTF-8 become the characters of their numbers', () => {
  const xtext = parseXtext('zo+EB');
  assert.ok(xtext !== undefined);
  assert.equal(decodeXtext(xtext), 'zoë');
});

for (const text of ['a b', 'a=b', 'a+', 'a+2', 'a+2b', 'a+GG', 'é', 'a\n', '\u007f']) {
  test(`not ${JSON.stringify(text)}`, () => assert.equal(parseXtext(text), undefined));
}

test('decoding is the inverse of encoding', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = encodeXtext(text);
      assert.equal(parseXtext(encoded), encoded);
      assert.equal(decodeXtext(encoded), text);
    }),
  );
});
