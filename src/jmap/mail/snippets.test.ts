import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import { markAll, markPart, termsOf } from './snippets.ts';

describe('termsOf', () => {
  const table: readonly [text: string, terms: readonly string[]][] = [
    ['foo Bar', ['foo', 'bar']],
    ['"New York" x', ['new york', 'x']],
    ["'it\\'s' y", ['it s', 'y']],
    ['a@b.test', ['a b test']],
    ['  ', []],
    ['"', []],
  ];
  for (const [text, terms] of table) it(`reads ${text}`, () => assert.deepEqual(termsOf(text), terms));
});

describe('markAll', () => {
  it('marks the beginnings of words, and phrases, and lets no markup through', () => {
    assert.equal(
      markAll('The Foosball <b> & foo', ['foo']),
      'The <mark>Foosball</mark> &lt;b&gt; &amp; <mark>foo</mark>',
    );
    assert.equal(markAll('in New  York', ['new york']), 'in <mark>New  York</mark>');
    assert.equal(markAll('a buffoon', ['foo']), null);
    assert.equal(markAll('x', []), null);
  });
});

describe('markPart', () => {
  it('shows the words around the first match', () => {
    const text = `${'word '.repeat(100)}needle ${'more '.repeat(100)}`;
    const part = markPart(text, ['needle']) ?? '';
    assert.match(part, /^…(word ){1,9}<mark>needle<\/mark> (more )+.*…$/);
    assert.ok(fromUtf8(part).length <= 255);
  });

  it('has at most 255 octets, whatever it shows', () => {
    for (const text of ['&'.repeat(300), '😀 '.repeat(200), 'needle '.repeat(200)]) {
      const part = markPart(`needle ${text}`, ['needle']) ?? '';
      assert.ok(part.startsWith('<mark>needle</mark>') && fromUtf8(part).length <= 255, part);
    }
  });

  it('shows a short text whole', () =>
    assert.equal(markPart(' a\n needle ', ['needle']), 'a <mark>needle</mark>'));
});
