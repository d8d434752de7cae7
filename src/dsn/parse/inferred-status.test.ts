import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cause } from '../explain/causes.ts';
import type { Action } from '../report.ts';
import { inferredStatus } from './inferred-status.ts';

const cases: readonly (readonly [4 | 5 | undefined, number | undefined, Action, Cause, string])[] = [
  [undefined, undefined, 'failed', 'no-such-address', '5.1.1'],
  [undefined, undefined, 'failed', 'time-over', '5.4.7'],
  [undefined, undefined, 'delayed', 'mailbox-full', '4.2.2'],
  [undefined, undefined, 'delivered', 'undefined', '2.0.0'],
  [undefined, undefined, 'relayed', 'undefined', '2.0.0'],
  [undefined, 452, 'failed', 'mailbox-full', '4.2.2'],
  [undefined, 550, 'delayed', 'spam', '5.0.0'],
  [undefined, 250, 'failed', 'undefined', '5.0.0'],
  [4, 550, 'failed', 'no-such-domain', '4.1.2'],
];

describe('inferredStatus', () => {
  for (const [statusClass, replyCode, action, cause, status] of cases) {
    it(`is ${status} where ${action} for ${cause}, reply ${replyCode}, class ${statusClass}`, () =>
      assert.equal(inferredStatus(statusClass, replyCode, action, cause), status));
  }
});
