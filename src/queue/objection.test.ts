import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InvariantError } from '../base/invariant.ts';
import { noObjections, type Objection, withObjection } from './objection.ts';

describe('objections', () => {
  it('add up', () => {
    const all: Objection[] = [
      { kind: 'told', originals: [3] },
      { kind: 'capped', because: 'cap-domain' },
      { kind: 'told', originals: [3, 0] },
      { kind: 'capped', because: 'cap-postmaster' },
      { kind: 'capped', because: 'cap-owner' },
    ];
    assert.deepEqual(all.reduce(withObjection, noObjections), {
      cap: 'cap-domain',
      told: [3, 0],
      isOwnerCapped: true,
      isPostmasterCapped: true,
    });
  });

  it('are heeded, or a settlement would be written for ever', () => {
    const all: Objection[] = [
      { kind: 'told', originals: [1] },
      { kind: 'capped', because: 'cap-all' },
      { kind: 'capped', because: 'cap-postmaster' },
      { kind: 'capped', because: 'cap-owner' },
    ];
    const known = all.reduce(withObjection, noObjections);
    for (const objection of all) assert.throws(() => withObjection(known, objection), InvariantError);
  });
});
