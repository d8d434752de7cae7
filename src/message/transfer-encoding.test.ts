import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, fromLooseBase64, fromUtf8, latin1 } from '../base/bytes.ts';
import { decodeQuotedPrintable } from './quoted-printable.ts';
import { contentNeed, encodeBody } from './transfer-encoding.ts';

const line = (length: number) => 'x'.repeat(length);

describe('contentNeed', () => {
  const table: readonly [text: string, need: string][] = [
    ['', '7bit'],
    ['a\r\nb', '7bit'],
    ['a\r\n', '7bit'],
    ['\xfc\r\n', '8bit'],
    ['a\0', 'binary'],
    ['a\nb', 'binary'],
    ['\n', 'binary'],
    ['a\rb', 'binary'],
    ['a\r\r\nb', 'binary'],
    ['a\r\nb\r', 'binary'],
    ['a\r\n\nb', 'binary'],
    [line(998), '7bit'],
    [line(999), 'binary'],
    [`${line(998)}\r\n${line(998)}\r\n`, '7bit'],
    [`a\r\n${line(999)}\r\n`, 'binary'],
  ];
  for (const [text, need] of table) {
    it(`is ${need} for ${JSON.stringify(text.slice(0, 12))} of ${text.length}`, () =>
      assert.equal(contentNeed(fromLatin1(text)), need));
  }
});

describe('encodeBody', () => {
  const table: readonly [text: string, isText: boolean, allows8bit: boolean, encoding: string][] = [
    ['plain\r\n', true, false, '7bit'],
    ['plain\r\n', false, false, '7bit'],
    ['Grüße aus Springfield\r\n', true, true, '8bit'],
    ['Grüße aus Springfield\r\n', true, false, 'quoted-printable'],
    ['Grüße aus Springfield\r\n', false, false, 'base64'],
    ['Привет\r\n', true, false, 'base64'],
    [line(2000), true, true, 'quoted-printable'],
    [line(2000), false, true, 'base64'],
    ['a\nb', true, true, 'quoted-printable'],
  ];
  for (const [text, isText, allows8bit, encoding] of table) {
    it(`takes ${encoding} for ${JSON.stringify(text.slice(0, 12))}, text ${isText}, 8bit ${allows8bit}`, () =>
      assert.equal(encodeBody(fromUtf8(text), isText, allows8bit).encoding, encoding));
  }

  it('gives lawful lines on any way, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.boolean(),
        fc.boolean(),
        (bytes, isText, allows8bit) => {
          const encoded = encodeBody(bytes, isText, allows8bit);
          const need = contentNeed(encoded.bytes);
          assert.ok(need === '7bit' || (need === '8bit' && allows8bit && encoded.encoding === '8bit'));
          const decoded =
            encoded.encoding === 'base64'
              ? fromLooseBase64(latin1(encoded.bytes))
              : encoded.encoding === 'quoted-printable'
                ? decodeQuotedPrintable(encoded.bytes)
                : encoded.bytes;
          assert.equal(latin1(decoded), latin1(bytes));
          if (encoded.encoding === 'base64') assert.match(latin1(encoded.bytes), /^(?:.{76}\r\n)*.{1,76}$/);
        },
      ),
    );
  });
});
