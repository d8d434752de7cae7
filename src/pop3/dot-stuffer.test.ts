import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat, fromLatin1, latin1 } from '../base/bytes.ts';
import { DotStuffer } from './dot-stuffer.ts';

function stuff(...pieces: string[]): string {
  const stuffer = new DotStuffer();
  const stuffed = pieces.map((piece) => stuffer.push(fromLatin1(piece)));
  return latin1(concat([...stuffed, stuffer.end()]));
}

test('rows of content and how it is sent', () => {
  const rows: [string, string][] = [
    ['', '.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['a\r', 'a\r\n.\r\n'],
    ['a\n', 'a\n.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['.\r\n', '..\r\n.\r\n'],
    ['..\r\n.a\r\na.\r\n', '...\r\n..a\r\na.\r\n.\r\n'],
    ['a\r\n.\r\n.\r\n', 'a\r\n..\r\n..\r\n.\r\n'],
    ['a\n.\r\nb', 'a\n..\r\nb\r\n.\r\n'],
    ['a\r.\r\n', 'a\r.\r\n.\r\n'],
    ['\r\n\r\n', '\r\n\r\n.\r\n'],
  ];
  for (const [content, sent] of rows) {
    assert.equal(stuff(content), sent, JSON.stringify(content));
    assert.equal(stuff(...content), sent, `${JSON.stringify(content)}, octet by octet`);
  }
});

test('content without dots at the beginning of a line is passed on as it is', () => {
  const chunk = fromLatin1('From: a@b.c\r\n\r\nHello.\r\n');
  assert.equal(new DotStuffer().push(chunk), chunk);
});

/** As a client reads a response (RFC 1939 §3): undefined if it does not end where it should. */
function unstuff(sent: string): string | undefined {
  const lines = sent.split('\r\n');
  if (lines.pop() !== '' || lines.pop() !== '.' || lines.includes('.')) return undefined;
  return lines.map((line) => `${line.replace(/^\./, '')}\r\n`).join('');
}

test('a client gets back what was stored, and no end before the end', () => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('.', '\r\n', 'a'), maxLength: 6 }));
  fc.assert(
    fc.property(pieces, (texts) => {
      const content = texts.join('');
      const sent = stuff(...texts);
      assert.equal(unstuff(sent), content === '' || content.endsWith('\r\n') ? content : `${content}\r\n`);
    }),
  );
});

test('however lines end, nobody finds an end before the end', () => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('.', '\r', '\n', 'a'), maxLength: 6 }));
  fc.assert(
    fc.property(pieces, (texts) => {
      const withoutEnd = stuff(...texts).replace(/\.\r\n$/, '');
      assert.doesNotMatch(withoutEnd, /(?:^|\n)\.\r?\n/);
    }),
  );
});
