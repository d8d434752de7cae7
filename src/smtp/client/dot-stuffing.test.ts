import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Bytes, concat, fromLatin1, latin1 } from '../../base/bytes.ts';
import { DotStuffer } from './dot-stuffing.ts';

/** What goes over the wire when the content comes in these chunks. */
function wire(...chunks: string[]): string {
  const stuffer = new DotStuffer();
  const parts = chunks.map((chunk) => latin1(stuffer.push(fromLatin1(chunk))));
  return parts.join('') + latin1(stuffer.end());
}

describe('known answers (RFC 5321 §4.5.2)', () => {
  const cases: readonly [content: string, expected: string][] = [
    ['', '.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['.\r\n', '..\r\n.\r\n'],
    ['..\r\n', '...\r\n.\r\n'],
    ['a.b\r\n.c\r\n\r\n.\r\nd', 'a.b\r\n..c\r\n\r\n..\r\nd\r\n.\r\n'],
    // Neither a bare LF nor a bare CR ends a line.
    ['a\n.b\r.c\r\n', 'a\n.b\r.c\r\n.\r\n'],
    // What the content lacks at its end is given to it: a CR at the very end becomes a CRLF, not a bare CR before one.
    ['a\n', 'a\n\r\n.\r\n'],
    ['a\r', 'a\r\n.\r\n'],
    ['\r\r\n.', '\r\r\n..\r\n.\r\n'],
  ];
  for (const [content, expected] of cases) {
    test(JSON.stringify(content), () => {
      assert.equal(wire(content), expected);
      assert.equal(wire(...content), expected, 'octet by octet');
    });
  }

  test('a chunk without such dots is not copied', () => {
    const chunk = fromLatin1('a.b\r\nc.d\r\n');
    assert.equal(new DotStuffer().push(chunk), chunk);
  });
});

/** The receiving side of RFC 5321 §4.5.2, as plainly as can be. */
function received(octets: string): string {
  assert.ok(octets === '.\r\n' || octets.endsWith('\r\n.\r\n'));
  const body = octets.slice(0, -3);
  assert.ok(!`\r\n${body}`.includes('\r\n.\r\n'), 'the end comes only at the end');
  return `\r\n${body}`.replaceAll('\r\n.', '\r\n').slice(2);
}

test('whatever the content and its chunks: the other side gets it back, and nothing ends it early', () => {
  const chunk = fc
    .array(fc.constantFrom('\r', '\n', '.', '\r\n', '\r\n.', 'x'), { maxLength: 12 })
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 6 }), (chunks) => {
      const content = chunks.join('');
      const back = received(wire(...chunks));
      const missing =
        content === '' || content.endsWith('\r\n') ? '' : content.endsWith('\r') ? '\n' : '\r\n';
      assert.equal(back, content + missing);
    }),
  );
});

test('a large chunk of nothing but dots costs one copy', () => {
  const line = fromLatin1('.\r\n');
  const chunk: Bytes = concat(Array.from({ length: 100_000 }, () => line));
  const stuffed = new DotStuffer().push(chunk);
  assert.equal(stuffed.length, 400_000);
  assert.equal(latin1(stuffed, 0, 8), '..\r\n..\r\n');
});
