import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StatusCode } from '../../envelope/status-code.ts';
import { meaningOf, registeredCodes, type StatusMeaning } from './status-meanings.ts';

describe('the meanings of the status codes', () => {
  const meanings: readonly [status: StatusCode, meaning: StatusMeaning][] = [
    ['5.1.1', '1.1'],
    ['4.1.1', '1.1'],
    ['2.1.5', '1.5'],
    ['5.1.10', '1.10'],
    ['5.7.30', '7.30'],
    // Not registered: the subject is known still.
    ['5.1.90', '1.0'],
    ['5.7.509', '7.0'],
    ['4.9.9', '0.0'],
    // Zeros in front are not allowed (RFC 3463 §2), but are met.
    ['5.01.001', '1.1'],
  ];
  for (const [status, meaning] of meanings) {
    it(`${status} means ${meaning}`, () => assert.equal(meaningOf(status), meaning));
  }

  it('are told apart', () => {
    assert.equal(new Set(registeredCodes).size, registeredCodes.length);
  });

  it('are there for every subject', () => {
    for (const subject of [0, 1, 2, 3, 4, 5, 6, 7]) {
      assert.ok(
        registeredCodes.some((code) => code === `${subject}.0`),
        `${subject}.0`,
      );
    }
  });
});
