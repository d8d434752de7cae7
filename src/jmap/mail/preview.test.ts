import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import { bodyLists } from './body-lists.ts';
import { MessageParts } from './message-parts.ts';
import { preview } from './preview.ts';
import { entity } from './testing/entity.ts';

function previewOf(message: string): string {
  const parts = new MessageParts(fromUtf8(message));
  return preview(parts, bodyLists(parts.root));
}

describe('preview', () => {
  const table: readonly [name: string, message: string, preview: string][] = [
    ['plain text', entity('text/plain', 'Hello,\r\n\r\n  how\tare you?\r\n'), 'Hello, how are you?'],
    ['an answer', entity('text/plain', '> Hello\r\n> you\r\n\r\nYes.\r\n-- \r\nAnn'), 'Yes.'],
    ['nothing but a quote', entity('text/plain', '> Hello\r\n'), '> Hello'],
    [
      'HTML',
      entity('text/html', '<style>b{}</style><p>Hello&amp;<b>you</b></p><script>x()</script>'),
      'Hello&you',
    ],
    [
      'a filled up line',
      entity('text/plain; charset=utf-8', 'News \u034f \u200c \u00ad\ufeff today'),
      'News today',
    ],
    ['letters that join', entity('text/plain; charset=utf-8', 'a 👩‍🚀 b'), 'a 👩‍🚀 b'],
    [
      'a picture before the text',
      entity('multipart/mixed', [entity('image/png', 'x'), entity('text/plain', 'y')]),
      'y',
    ],
    [
      'an empty text before another',
      entity('multipart/mixed', [entity('text/plain', ' '), entity('text/plain', 'y')]),
      'y',
    ],
    ['no text', entity('application/pdf', 'x'), ''],
  ];
  for (const [name, message, expected] of table) {
    it(`shows ${name}`, () => assert.equal(previewOf(message), expected));
  }

  it('has at most 256 characters, and none of them cut in two', () => {
    assert.equal(previewOf(`\r\n${'a'.repeat(300)}`).length, 256);
    assert.equal(
      previewOf(`Content-Type: text/plain; charset=utf-8\r\n\r\na${'😀'.repeat(200)}`).length,
      255,
    );
  });

  it('does not read a large text to its end', () => {
    assert.equal(previewOf(`\r\n${'\r\n'.repeat(20_000)}x`), '');
  });
});
