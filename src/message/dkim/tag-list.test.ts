import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTagList } from './tag-list.ts';

test('a list of tags', () => {
  const lists: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a=b', { a: 'b' }],
    [' a = b ; c_1=d=e ;', { a: 'b', c_1: 'd=e' }],
    ['a=; b= x y ;\t', { a: '', b: 'x y' }],
    ['s=x; S=y', { s: 'x', S: 'y' }],
  ];
  for (const [text, tags] of lists) assert.deepEqual(parseTagList(text), new Map(Object.entries(tags)), text);
});

test('what is none', () => {
  for (const text of [
    '',
    ';',
    'a',
    '=b',
    'a=b;;',
    'a=b;;c=d',
    ';a=b',
    'a=b; c',
    '_=x',
    '1=x',
    'a b=c',
    'a=b; a=b',
  ])
    assert.equal(parseTagList(text), undefined, text);
});
