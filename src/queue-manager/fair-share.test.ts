import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fairShare } from './fair-share.ts';

const attemptsMax = 100;

/** Lets senders claim, each as much as it is allowed, one after the other. @returns what each got */
function share(senders: readonly string[]): number[] {
  const underWay: string[] = [];
  for (const sender of senders) {
    for (;;) {
      const room = attemptsMax - underWay.length;
      if (room === 0) break;
      const { busySenders, claimsMax } = fairShare(underWay, room);
      if (busySenders.includes(sender)) break;
      underWay.push(...Array<string>(claimsMax).fill(sender));
    }
  }
  return senders.map((sender) => underWay.filter((each) => each === sender).length);
}

describe('the share of a sender', () => {
  it('is half of all where it is alone, and half of the rest where others were before', () => {
    assert.deepEqual(share(['homer']), [50]);
    assert.deepEqual(share(['homer', 'marge', 'bart', 'lisa', 'maggie']), [50, 25, 13, 6, 3]);
  });

  it('is a third where two come in turn', () => {
    const underWay: string[] = [];
    for (let turn = 0; turn < 1_000; turn++) {
      const { busySenders } = fairShare(underWay, attemptsMax - underWay.length);
      const sender = ['homer', 'marge'][turn % 2] ?? '';
      if (!busySenders.includes(sender)) underWay.push(sender);
    }
    assert.equal(underWay.filter((sender) => sender === 'homer').length, 34);
    assert.equal(underWay.length, 67);
  });

  it('never goes beyond what is left, whoever has how much', () => {
    const counts = fc.array(fc.nat(30), { maxLength: 6 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 60 }), (owns, room) => {
        const underWay = owns.flatMap((own, i) => Array<string>(own).fill(`s${i}`));
        const { busySenders, claimsMax } = fairShare(underWay, room);
        assert.ok(claimsMax >= 1 && claimsMax <= room);
        for (const [i, own] of owns.entries()) {
          if (!busySenders.includes(`s${i}`)) assert.ok(own + claimsMax <= room - claimsMax + 1);
        }
      }),
    );
  });
});
