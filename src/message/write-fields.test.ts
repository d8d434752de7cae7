import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromUtf8 } from '../base/bytes.ts';
import { parseHeader } from './fields.ts';
import { decodeWords } from './words.ts';
import { foldLength, lineLengthMax, writeField, writeLine, writeTextField } from './write-fields.ts';

const readBack = (field: string): string => {
  const header = parseHeader(fromUtf8(`${field}End: here\r\n\r\n`));
  assert.deepEqual(
    header.fields.map((each) => each.name),
    ['X', 'End'],
  );
  return header.value('X') ?? '';
};

describe('writeLine', () => {
  it('does not fold what a line can hold', () => {
    const value = `rfc822; "side show ${'x'.repeat(100)}"@tv.test`;
    assert.equal(writeLine('X', value), `X: ${value}\r\n`);
  });

  it('folds what no line can hold, and lets no value end its field', () => {
    const long = 'words '.repeat(200).trim();
    assert.equal(writeLine('X', long), writeField('X', long));
    assert.equal(writeLine('X', 'a\r\nY: b\u00fc'), 'X: a Y: b?\r\n');
    assert.equal(writeLine('X', ' '), writeField('X', ' '));
  });
});

describe('writeField', () => {
  const table: readonly [name: string, value: string | readonly string[], written: string][] = [
    ['a short one', 'b', 'X: b\r\n'],
    ['an empty one', '', 'X:\r\n'],
    ['blanks at the ends', '  b ', 'X: b\r\n'],
    ['CR and LF', 'b\r\nBcc: victim@x', 'X: b Bcc: victim@x\r\n'],
    ['a lone CR, a lone LF', 'b\rc\nd', 'X: b c d\r\n'],
    ['control characters', 'b\0c\x07d\x1be\x7ff\x85g', 'X: b c d e f g\r\n'],
    ['what is not ASCII', 'Grüße 😀', 'X: Gr??e ?\r\n'],
    ['pieces', ['from a', 'by b', ''], 'X: from a by b\r\n'],
    ['a tab', 'b\tc', 'X: b\tc\r\n'],
  ];
  for (const [name, value, written] of table) {
    it(`writes ${name}`, () => assert.equal(writeField('X', value), written));
  }

  it('keeps UTF-8 where the header may hold it, without its control characters', () => {
    assert.equal(writeField('X', 'Grüße\u0085 😀', 'utf8'), 'X: Grüße  😀\r\n');
  });

  it('refuses names that are none', () => {
    for (const name of ['', 'a b', 'a:', 'a\r\n', 'ü', 'x'.repeat(61)])
      assert.throws(() => writeField(name, 'b'));
  });

  it('folds at the limit', () => {
    const word = 'x'.repeat(foldLength - 'X: '.length - ' yy'.length);
    assert.equal(writeField('X', `${word} yy`), `X: ${word} yy\r\n`);
    assert.equal(writeField('X', `${word} yyy`), `X: ${word}\r\n yyy\r\n`);
  });

  it('folds between pieces rather than within them', () => {
    const piece = 'aaa bbb ccc ddd eee fff ggg hhh';
    assert.equal(writeField('X', [piece, piece, piece]), `X: ${piece} ${piece}\r\n ${piece}\r\n`);
  });

  it('leaves a first word beside the name that is too long for any line', () => {
    const word = 'x'.repeat(200);
    assert.equal(writeField('X', word), `X: ${word}\r\n`);
    assert.equal(writeField('X', `${word} y`), `X: ${word}\r\n y\r\n`);
  });

  it('cuts words that no line may hold', () => {
    for (const unit of ['x', 'ü', '😀']) {
      for (const form of ['ascii', 'utf8'] as const) {
        const field = writeField('X', `a ${unit.repeat(3000)} b`, form);
        for (const line of field.split('\r\n')) assert.ok(fromUtf8(line).length <= lineLengthMax);
        assert.equal(
          readBack(field).replaceAll(' ', ''),
          `a${(form === 'ascii' ? '?' : unit).replace('?', unit === 'x' ? 'x' : '?').repeat(3000)}b`,
        );
      }
    }
    assert.equal(
      writeField('X', `a ${'x'.repeat(lineLengthMax - 1)}`).split('\r\n')[1]?.length,
      lineLengthMax,
    );
  });

  it('never writes a line of blanks', () => {
    assert.doesNotMatch(writeField('X', `a${' '.repeat(3000)}b`), /^[ \t]*$\r\n./m);
  });

  it('holds any value in one field, and gives it back but for control characters', () => {
    const value = fc.string({
      unit: fc.constantFrom('a', 'bc ', ' ', '\t', '\r', '\n', '\r\n', ':', '\0', 'ü', '日', 'longer-word-'),
      maxLength: 200,
    });
    fc.assert(
      fc.property(value, fc.constantFrom('ascii' as const, 'utf8' as const), (text, form) => {
        const field = writeField('X', text, form);
        for (const line of field.split('\r\n'))
          assert.ok(line.length <= foldLength || !/[ \t]/.test(line.trim().slice(3)));
        const plain = (each: string) => each.replace(/[\s\0]+/g, ' ').trim();
        const expected = form === 'utf8' ? text : text.replace(/[^\t\r\n -~\0]/g, '?');
        assert.equal(plain(readBack(field)), plain(expected));
      }),
    );
  });
});

describe('writeTextField', () => {
  it('encodes what is not ASCII, or leaves it', () => {
    assert.equal(writeTextField('Subject', 'Grüße'), 'Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n');
    assert.equal(writeTextField('Subject', 'Grüße', 'utf8'), 'Subject: Grüße\r\n');
    assert.equal(writeTextField('Subject', 'a\r\nBcc: b'), 'Subject: a Bcc: b\r\n');
  });

  it('gives back any text, folded in lines that mail readers take', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' b', 'ü', '日本', '😀', '=?', '?=', 'Bcc:'),
      maxLength: 150,
    });
    fc.assert(
      fc.property(text, (value) => {
        const field = writeTextField('X', value);
        assert.match(field, /^[ -~\r\n]*$/);
        for (const line of field.split('\r\n'))
          if (line.includes('=?')) assert.ok(line.length <= foldLength, line);
        assert.equal(decodeWords(readBack(field)), value.trim());
      }),
    );
  });
});
