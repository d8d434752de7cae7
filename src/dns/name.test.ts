import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameLengthMax, parseDnsName, parseQueryName, ROOT } from './name.ts';

test('names are compared in one form', () => {
  const cases: [string, string][] = [
    ['krustylu.test', 'krustylu.test'],
    ['KrustyLu.Test.', 'krustylu.test'],
    ['_dmarc.krustylu.test', '_dmarc.krustylu.test'],
    ['test', 'test'],
    ['.', ROOT],
  ];
  for (const [text, name] of cases) assert.equal(parseDnsName(text), name);
});

test('what cannot be asked for is no name', () => {
  for (const text of ['', '..', 'a..b', '.a', 'a b', 'a\\.b', 'bücher.example', 'a\n', '\u212Alu.test']) {
    assert.equal(parseDnsName(text), undefined, JSON.stringify(text));
  }
});

test('blanks are for those who know what they ask for', () => {
  assert.equal(parseQueryName('A b.test.'), 'a b.test');
  assert.equal(parseQueryName('a\\ b.test'), undefined);
});

test('labels have at most 63 octets and names at most 253', () => {
  assert.equal(parseDnsName(`${'a'.repeat(63)}.test`)?.length, 68);
  assert.equal(parseDnsName(`${'a'.repeat(64)}.test`), undefined);
  const longest = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;
  assert.equal(longest.length, nameLengthMax);
  assert.equal(parseDnsName(`${longest}.`), longest);
  assert.equal(parseDnsName(`${longest}d`), undefined);
});
