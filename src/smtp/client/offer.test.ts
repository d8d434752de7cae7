import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { reply } from '../../envelope/reply.ts';
import { NOTHING_OFFERED, type Offer, readOffer } from './offer.ts';

describe('the answer to EHLO', () => {
  const cases: readonly [lines: readonly string[], expected: Partial<Offer>][] = [
    [[], {}],
    [
      ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'DSN', 'STARTTLS'],
      { pipelining: true, eightBitMime: true, smtpUtf8: true, dsn: true, startTls: true },
    ],
    [[' pipelining ', 'Dsn'], { pipelining: true, dsn: true }],
    [['PRDR'], { prdr: true }],
    [['X-DSN', 'DSNX', 'XPIPELINING'], {}],
    // RFC 1870 §3
    [['SIZE'], { size: true }],
    [['SIZE 0'], { size: true }],
    [['SIZE 35882577'], { size: true, sizeMax: 35_882_577 }],
    [['SIZE lots'], { size: true }],
    [['SIZE -1'], { size: true }],
    [['AUTH PLAIN login'], { authMechanisms: ['PLAIN', 'LOGIN'] }],
    [['AUTH=LOGIN'], { authMechanisms: ['LOGIN'] }],
    [['AUTH PLAIN', 'AUTH=PLAIN LOGIN'], { authMechanisms: ['PLAIN', 'PLAIN', 'LOGIN'] }],
    // RFC 9422
    [['LIMITS RCPTMAX=50 MAILMAX=1'], { recipientsMax: 50, transactionsMax: 1 }],
    [['LIMITS rcptmax=999999 RCPTDOMAINMAX=1'], { recipientsMax: 999_999 }],
    [['LIMITS RCPTMAX=0 MAILMAX=x'], {}],
    [['LIMITS RCPTMAX', 'limits MAILMAX=1000000'], {}],
  ];
  for (const [lines, expected] of cases) {
    test(lines.join(', ') || 'nothing', () => {
      const greeting = 'PIPELINING.example says hello, and this line offers nothing';
      assert.deepEqual(readOffer(reply(250, undefined, greeting, ...lines)), {
        ...NOTHING_OFFERED,
        ...expected,
      });
    });
  }
});
