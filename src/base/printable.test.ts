import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { printable, printableJson } from './printable.ts';

const hostile: readonly [text: string, shown: string][] = [
  ['\u001b[2J\u001b]0;title\u0007', '\\x1b[2J\\x1b]0;title\\x07'],
  ['two\r\nlines', 'two\\x0d\\x0alines'],
  ['tab\tand\u0000nul', 'tab\\x09and\\x00nul'],
  ['\u007f\u0080\u009b31m\u009f', '\\x7f\\x80\\x9b31m\\x9f'],
  ['soft\u00adhyphen', 'soft\\xadhyphen'],
  ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['evil\u202etxt.exe\u202c', 'evil\\u202etxt.exe\\u202c'],
  ['\u2066a\u2069\u200e\u200f\u061c', '\\u2066a\\u2069\\u200e\\u200f\\u061c'],
  ['in\u200bvi\u2060si\ufeffble\u180e', 'in\\u200bvi\\u2060si\\ufeffble\\u180e'],
  ['\ufff9note\ufffb', '\\ufff9note\\ufffb'],
  ['\u{e0041}\u{e007f}', '\\u{e0041}\\u{e007f}'],
  ['\ud83d alone \udc00', '\\ud83d alone \\udc00'],
];

const harmless = [
  '',
  'Homer <homer@springfield.test>',
  'Ça va, Жук? 日本語 ελληνικά',
  'می‌خواهم',
  '👨‍👩‍👧 🍩',
  'back\\slash "quoted"',
  '\u00a0\u3000',
];

describe('printable text', () => {
  for (const [text, shown] of hostile) {
    it(`shows ${shown}`, () => assert.equal(printable(text), shown));
  }

  it('leaves the rest as it is', () => {
    for (const text of harmless) assert.equal(printable(text), text);
  });

  it('is cut at a length', () => {
    assert.equal(printable('abc', 3), 'abc');
    assert.equal(printable('abcd', 3), 'abc…');
    assert.equal(printable('\u001b\u001b', 1), '\\x1b…');
    assert.equal(printable('🍩🍩', 1), '\\ud83c…');
    assert.equal(printable('a', 0), '…');
  });

  it('stays as it is when it is shown again, and says nothing unsafe (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = printable(text);
        assert.equal(printable(shown), shown);
        assert.ok(shown.isWellFormed());
        assert.doesNotMatch(shown, /[\p{Cc}\p{Bidi_C}\p{Zl}\p{Zp}]/u);
        assert.ok(shown.length >= text.length, 'nothing is dropped');
      }),
    );
  });
});

describe('printable JSON', () => {
  it('holds the same value, and is as harmless (property)', () => {
    const value = fc.jsonValue({ stringUnit: 'binary' });
    fc.assert(
      fc.property(value, (before) => {
        const shown = printableJson(before);
        assert.equal(printable(shown), shown);
        assert.deepEqual(JSON.parse(shown), JSON.parse(JSON.stringify(before)));
      }),
    );
  });

  it('takes care of names as well as of values', () => {
    const text = hostile.map(([each]) => each).join('');
    const shown = printableJson({ [text]: [text] });
    assert.equal(printable(shown), shown);
    assert.deepEqual(JSON.parse(shown), { [text]: [text] });
  });
});
