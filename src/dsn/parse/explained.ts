import type { AttemptFacts, Explanation } from '../explain/explanation.ts';

/** What no rule explains. */
export const explained = (_facts: AttemptFacts): Explanation => ({
  cause: 'undefined',
  class: 'unknown',
  permanence: 'permanent',
  owner: 'recipient-postmaster',
  steps: ['read-answer'],
  confidence: 0,
  evidence: [],
});
