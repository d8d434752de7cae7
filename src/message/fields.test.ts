import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, fromUtf8, latin1 } from '../base/bytes.ts';
import { parseHeader, unfold } from './fields.ts';

/** Names and unfolded values of the fields, and the text of the body. */
function parsed(text: string) {
  const bytes = fromUtf8(text);
  const header = parseHeader(bytes);
  return {
    fields: header.fields.map((field) => [field.name, header.valueOf(field)]),
    body: latin1(bytes, header.bodyStart),
  };
}

describe('parseHeader', () => {
  const table: readonly [name: string, text: string, fields: readonly [string, string][], body: string][] = [
    [
      'an ordinary message',
      'From: a@b\r\nTo:c\r\n\r\nHi\r\n',
      [
        ['From', 'a@b'],
        ['To', 'c'],
      ],
      'Hi\r\n',
    ],
    ['no fields', '\r\nHi', [], 'Hi'],
    ['no octets', '', [], ''],
    ['no body', 'A: b\r\n\r\n', [['A', 'b']], ''],
    ['no empty line', 'A: b\r\n', [['A', 'b']], ''],
    ['no line end', 'A: b', [['A', 'b']], ''],
    [
      'a lone LF (RFC 7103 §6)',
      'A: b\nC: d\n\nHi',
      [
        ['A', 'b'],
        ['C', 'd'],
      ],
      'Hi',
    ],
    ['a lone CR, which is no line end', 'A: b\rC: d\r\n\r\nHi', [['A', 'b\rC: d']], 'Hi'],
    ['a fold', 'A: b\r\n c\r\n\td\r\n\r\n', [['A', 'b c\td']], ''],
    ['a line of blanks is a fold (§7.3)', 'A: b\r\n \r\n c\r\n\r\nHi', [['A', 'b  c']], 'Hi'],
    ['a fold before the first field', ' x\r\nA: b\r\n\r\n', [['A', 'b']], ''],
    ['blanks before the colon (§7.4)', 'A : b\r\n\r\n', [['A', 'b']], ''],
    [
      'an empty value',
      'A:\r\nB: \r\n\r\n',
      [
        ['A', ''],
        ['B', ''],
      ],
      '',
    ],
    ['colons in the value', 'A: b:c: d\r\n\r\n', [['A', 'b:c: d']], ''],
    [
      'a stray line, empty line behind (§7.2 step 1)',
      'A: b\r\nstray\r\nC: d\r\n\r\nHi',
      [
        ['A', 'b stray'],
        ['C', 'd'],
      ],
      'Hi',
    ],
    ['a stray line last', 'A: b\r\nstray text\r\n\r\nHi', [['A', 'b stray text']], 'Hi'],
    [
      'a stray line, field behind (§7.2 step 2)',
      'A: b\r\nstray\r\nC: d\r\nHi there',
      [
        ['A', 'b stray'],
        ['C', 'd'],
      ],
      'Hi there',
    ],
    [
      'a stray line and its fold with nothing behind',
      'A: b\r\nHi there\r\n you',
      [['A', 'b']],
      'Hi there\r\n you',
    ],
    ['stray lines before the first field', 'From x Mon\r\n>From y\r\nA: b\r\n\r\n', [['A', 'b']], ''],
    ['text only', 'Hi there\r\nyou\r\n', [], 'Hi there\r\nyou\r\n'],
    ['a colon without a name', ': x\r\nA: b\r\n\r\n', [['A', 'b']], ''],
    ['a name with blanks in it', 'A b: c\r\nD: e\r\n\r\n', [['D', 'e']], ''],
    ['UTF-8 (RFC 6532)', 'Subject: Grüße\r\n\r\n', [['Subject', 'Grüße']], ''],
  ];
  for (const [name, text, fields, body] of table) {
    it(`reads ${name}`, () => assert.deepEqual(parsed(text), { fields, body }));
  }

  it('reads octets that are not UTF-8 as Latin-1', () => {
    const header = parseHeader(fromLatin1('Subject: Gr\xfc\xdfe\r\n\r\n'));
    assert.equal(header.value('subject'), 'Grüße');
  });

  it('finds fields by name, without case', () => {
    const header = parseHeader(fromUtf8('Received: 1\r\nX: y\r\nRECEIVED: 2\r\n\r\n'));
    assert.equal(header.value('received'), '1');
    assert.deepEqual(header.values('Received'), ['1', '2']);
    assert.equal(header.count('rEceived'), 2);
    assert.equal(header.has('x'), true);
    assert.equal(header.has('xx'), false);
    assert.equal(header.value('Date'), undefined);
  });

  it('gives offsets into what it was given', () => {
    const bytes = fromUtf8('junkA: b\r\n c\r\nD: e\r\n\r\nHi');
    const header = parseHeader(bytes, 4, bytes.length - 1);
    assert.deepEqual(
      header.fields.map((field) => latin1(bytes, field.start, field.end)),
      ['A: b\r\n c\r\n', 'D: e\r\n'],
    );
    assert.equal(latin1(bytes, header.fields[0]?.valueStart, header.fields[0]?.end), ' b\r\n c\r\n');
    assert.equal(latin1(bytes, header.bodyStart), 'Hi');
    assert.equal(latin1(bytes, header.end, header.bodyStart), '\r\n');
  });

  it('never throws, and covers its input in order', () => {
    const piece = fc.constantFrom(
      'A: b',
      '\r\n',
      '\n',
      '\r',
      ' ',
      '\t',
      ':',
      'stray',
      '\0',
      'é',
      'Subject',
      '--',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const bytes = fromUtf8(pieces.join(''));
        const header = parseHeader(bytes);
        let at = 0;
        for (const field of header.fields) {
          assert.ok(field.start >= at && field.valueStart > field.start && field.end >= field.valueStart);
          assert.doesNotMatch(header.valueOf(field), /\n/);
          at = field.end;
        }
        assert.ok(header.end >= at && header.bodyStart >= header.end && header.bodyStart <= bytes.length);
      }),
    );
  });

  it('takes time in proportion to the input', () => {
    const hostile = ['A: b\r\nx\r\n', 'x\r\n', ' \r\n', 'A:\r\n', 'A', ' ', ':'];
    for (const unit of hostile) {
      const bytes = fromUtf8(unit.repeat(1_000_000 / unit.length));
      const start = performance.now();
      const header = parseHeader(bytes);
      for (const field of header.fields.slice(0, 1)) header.valueOf(field);
      assert.ok(performance.now() - start < 2000, `${JSON.stringify(unit)} took too long`);
    }
  });
});

describe('unfold', () => {
  it('takes out line ends and keeps the blanks', () => {
    assert.equal(unfold(' a\r\n b\r\n\tc\nd \r\n'), 'a b\tc d');
  });
});
