import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, latin1 } from '../base/bytes.ts';
import { LineReader } from './line-reader.ts';

function readAll(reader: LineReader, lengthMax = 100): string[] {
  const lines: string[] = [];
  for (let line = reader.next(lengthMax); line; line = reader.next(lengthMax)) {
    lines.push(typeof line === 'string' ? `<${line}>` : latin1(line));
    if (line === 'too-long') break;
  }
  return lines;
}

test('lines end with CRLF, and with LF alone; a CR alone ends nothing', () => {
  const reader = new LineReader();
  reader.push(fromLatin1('STAT\r\nNOOP\nA\rB\r\nrest'));
  assert.deepEqual(readAll(reader), ['STAT', 'NOOP', 'A\rB']);
  assert.ok(!reader.isEmpty);
  reader.push(fromLatin1('\r\n'));
  assert.deepEqual(readAll(reader), ['rest']);
  assert.ok(reader.isEmpty);
});

test('an empty line is a line', () => {
  const reader = new LineReader();
  reader.push(fromLatin1('\r\n\n'));
  assert.equal(reader.next(9)?.length, 0);
  assert.equal(reader.next(9)?.length, 0);
  assert.equal(reader.next(9), undefined);
});

test('the limit counts the line end, whether it has come yet or not', () => {
  const line = (text: string) => {
    const reader = new LineReader();
    reader.push(fromLatin1(text));
    return readAll(reader, 10);
  };
  assert.deepEqual(line('12345678\r\n'), ['12345678']);
  assert.deepEqual(line('123456789\r\n'), ['<too-long>']);
  assert.deepEqual(line('1234567890'), []);
  assert.deepEqual(line('12345678901'), ['<too-long>']);
  assert.deepEqual(line('123\r\n123456789\r\n'), ['123', '<too-long>']);
});

test('it does not matter how the octets are cut', () => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\r', '\n'), maxLength: 8 }));
  fc.assert(
    fc.property(pieces, (texts) => {
      const whole = new LineReader();
      whole.push(fromLatin1(texts.join('')));
      const cut = new LineReader();
      const lines: string[] = [];
      for (const text of texts) {
        cut.push(fromLatin1(text));
        lines.push(...readAll(cut, 1000));
      }
      assert.deepEqual(lines, readAll(whole, 1000));
      assert.equal(cut.isEmpty, whole.isEmpty);
    }),
  );
});
