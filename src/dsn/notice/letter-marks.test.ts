import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Mark } from '../languages/inline.ts';
import { letterMarks } from './letter-marks.ts';

const bracketed = (text: string, marks: readonly Mark[]): string =>
  marks.reduceRight((t, { from, to }) => `${t.slice(0, from)}[${t.slice(from, to)}]${t.slice(to)}`, text);
const unmarked = (text: string, marks: readonly Mark[]): string =>
  marks.reduceRight((t, { from, to }) => t.slice(0, from) + t.slice(to), text);

describe('letterMarks', () => {
  const table: readonly [first: string, second: string, inFirst: string, inSecond: string][] = [
    ['krustyClown@k', 'krustyKlown@k', 'krusty[C]lown@k', 'krusty[K]lown@k'],
    ['krsty@k', 'krusty@k', 'krsty@k', 'kr[u]sty@k'],
    ['krusstty@k', 'krusty@k', 'krus[st]ty@k', 'krusty@k'],
    ['homer@gmial.com', 'homer@gmail.com', 'homer@gm[i]al.com', 'homer@gma[i]l.com'],
    ['a@b', 'a@b', 'a@b', 'a@b'],
    ['', 'a', '', '[a]'],
    ['', '', '', ''],
    ['ab', 'cd', '[ab]', '[cd]'],
    ['x😀y', 'x😁y', 'x[😀]y', 'x[😁]y'],
  ];
  for (const [first, second, inFirst, inSecond] of table) {
    it(`of ${first} and ${second}`, () => {
      const marks = letterMarks(first, second);
      assert.deepEqual(
        [bracketed(first, marks.inFirst), bracketed(second, marks.inSecond)],
        [inFirst, inSecond],
      );
    });
  }

  it('leaves the same where the marked letters are taken out', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '😀'), maxLength: 80 });
    fc.assert(
      fc.property(word, word, (first, second) => {
        const { inFirst, inSecond } = letterMarks(first, second);
        assert.equal(unmarked(first, inFirst), unmarked(second, inSecond));
      }),
    );
  });

  it('does not compare long words letter by letter', () => {
    const { inFirst } = letterMarks(`a${'xy'.repeat(50_000)}b`, `a${'yx'.repeat(50_000)}b`);
    assert.deepEqual(inFirst, [{ from: 1, to: 100_001 }]);
  });
});
