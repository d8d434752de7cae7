import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { IpAddress } from '../address/ip.ts';
import { InvariantError } from '../base/invariant.ts';
import { MemoryBudget, SessionCounter } from './limits.ts';

const ip = (text: string): IpAddress => text as IpAddress;
const [a, b, c] = [ip('192.0.2.1'), ip('192.0.2.2'), ip('2001:db8::1')];

describe('the counter of sessions', () => {
  it('admits as many from one address as may be, and again when one has left', () => {
    const sessions = new SessionCounter({ sessionsMax: 10, sessionsPerAddressMax: 2 });
    assert.deepEqual(
      [a, a, a, b].map((each) => sessions.enter(each)),
      ['admitted', 'admitted', 'too-many-from-address', 'admitted'],
    );
    assert.equal(sessions.total, 3);
    sessions.leave(a);
    assert.equal(sessions.enter(a), 'admitted');
    assert.equal(sessions.enter(a), 'too-many-from-address');
  });

  it('admits as many as may be in all, and says so first', () => {
    const sessions = new SessionCounter({ sessionsMax: 2, sessionsPerAddressMax: 1 });
    assert.deepEqual(
      [a, b, c, a].map((each) => sessions.enter(each)),
      ['admitted', 'admitted', 'too-many-sessions', 'too-many-sessions'],
    );
    sessions.leave(b);
    assert.equal(sessions.enter(a), 'too-many-from-address');
    assert.equal(sessions.enter(c), 'admitted');
  });

  it('takes 64 bits of IPv6 for one address', () => {
    const sessions = new SessionCounter({ sessionsMax: 10, sessionsPerAddressMax: 2 });
    const answers = [
      '2001:db8::1',
      '2001:db8::ffff:1',
      '2001:db8:0:0:1::',
      '2001:db8:0:1::1',
      '2001:db8:1::1',
    ];
    assert.deepEqual(
      answers.map((each) => sessions.enter(ip(each))),
      ['admitted', 'admitted', 'too-many-from-address', 'admitted', 'admitted'],
    );
    sessions.leave(ip('2001:db8::1'));
    assert.equal(sessions.enter(ip('2001:db8::2')), 'admitted');
  });

  it('does not let somebody leave who was not admitted', () => {
    const sessions = new SessionCounter({ sessionsMax: 1, sessionsPerAddressMax: 1 });
    assert.throws(() => sessions.leave(a), InvariantError);
    sessions.enter(a);
    assert.throws(() => sessions.leave(b), InvariantError);
    sessions.leave(a);
    assert.throws(() => sessions.leave(a), InvariantError);
    assert.equal(sessions.total, 0);
  });

  it('counts as a list of those inside would (model)', () => {
    const visitor = fc.constantFrom(a, b, c);
    const limits = fc.record({
      sessionsMax: fc.integer({ min: 1, max: 6 }),
      sessionsPerAddressMax: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(limits, fc.array(fc.tuple(fc.boolean(), visitor), { maxLength: 40 }), (bounds, moves) => {
        const sessions = new SessionCounter(bounds);
        const inside: IpAddress[] = [];
        for (const [enters, who] of moves) {
          const ofAddress = inside.filter((each) => each === who).length;
          if (enters) {
            const isFull = inside.length === bounds.sessionsMax;
            const isFullForAddress = ofAddress === bounds.sessionsPerAddressMax;
            const expected = isFull
              ? 'too-many-sessions'
              : isFullForAddress
                ? 'too-many-from-address'
                : 'admitted';
            assert.equal(sessions.enter(who), expected);
            if (expected === 'admitted') inside.push(who);
          } else if (ofAddress > 0) {
            sessions.leave(who);
            inside.splice(inside.indexOf(who), 1);
          }
          assert.equal(sessions.total, inside.length);
        }
      }),
    );
  });
});

describe('the budget of memory', () => {
  it('can be used up to the last octet', () => {
    const budget = new MemoryBudget(100);
    assert.equal(budget.reserve(99), true);
    assert.equal(budget.reserve(2), false);
    assert.equal(budget.usedBytes, 99, 'what was refused is not counted');
    assert.equal(budget.reserve(1), true);
    assert.equal(budget.reserve(0), true);
    assert.equal(budget.reserve(1), false);
    budget.release(100);
    assert.equal(budget.usedBytes, 0);
  });

  it('takes back no more than it gave', () => {
    const budget = new MemoryBudget(100);
    budget.reserve(10);
    assert.throws(() => budget.release(11), InvariantError);
    assert.equal(budget.usedBytes, 10);
  });

  it('counts as a list of shares would (model)', () => {
    const moves = fc.array(fc.integer({ min: -5, max: 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), moves, (totalBytes, sizes) => {
        const budget = new MemoryBudget(totalBytes);
        const shares: number[] = [];
        const used = () => shares.reduce((sum, share) => sum + share, 0);
        for (const size of sizes) {
          if (size < 0) budget.release(shares.shift() ?? 0);
          else {
            const fits = used() + size <= totalBytes;
            assert.equal(budget.reserve(size), fits);
            if (fits) shares.push(size);
          }
          assert.equal(budget.usedBytes, used());
        }
      }),
    );
  });
});
