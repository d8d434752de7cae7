import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, latin1 } from '../base/bytes.ts';
import { decodeQuotedPrintable, encodeQuotedPrintable } from './quoted-printable.ts';

const encode = (text: string) => encodeQuotedPrintable(fromLatin1(text), true);
const decode = (text: string) => latin1(decodeQuotedPrintable(fromLatin1(text)));

describe('encodeQuotedPrintable', () => {
  const table: readonly [text: string, encoded: string][] = [
    ['', ''],
    ['plain!', 'plain!'],
    ['a=b', 'a=3Db'],
    ['\xfc', '=FC'],
    ['a \r\nb\t', 'a=20\r\nb=09'],
    ['a b', 'a b'],
    ['a\rb\nc\0', 'a=0Db=0Ac=00'],
    ['\r\n\r\n', '\r\n\r\n'],
    ['x'.repeat(75), 'x'.repeat(75)],
    ['x'.repeat(76), `${'x'.repeat(75)}=\r\nx`],
    [`${'x'.repeat(73)}\xfc`, `${'x'.repeat(73)}=\r\n=FC`],
  ];
  for (const [text, encoded] of table) {
    it(`writes ${JSON.stringify(text.slice(0, 20))}`, () => assert.equal(encode(text), encoded));
  }

  it('encodes line ends too where they are none', () => {
    assert.equal(encodeQuotedPrintable(fromLatin1('a\r\nb'), false), 'a=0D=0Ab');
  });
});

describe('decodeQuotedPrintable', () => {
  const table: readonly [encoded: string, text: string][] = [
    ['', ''],
    ['=C3=bc', '\xc3\xbc'],
    ['a=\r\nb', 'ab'],
    ['a= \t\r\nb', 'ab'],
    ['a=\nb', 'ab'],
    ['a  \r\nb\t', 'a\r\nb'],
    ['a=20 \r\n', 'a \r\n'],
    ['a=', 'a'],
    ['a=4', 'a=4'],
    ['a=XY=3D', 'a=XY='],
    ['==41', '=A'],
    ['\r\n\n\r', '\r\n\n\r'],
    ['\xfc', '\xfc'],
  ];
  for (const [encoded, text] of table) {
    it(`reads ${JSON.stringify(encoded)}`, () => assert.equal(decode(encoded), text));
  }

  it('is the inverse, in lines of at most 76 characters', () => {
    const octets = fc.uint8Array({ maxLength: 300 });
    const text = fc
      .string({ unit: fc.constantFrom('a', ' ', '\t', '\r\n', '=', '\xfc', 'word '), maxLength: 200 })
      .map(fromLatin1);
    fc.assert(
      fc.property(fc.oneof(octets, text), fc.boolean(), (bytes, isText) => {
        const encoded = encodeQuotedPrintable(bytes, isText);
        assert.match(encoded, /^(?:[\t -~]{0,76}(?:\r\n|$))*$/);
        assert.equal(latin1(decodeQuotedPrintable(fromLatin1(encoded))), latin1(bytes));
      }),
    );
  });
});
