import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { harmless, hostile } from './testing/run.ts';
import { count, messageText, sizeText, table, timeText } from './text.ts';

describe('a table', () => {
  it('has aligned columns and no blanks at line ends', () => {
    const rows = [
      ['1', 'homer', ''],
      ['22', '', 'x'],
      ['333', 'm', 'yy'],
    ];
    assert.equal(
      table(['n', 'name', 'note'], rows),
      'n    name   note\n1    homer\n22          x\n333  m      yy\n',
    );
    assert.equal(table(['a', 'b'], []), 'a  b\n');
  });

  it('makes its cells harmless, and gives them the width that they are shown with', () => {
    assert.equal(table(['a', 'b'], [[hostile, 'x']]), `a${' '.repeat(harmless.length)} b\n${harmless}  x\n`);
  });

  it('can be long', () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => [String(i)]);
    assert.ok(table(['n'], rows).endsWith('\n199999\n'));
  });
});

describe('words', () => {
  it('for sizes', () => {
    for (const [bytes, text] of [
      [0, '0 B'],
      [1, '1 B'],
      [1_023, '1023 B'],
      [1_024, '1.0 KiB'],
      [1_536, '1.5 KiB'],
      [1_048_524, '1023.9 KiB'],
      [1_048_525, '1.0 MiB'],
      [1_048_576, '1.0 MiB'],
      [1_234_567, '1.2 MiB'],
      [52_428_800, '50.0 MiB'],
      [10 * 1024 ** 3, '10.0 GiB'],
      [1024 ** 4, '1.0 TiB'],
      [1024 ** 5, '1024.0 TiB'],
    ] as const) {
      assert.equal(sizeText(bytes), text);
    }
  });

  it('for times and counts', () => {
    assert.equal(timeText('2026-11-23T18:39:04.123Z'), '2026-11-23 18:39:04');
    assert.deepEqual(
      [0, 1, 2].map((n) => count(n, 'recipient')),
      ['0 recipients', '1 recipient', '2 recipients'],
    );
    assert.equal(count(2, 'reply', 'replies'), '2 replies');
  });
});

describe('the text of a message', () => {
  it('keeps its lines and tabs, and is harmless otherwise', () => {
    assert.equal(messageText('a\r\n\tb\nc\rd\r\n'), 'a\n    b\nc\\x0dd\n');
    assert.equal(messageText(hostile), harmless.replace('\\x0d\\x0a', '\n'));
  });
});
