import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { bodyValue } from './body-value.ts';
import { MessageParts } from './message-parts.ts';

const valueOfText = (type: string, text: string | Uint8Array, bytesMax = 0, encoding = '8bit') => {
  const header = fromUtf8(`Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`);
  const parts = new MessageParts(Buffer.concat([header, typeof text === 'string' ? fromUtf8(text) : text]));
  return bodyValue(parts, parts.root, bytesMax);
};

describe('bodyValue', () => {
  it('ends lines with LF', () => {
    assert.deepEqual(valueOfText('text/plain', 'a\r\nb\r\n\r\n'), {
      value: 'a\nb\n\n',
      isEncodingProblem: false,
      isTruncated: false,
    });
  });

  const problems: readonly [
    name: string,
    type: string,
    text: Uint8Array,
    value: string,
    isProblem: boolean,
  ][] = [
    ['UTF-8', 'text/plain; charset=utf-8', fromUtf8('Grüße'), 'Grüße', false],
    ['Latin-1', 'text/plain; charset=iso-8859-1', fromLatin1('Gr\xfc\xdfe'), 'Grüße', false],
    ['UTF-8 without a charset', 'text/plain', fromUtf8('Grüße'), 'Grüße', false],
    ['no charset and not UTF-8', 'text/plain', fromLatin1('Gr\xfc'), 'Grü', true],
    ['broken UTF-8', 'text/plain; charset=utf-8', fromLatin1('a\xffb'), 'a\ufffdb', true],
    ['U+FFFD that was written', 'text/plain; charset=utf-8', fromUtf8('a\ufffdb'), 'a\ufffdb', false],
    ['an unknown charset', 'text/plain; charset=x-klingon', fromUtf8('abc'), 'abc', true],
  ];
  for (const [name, type, text, value, isEncodingProblem] of problems) {
    it(`decodes ${name}`, () => {
      assert.deepEqual(valueOfText(type, text), { value, isEncodingProblem, isTruncated: false });
    });
  }

  it('tells of an unknown transfer encoding', () => {
    assert.equal(valueOfText('text/plain', 'abc', 0, 'x-uuencode').isEncodingProblem, true);
  });

  const cuts: readonly [bytesMax: number, value: string][] = [
    [1, 'a'],
    [2, 'a'],
    [3, 'aü'],
    [6, 'aü'],
    [7, 'aü😀'],
    [8, 'aü😀\n'],
    [9, 'aü😀\nz'],
    [100, 'aü😀\nz'],
  ];
  for (const [bytesMax, value] of cuts) {
    it(`cuts at ${bytesMax} octets`, () => {
      const shown = valueOfText('text/plain; charset=utf-8', 'aü😀\r\nz', bytesMax);
      assert.deepEqual(shown, { value, isEncodingProblem: false, isTruncated: value !== 'aü😀\nz' });
    });
  }

  const tags: readonly [html: string, bytesMax: number, value: string][] = [
    ['ab<b>c</b>', 3, 'ab'],
    ['ab<b>c</b>', 4, 'ab'],
    ['ab<b>c</b>', 5, 'ab<b>'],
    ['ab<b>c</b>', 8, 'ab<b>c'],
    ['a<a title="x>y" href=z>b', 15, 'a'],
    ["a<a title='x>\"y' href=z>b", 20, 'a'],
    ["a<a title=it's>b c d", 18, "a<a title=it's>b c"],
    ['1 < 2 and 3 > 2, so', 8, '1 < 2 an'],
    ['a<!-- x -->b', 8, 'a'],
  ];
  for (const [html, bytesMax, value] of tags) {
    it(`cuts ${html} at ${bytesMax} octets`, () =>
      assert.equal(valueOfText('text/html', html, bytesMax).value, value));
  }

  it('never has more octets than asked for, and is the beginning of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, bytesMax) => {
        const whole = valueOfText('text/html; charset=utf-8', text);
        const shown = valueOfText('text/html; charset=utf-8', text, bytesMax);
        assert.ok(fromUtf8(shown.value).length <= bytesMax);
        assert.ok(whole.value.startsWith(shown.value));
        assert.equal(shown.isTruncated, shown.value !== whole.value);
      }),
    );
  });

  it('takes time that grows with the length only', () => {
    const html = `<a ${'="'.repeat(200_000)}${'<'.repeat(200_000)}${'=          '.repeat(50_000)}`;
    assert.equal(valueOfText('text/html', html, html.length - 1).value, '');
  });
});
