import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { concat, fromLatin1, latin1 } from '../../base/bytes.ts';
import { RelaxedBody } from './relaxed-body.ts';

/** @param pieceBytes in how large pieces it comes */
function relax(body: string, pieceBytes = Number.POSITIVE_INFINITY): string {
  const blocks: Uint8Array[] = [];
  const relaxed = new RelaxedBody((block) => blocks.push(block.slice()));
  const bytes = fromLatin1(body);
  for (let at = 0; at < bytes.length; at += pieceBytes) relaxed.push(bytes.subarray(at, at + pieceBytes));
  relaxed.end();
  return latin1(concat([new Uint8Array(0), ...blocks]));
}

/** RFC 6376 §3.4.4, word for word, of a body that is there as a whole. */
function relaxSlowly(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}

describe('the relaxed form of a body (RFC 6376 §3.4.4)', () => {
  const table: readonly [name: string, body: string, relaxed: string][] = [
    ['the example of §3.4.5', ' C \r\nD \t E\r\n\r\n\r\n', ' C\r\nD E\r\n'],
    ['nothing', '', ''],
    ['an empty line', '\r\n', ''],
    ['empty lines only', '\r\n\r\n\r\n', ''],
    ['blanks only', ' \t \r\n\t\r\n  ', ''],
    ['no line end at the end', 'a', 'a\r\n'],
    ['a blank at the end, and no line end', 'a ', 'a\r\n'],
    ['empty lines amid the text', '\r\na\r\n\r\n\r\nb\r\n', '\r\na\r\n\r\n\r\nb\r\n'],
    ['a line of blanks amid the text', 'a\r\n \t\r\nb\r\n', 'a\r\n\r\nb\r\n'],
    ['dots', '.\r\n..\r\n.a\r\n', '.\r\n..\r\n.a\r\n'],
    ['octets above 127, a no-break space among them', '\xa0\xe4 \xa0\r\n', '\xa0\xe4 \xa0\r\n'],
    ['a lone CR within a line', 'a \r b\r\n', 'a \r b\r\n'],
    ['a lone LF within a line', 'a \n b\r\n', 'a \n b\r\n'],
    ['a CR before a line end', 'a\r\r\nb', 'a\r\r\nb\r\n'],
    // The wire makes a line end of it.
    ['a CR at the end', 'a\r\n\r\n\r', 'a\r\n'],
  ];
  for (const [name, body, relaxed] of table)
    it(name, () => {
      for (const pieceBytes of [1, 2, 3, 100]) assert.equal(relax(body, pieceBytes), relaxed);
    });

  it('is the same in pieces of any size', () => {
    const body = fc
      .array(fc.constantFrom('\r\n', ' ', '\t', 'a', '.', '\xff', '\0'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(body, fc.integer({ min: 1, max: 9 }), (text, pieceBytes) => {
        assert.equal(relax(text, pieceBytes), relaxSlowly(text));
      }),
    );
  });

  it('of many empty lines takes no memory', () => {
    let bytes = 0;
    const relaxed = new RelaxedBody((block) => {
      assert(block.length <= 64 * 1024);
      bytes += block.length;
    });
    const lines = fromLatin1('\r\n'.repeat(100_000));
    for (let i = 0; i < 10; i++) relaxed.push(lines);
    assert.equal(bytes, 0);
    relaxed.push(fromLatin1('x'));
    relaxed.end();
    assert.equal(bytes, 10 * lines.length + 3);
  });
});
