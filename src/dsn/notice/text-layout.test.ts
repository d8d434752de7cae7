import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { block, listed, paragraph } from './text-layout.ts';

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
