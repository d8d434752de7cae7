import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, latin1 } from '../base/bytes.ts';
import { Top } from './top.ts';

/** The top of a message that comes in pieces; `*` marks that no more is wanted. */
function top(lines: number, ...pieces: string[]): string {
  const cutter = new Top(lines);
  let text = '';
  for (const piece of pieces) {
    const { bytes, isComplete } = cutter.take(fromLatin1(piece));
    text += latin1(bytes);
    if (isComplete) return `${text}*`;
  }
  return text;
}

const header = 'A: b\r\n c\r\n';

test('rows of messages and their tops', () => {
  const rows: [number, string, string][] = [
    [0, `${header}\r\none\r\ntwo\r\n`, `${header}\r\n*`],
    [1, `${header}\r\none\r\ntwo\r\n`, `${header}\r\none\r\n*`],
    [2, `${header}\r\none\r\ntwo\r\n`, `${header}\r\none\r\ntwo\r\n*`],
    [3, `${header}\r\none\r\ntwo\r\n`, `${header}\r\none\r\ntwo\r\n`],
    [2, `${header}\r\n\r\n\r\n\r\n`, `${header}\r\n\r\n\r\n*`],
    [2, `${header}\r\none\r\ntwo`, `${header}\r\none\r\ntwo`],
    [0, header, header],
    [9, 'A: b', 'A: b'],
    [1, '\r\nbody\r\nmore\r\n', '\r\nbody\r\n*'],
    [1, 'A: b\n\none\ntwo\n', 'A: b\n\none\n*'],
    [0, 'A: b\r\n\r\r\n\r\nbody', 'A: b\r\n\r\r\n\r\n*'],
    [5, '', ''],
  ];
  for (const [lines, message, expected] of rows) {
    assert.equal(top(lines, message), expected, JSON.stringify(message));
    assert.equal(top(lines, ...message), expected, `${JSON.stringify(message)}, octet by octet`);
  }
});

test('it does not matter how the message is cut, nor what comes after the top', () => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\r\n'), maxLength: 6 }));
  fc.assert(
    fc.property(pieces, fc.nat({ max: 4 }), (texts, lines) => {
      assert.equal(top(lines, ...texts), top(lines, texts.join('')));
    }),
  );
});

test('the top is what a look at the whole message says it is', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', '\r\n', ': '), maxLength: 30 });
  fc.assert(
    fc.property(texts, fc.nat({ max: 4 }), (message, count) => {
      const lines = message.split(/(?<=\r\n)/);
      const blank = lines.indexOf('\r\n');
      const expected = blank === -1 ? message : lines.slice(0, blank + 1 + count).join('');
      assert.equal(top(count, message).replace('*', ''), expected);
    }),
  );
});
