import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, latin1 } from '../../base/bytes.ts';
import { InputBuffer } from './input-buffer.ts';
import { LineReader } from './line-reader.ts';

/** What is read from these pieces; `null` stands for a line that was too long. */
function read(pieces: readonly string[], bytesMax: number) {
  const input = new InputBuffer();
  const reader = new LineReader();
  const lines: (string | null)[] = [];
  let heldBytesMax = 0;
  for (const piece of pieces) {
    input.push(fromLatin1(piece));
    for (let line = reader.take(input, bytesMax); line; line = reader.take(input, bytesMax)) {
      lines.push(line.kind === 'line' ? latin1(line.bytes) : null);
    }
    heldBytesMax = Math.max(heldBytesMax, input.length);
  }
  return { lines, heldBytesMax };
}

const table: readonly [wire: string, lines: (string | null)[]][] = [
  ['', []],
  ['\r\n', ['']],
  ['NOOP\r\nQUIT\r\n', ['NOOP', 'QUIT']],
  ['NOOP', []],
  ['NOOP\r', []],
  // Neither a bare LF nor a bare CR ends a line.
  ['a\nb\rc\r\n', ['a\nb\rc']],
  ['a\r\r\n', ['a\r']],
  ['12345678\r\n', ['12345678']],
  ['123456789\r\n', [null]],
  ['123456789\r\nb\r\n', [null, 'b']],
  ['\r\r\r\r\r\r\r\r\r\r\r\r\nb\r\n', [null, 'b']],
  ['\n\n\n\n\n\n\n\n\n\n\n\n\n\r\nb\r\n', [null, 'b']],
];
for (const [wire, lines] of table) {
  test(JSON.stringify(wire), () => {
    assert.deepEqual(read([wire], 10).lines, lines);
    assert.deepEqual(read([...wire], 10).lines, lines);
  });
}

test('however the octets are cut, the lines are the same and little is kept', () => {
  const pieces = fc.array(fc.stringMatching(/^[a\r\n]{0,12}$/), { maxLength: 12 });
  fc.assert(
    fc.property(pieces, (wire) => {
      const { lines, heldBytesMax } = read(wire, 10);
      const expected = wire.join('').split('\r\n').slice(0, -1);
      assert.deepEqual(
        lines,
        expected.map((line) => (line.length > 8 ? null : line)),
      );
      assert.ok(heldBytesMax < 10);
    }),
  );
});

test('a buffer gives back what was pushed, and lets go of what was read', () => {
  const input = new InputBuffer();
  input.push(fromLatin1(''));
  assert.equal(input.length, 0);
  assert.equal(input.peek().length, 0);
  input.push(fromLatin1('abc'));
  input.push(fromLatin1('def'));
  assert.equal(latin1(input.peek()), 'abcdef');
  input.skip(4);
  assert.equal(input.length, 2);
  input.push(fromLatin1('g'));
  assert.equal(latin1(input.peek()), 'efg');
  input.skip(3);
  assert.equal(input.length, 0);
});
