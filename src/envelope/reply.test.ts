import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isCompletion,
  isIntermediate,
  isPermanent,
  isTransient,
  type Reply,
  reply,
  replyText,
} from './reply.ts';

test('the first digit decides', () => {
  const kinds = (code: number) => {
    const r = reply(code, undefined);
    return [isCompletion(r), isIntermediate(r), isTransient(r), isPermanent(r)].indexOf(true);
  };
  const table: readonly [number, number][] = [
    [200, 0],
    [250, 0],
    [299, 0],
    [300, 1],
    [354, 1],
    [399, 1],
    [400, 2],
    [499, 2],
    [500, 3],
    [599, 3],
    [199, -1],
    [600, -1],
  ];
  for (const [code, kind] of table) assert.equal(kinds(code), kind, `${code}`);
});

test('a reply without a status has no such field', () => {
  assert.deepEqual(reply(354, undefined, 'go'), { code: 354, lines: ['go'] });
  assert.deepEqual(reply(250, '2.0.0', 'a', 'b'), { code: 250, status: '2.0.0', lines: ['a', 'b'] });
});

const texts: readonly [Reply, string][] = [
  [reply(550, '5.1.1', 'No such user here'), '550 5.1.1 No such user here'],
  [reply(550, '5.1.1', 'No such', 'user here'), '550 5.1.1 No such user here'],
  [reply(354, undefined, 'go'), '354 go'],
  [reply(250, '2.0.0', ''), '250 2.0.0'],
  [reply(250, undefined), '250'],
];
for (const [words, text] of texts) test(text, () => assert.equal(replyText(words), text));
