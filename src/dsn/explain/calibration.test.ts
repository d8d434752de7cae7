import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { collection } from '../testing/bounces.ts';

const folder = new URL('../../../../shared/data/bounces/', import.meta.url);
const skip = existsSync(new URL('expected.jsonl', folder)) ? false : 'no notices at ../shared/data/bounces';

interface Told {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** What is told of each notice whose reason is known: by the recipient of whom it is told with most confidence. */
function told(): Told[] {
  return collection(folder).flatMap(({ expected, reports }): Told[] => {
    const isFailure = expected.kind === 'bounce' || expected.kind === 'delay';
    if (expected.reason === null || expected.reason_disputed || !isFailure) return [];
    const explanations = reports.flatMap(({ recipients }) =>
      recipients.map(({ explanation }) => explanation),
    );
    const [surest] = explanations.toSorted((a, b) => b.confidence - a.confidence);
    return surest
      ? [
          {
            confidence: surest.confidence,
            isRight: explanations.some((each) => each.sisimaiReason === expected.reason),
          },
        ]
      : [];
  });
}

const shareRight = (all: readonly Told[]): number => all.filter(({ isRight }) => isRight).length / all.length;

describe('the confidence of explanations', { skip }, () => {
  it('goes with reasons that are mostly right', () => assert.ok(shareRight(told()) >= 0.88));

  it('holds what it promises: of what is told with 0.9 or more, nine in ten are right', () => {
    const sure = told().filter(({ confidence }) => confidence >= 0.9);
    assert.ok(sure.length > 100);
    assert.ok(shareRight(sure) >= 0.9, `${shareRight(sure)} of ${sure.length}`);
  });

  it('is lower where more is wrong', () => {
    const all = told();
    const [sure, unsure] = [true, false].map((isSure) =>
      all.filter(({ confidence }) => confidence >= 0.9 === isSure),
    );
    assert.ok(shareRight(sure ?? []) > shareRight(unsure ?? []));
  });
});
