import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { instant } from '../base/instant.ts';
import type { Random } from '../base/ports.ts';
import { makeQueueId, parseQueueId, queueIdMaker } from './queue-id.ts';

const always = (octet: number): Random => ({
  bytes: (count) => new Uint8Array(count).fill(octet),
  below: () => 0,
});
const time = fc.nat({ max: 2 ** 48 }).map(instant);

describe('queue id', () => {
  it('is 18 letters: the time, then chance', () => {
    assert.equal(makeQueueId(instant(0), always(0)), '000000000000000000');
    assert.equal(makeQueueId(instant(33), always(255)), '0000000011zzzzzzzz');
    assert.equal(makeQueueId(instant(Date.UTC(2026, 10, 23)), always(1)), '01m82v7m00040g2081');
  });

  it('sorts by time as text', () => {
    fc.assert(
      fc.property(time, time, fc.nat(255), fc.nat(255), (a, b, x, y) => {
        fc.pre(a !== b);
        assert.equal(makeQueueId(a, always(x)) < makeQueueId(b, always(y)), a < b);
      }),
    );
  });

  it('is read in any case, and never with letters that are easily confused', () => {
    const made = makeQueueId(instant(Date.UTC(2026, 10, 23)), always(170));
    assert.equal(parseQueueId(made), made);
    assert.equal(parseQueueId(made.toUpperCase()), made);
    for (const wrong of [
      '',
      made.slice(1),
      `${made}0`,
      `i${made.slice(1)}`,
      `${made.slice(1)}u`,
      ` ${made}`,
    ]) {
      assert.equal(parseQueueId(wrong), undefined, wrong);
    }
  });
});

describe('queue id maker', () => {
  it('ascends within a millisecond, and when the clock is put back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(time, fc.nat(255)), { minLength: 2 }), (moments) => {
        let now = instant(0);
        let octet = 0;
        const next = queueIdMaker(
          { now: () => now },
          { bytes: (count) => new Uint8Array(count).fill(octet), below: () => 0 },
        );
        const ids = moments.map((moment) => {
          [now, octet] = moment;
          return next();
        });
        assert.deepEqual(ids, ids.toSorted());
        assert.equal(new Set(ids).size, ids.length);
      }),
    );
  });

  it('carries from the chance into the time', () => {
    const next = queueIdMaker({ now: () => instant(5) }, always(255));
    assert.deepEqual(
      [next(), next(), next()],
      ['0000000005zzzzzzzz', '000000000600000000', '000000000600000001'],
    );
  });

  it('goes back to the clock when the clock has caught up', () => {
    let now = instant(9);
    const next = queueIdMaker({ now: () => now }, always(0));
    next();
    now = instant(3);
    assert.equal(next(), '000000000900000001');
    now = instant(10);
    assert.equal(next(), '000000000a00000000');
  });
});
