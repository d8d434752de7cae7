import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { block, listed, paragraph, underlined } from './text-layout.ts';

const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');

describe('paragraph', () => {
  it('breaks lines at blanks', () => {
    const text = paragraph(words(40));
    for (const line of text.split('\n')) assert.ok(line.length <= 74);
    assert.equal(text.replaceAll('\n', ' '), words(40));
  });
  it('leaves a long word whole', () => {
    const long = 'x'.repeat(200);
    assert.equal(paragraph(`a ${long} b`), `a\n${long}\nb`);
  });
  it('breaks between wide letters, which take two columns', () => {
    const lines = paragraph('あ'.repeat(80)).split('\n');
    assert.deepEqual(
      lines.map((line) => line.length),
      [37, 37, 6],
    );
  });
  it('breaks no line before a mark that closes, nor behind one that opens', () => {
    assert.equal(paragraph(`${'あ'.repeat(37)}。い`), `${'あ'.repeat(36)}\nあ。い`);
    assert.equal(paragraph(`${'あ'.repeat(36)}「い`), `${'あ'.repeat(36)}\n「い`);
    assert.equal(paragraph(`${'あ'.repeat(37)}ょい`), `${'あ'.repeat(36)}\nあょい`);
  });
  it('keeps what stands between wide letters in one piece', () => {
    const address = 'krusty@krustylu.test';
    for (let before = 20; before < 40; before++)
      assert.ok(paragraph(`${'あ'.repeat(before)}${address}あ`).includes(address));
  });
  it('is linear in the text', () => {
    const long = 'あx '.repeat(100_000);
    assert.equal(paragraph(long).replace(/\s/g, ''), long.replace(/\s/g, ''));
  });
  it('may be empty', () => assert.equal(paragraph(''), ''));
});

describe('block', () => {
  it('sets lines in, and what they do not hold further in', () => {
    const [first, second] = block([words(20)]).split('\n');
    assert.match(first ?? '', /^ {2}word0/);
    assert.match(second ?? '', /^ {4}word/);
    assert.equal(block(['a', 'b']), '  a\n  b');
  });
});

describe('listed', () => {
  it('numbers several items, but not a single one', () => {
    assert.equal(listed(['a', 'b']), '  1. a\n  2. b');
    assert.equal(listed(['a']), '  a');
    assert.match(listed([words(20), 'b']), /^ {2}1\. word0.*\n {5}word/);
  });
});

describe('underlined', () => {
  const table: readonly [text: string, strokes: number][] = [
    ['Title', 5],
    ['件名', 4],
    // Marks above letters, and marks of direction, take no room.
    ['لم تُسلَّم', 7],
    ['\u2066a\u2069', 1],
    ['é', 1],
  ];
  for (const [text, strokes] of table) {
    it(text, () => assert.equal(underlined(text, '='), `${text}\n${'='.repeat(strokes)}`));
  }
  it('of several lines has the strokes of the longest', () => {
    const [, , strokes = ''] = underlined(words(20), '-').split('\n');
    assert.match(strokes, /^-{60,74}$/);
  });
});
