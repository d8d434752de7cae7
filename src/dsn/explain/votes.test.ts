import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Odds, type Vote, verdictOf } from './votes.ts';

const vote = (odds: Odds, rule = 'a rule'): Vote => ({ by: 'text', rule, odds });

const verdict = (...odds: readonly Odds[]) => {
  const { cause, confidence } = verdictOf(odds.map((each) => vote(each)));
  return [cause, Math.round(confidence * 1000) / 1000];
};

describe('verdictOf', () => {
  it('knows nothing without a vote', () => {
    assert.deepEqual(verdictOf([]), { cause: 'undefined', confidence: 0, evidence: [] });
  });

  it('sets a cause against all that nobody spoke for', () => {
    assert.deepEqual(verdict({ spam: 9 }), ['spam', 0.9]);
    assert.deepEqual(verdict({ spam: 4 }), ['spam', 0.8]);
  });

  it('multiplies what speaks for the same', () => {
    assert.deepEqual(verdict({ spam: 9 }, { spam: 11 }), ['spam', 0.99]);
  });

  it('sets the best against the second best, and only that', () => {
    assert.deepEqual(verdict({ spam: 8 }, { virus: 7 }), ['spam', 0.5]);
    assert.deepEqual(verdict({ virus: 7 }, { spam: 8 }), ['spam', 0.5]);
    assert.deepEqual(verdict({ spam: 8 }, { virus: 7 }, { policy: 6 }), ['spam', 0.5]);
  });

  it('outvotes a code that lies', () => {
    assert.deepEqual(verdict({ 'mailbox-full': 40 }, { 'no-such-address': 6, policy: 2 }), [
      'mailbox-full',
      0.851,
    ]);
  });

  it('prefers what was named first where all is equal', () => {
    assert.equal(verdict({ spam: 8, virus: 8 })[0], 'spam');
  });

  it('tells no guess as a fact', () => {
    assert.deepEqual(verdict({ spam: 1.2 }), ['undefined', 0.545]);
    assert.deepEqual(verdict({ spam: 1 }), ['undefined', 0]);
  });

  it('shows on what it rests, the weightiest first, of each what it speaks for most', () => {
    const { evidence } = verdictOf([
      vote({ policy: 2 }, 'weak'),
      { ...vote({ policy: 3, spam: 40 }, 'strong'), matched: 'is spam' },
      vote({}, 'empty'),
    ]);
    assert.deepEqual(evidence, [
      { by: 'text', rule: 'strong', cause: 'spam', matched: 'is spam' },
      { by: 'text', rule: 'weak', cause: 'policy' },
    ]);
  });
});
