import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant } from '../base/instant.ts';
import { BadTargets, badTargetsMax } from './bad-targets.ts';
import { address } from './testing/springfield.ts';

const krusty = address('krusty@krustylu.test');

function begin(refuseMs = 100) {
  const clock = { at: 0, now: () => instant(clock.at) };
  return { clock, targets: new BadTargets(clock, refuseMs) };
}

describe('a target of forwards that has failed', () => {
  it('is bad for its time, to the millisecond, whatever the case of its address', () => {
    const { clock, targets } = begin();
    assert.equal(targets.isBad(krusty), false);
    targets.failed(krusty, '550 no clown');
    clock.at = 99;
    assert.equal(targets.isBad(address('KRUSTY@krustylu.test')), true);
    assert.equal(targets.isBad(address('mel@krustylu.test')), false);
    assert.deepEqual(targets.list(), [{ address: krusty, why: '550 no clown', until: 100 }]);
    clock.at = 100;
    assert.equal(targets.isBad(krusty), false);
    assert.deepEqual(targets.list(), []);
  });

  it('is good again when it is forgotten', () => {
    const { targets } = begin();
    targets.failed(krusty, 'no');
    assert.equal(targets.forget(krusty), true);
    assert.equal(targets.forget(krusty), false);
    assert.equal(targets.isBad(krusty), false);
  });

  it('is never bad where the operator does not want it', () => {
    const { targets } = begin(0);
    targets.failed(krusty, 'no');
    assert.equal(targets.isBad(krusty), false);
  });

  it('is remembered up to a number, the latest first', () => {
    const { targets } = begin();
    const at = (i: number) => address(`a${i}@krustylu.test`);
    for (let i = 0; i <= badTargetsMax; i++) targets.failed(at(i), 'no');
    assert.equal(targets.list().length, badTargetsMax);
    assert.equal(targets.isBad(at(0)), false);
    assert.deepEqual(targets.list()[0]?.address, at(badTargetsMax));
  });
});
