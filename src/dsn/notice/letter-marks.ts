import type { Mark } from '../languages/inline.ts';

/** Letters that are compared one by one; what is longer is marked as a whole behind its common beginning and before its common end. */
const comparedMax = 64;

/** Two similar words, and where each differs from the other. */
export interface Difference {
  readonly inFirst: readonly Mark[];
  readonly inSecond: readonly Mark[];
}

/** The fewest letters that must go from the first, and come into the second, so that both are the same. */
export function letterMarks(first: string, second: string): Difference {
  const a = [...first];
  const b = [...second];
  const start = commonStart(a, b);
  const end = commonStart(a.slice(start).reverse(), b.slice(start).reverse());
  const [aEnd, bEnd] = [a.length - end, b.length - end];
  const kept =
    Math.max(aEnd, bEnd) - start > comparedMax
      ? []
      : commonLetters(a.slice(start, aEnd), b.slice(start, bEnd));
  const marked = (letters: readonly string[], to: number, side: 0 | 1) =>
    marksOf(letters, start, to, new Set(kept.map((pair) => pair[side] + start)));
  return { inFirst: marked(a, aEnd, 0), inSecond: marked(b, bEnd, 1) };
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** A longest common subsequence, as pairs of positions. */
function commonLetters(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  // lengths[i * width + j]: how many letters are common behind a[i…] and b[j…].
  const lengths = new Uint8Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** Runs of letters between `from` and `to` that are not kept, in code units. */
function marksOf(letters: readonly string[], from: number, to: number, kept: ReadonlySet<number>): Mark[] {
  const marks: Mark[] = [];
  let offset = 0;
  letters.forEach((letter, i) => {
    const end = offset + letter.length;
    const last = marks.at(-1);
    if (i >= from && i < to && !kept.has(i)) {
      if (last?.to === offset) marks.splice(-1, 1, { from: last.from, to: end });
      else marks.push({ from: offset, to: end });
    }
    offset = end;
  });
  return marks;
}
