import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { baseSubject } from './base-subject.ts';

describe('base subject', () => {
  const same: readonly (readonly [string, string])[] = [
    ['Dinner', 'dinner'],
    ['Re: Dinner', 'dinner'],
    ['RE : Re:  Dinner', 'dinner'],
    ['Fwd: FW: Dinner (fwd)', 'dinner'],
    ['AW: WG: Dinner', 'dinner'],
    ['Re[2]: Dinner', 'dinner'],
    ['[family] Re: [family] Dinner', 'dinner'],
    ['[Fwd: Dinner]', 'dinner'],
    ['[urgent]', '[urgent]'],
    ['  A   B\t C ', 'a b c'],
    ['Reply: no', 'reply: no'],
    ['', ''],
  ];
  for (const [subject, base] of same) {
    it(JSON.stringify(subject), () => assert.equal(baseSubject(subject), base));
  }

  it('takes no time over a thousand prefixes', () => {
    assert.match(baseSubject('Re: '.repeat(100_000)), /^re: /);
  });
});
