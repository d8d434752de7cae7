import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { StatusCode } from '../../envelope/status-code.ts';
import { causes } from './causes.ts';
import { explain } from './explain.ts';
import { noise } from './rules/noise.ts';

const words = fc.constantFrom(
  ...[
    '550',
    '5.1.1',
    '550-5.7.1',
    'user',
    'unknown',
    'mailbox',
    'full',
    'spam',
    '@',
    'a@b',
    '<',
    '>',
    '…',
    '*',
    '|',
  ],
  ...[
    'sender',
    'rejected',
    '[tss04]',
    'p=nosuchuser',
    '>>>',
    '<<<',
    '\r\n',
    '\u0000',
    '\u202e',
    '存在しません',
    '💥',
  ],
  ...noise.slice(0, 20),
);
const texts = fc
  .array(fc.oneof(words, fc.string({ unit: 'binary' })), { maxLength: 60 })
  .map((all) => all.join(' '));

describe('explain, of hostile words', () => {
  it('never throws, and always tells something that holds together', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            text: texts,
            status: fc.stringMatching(/^[245]\.\d{1,3}\.\d{1,3}$/).map((code) => code as StatusCode),
            replyCode: fc.integer({ min: -1, max: 1000 }),
            host: fc.oneof(texts, fc.constant('mx1.hotmail.com')),
            isOwnFinding: fc.boolean(),
            isExpired: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
        (facts) => {
          const { cause, confidence, class: causeClass, steps, evidence } = explain(facts);
          assert.ok(Object.hasOwn(causes, cause));
          assert.equal(causeClass, causes[cause].class);
          assert.equal(steps, causes[cause].steps);
          assert.ok(confidence >= 0 && confidence < 1);
          for (const { matched = '' } of evidence)
            assert.ok(matched.length < 500 && !/[\r\n\0]/.test(matched));
        },
      ),
    );
  });

  const repeated = [
    'a',
    'user ',
    'mailbox is ',
    'sender ',
    '@a',
    'a@',
    '550-5.1.1 ',
    '>>> rcpt ',
    'İ',
    '<',
    'not allowed to send ',
    '5.1.1.',
  ];
  for (const unit of repeated) {
    it(`takes no longer for a megabyte of "${unit}" than for little`, () => {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      explain({ text });
      const before = process.cpuUsage();
      for (let i = 0; i < 5; i++) explain({ text });
      const { user } = process.cpuUsage(before);
      assert.ok(user / 5 < 100_000, `${user / 5} µs`);
    });
  }

  it('tells no word of the address', () => {
    const { evidence, cause } = explain({
      text: '550 <mailbox-full.user-unknown@spam.springfield.test> Sorry',
    });
    assert.deepEqual([cause, evidence], ['undefined', []]);
  });
});
