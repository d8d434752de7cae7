import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actionOf, addressOf, diagnosticOf, mtaNameOf } from './field-values.ts';

const addresses: readonly (readonly [text: string, type: string, address: string])[] = [
  ['rfc822; a@b.test', 'rfc822', 'a@b.test'],
  ['RFC822;a@b.test', 'RFC822', 'a@b.test'],
  ['a@b.test', 'rfc822', 'a@b.test'],
  ['rfc822; <a@b.test>', 'rfc822', 'a@b.test'],
  ['rfc822; "Krusty, the Clown" <a@b.test>', 'rfc822', 'a@b.test'],
  ['rfc822; "side show"@b.test', 'rfc822', '"side show"@b.test'],
  ['rfc822; "a<b>(c)"@b.test', 'rfc822', '"a<b>(c)"@b.test'],
  ['rfc822; "a@b.test"', 'rfc822', 'a@b.test'],
  ["rfc822; 'a@b.test'", 'rfc822', 'a@b.test'],
  ['rfc822; a@b.test (Krusty)', 'rfc822', 'a@b.test'],
  ['rfc822; a@b.test,', 'rfc822', 'a@b.test'],
  ['rfc822; mailto:a@b.test', 'rfc822', 'a@b.test'],
  ['rfc822; @relay.test:a@b.test', 'rfc822', '@relay.test:a@b.test'],
  ['unknown; krusty', 'unknown', 'krusty'],
  ['x400; /G=Krusty (x)/', 'x400', '/G=Krusty (x)/'],
  ['utf-8; kr\\x{FC}sty@b.test', 'utf-8', 'krüsty@b.test'],
  ['utf-8; krüsty@b.test', 'utf-8', 'krüsty@b.test'],
  ['two words; a@b.test', 'rfc822', 'two words; a@b.test'],
];

describe('addressOf', () => {
  for (const [text, type, address] of addresses) {
    it(`reads ${text}`, () => assert.deepEqual(addressOf(text), { type, address }));
  }
  for (const text of [undefined, '', ' ', 'rfc822;', 'rfc822; <>', `rfc822; ${'a'.repeat(1_001)}`]) {
    it(`finds none in ${text?.slice(0, 20)}`, () => assert.equal(addressOf(text), undefined));
  }
});

const names: readonly (readonly [text: string, type: string, name: string, ip?: string])[] = [
  ['dns; mx.b.test', 'dns', 'mx.b.test'],
  ['mx.b.test', 'dns', 'mx.b.test'],
  ['dns;mx.b.test (192.0.2.1)', 'dns', 'mx.b.test', '192.0.2.1'],
  ['dns; mx.b.test ([192.0.2.1])', 'dns', 'mx.b.test', '192.0.2.1'],
  ['dns; mx.b.test (2001:db8::1)', 'dns', 'mx.b.test', '2001:db8::1'],
  ['dns; mx.b.test ([IPv6:2001:db8::1])', 'dns', 'mx.b.test', '2001:db8::1'],
  ['dns; mx.b.test (sto01. -- Server [built (2005)])', 'dns', 'mx.b.test'],
  ['dns; mx.b.test [192.0.2.1]', 'dns', 'mx.b.test [192.0.2.1]'],
  ['mailbus; SYS30', 'mailbus', 'SYS30'],
  ['x-local; (192.0.2.1)', 'x-local', '(192.0.2.1)'],
];

describe('mtaNameOf', () => {
  for (const [text, type, name, ip] of names) {
    it(`reads ${text}`, () => assert.deepEqual(mtaNameOf(text), { type, name, ...(ip && { ip }) }));
  }
  it('finds none', () =>
    assert.deepEqual([undefined, '', 'dns;'].map(mtaNameOf), [undefined, undefined, undefined]));
});

describe('diagnosticOf', () => {
  const cases: readonly (readonly [text: string, type: string, words: string])[] = [
    ['smtp; 550 no', 'smtp', '550 no'],
    ['X-Postfix; host x said: no', 'X-Postfix', 'host x said: no'],
    ['550 no; never', 'smtp', '550 no; never'],
    ['smtp; 550 no,    never', 'smtp', '550 no, never'],
    ['host x said: no; never', 'x-unknown', 'host x said: no; never'],
  ];
  for (const [text, type, words] of cases) {
    it(`reads ${text}`, () => assert.deepEqual(diagnosticOf(text), { type, text: words }));
  }
  it('finds none', () =>
    assert.deepEqual([undefined, '', 'smtp; '].map(diagnosticOf), [undefined, undefined, undefined]));
});

describe('actionOf', () => {
  const words: Readonly<Record<string, readonly string[]>> = {
    failed: [
      'failed',
      'Failed (x)',
      'FAILURE',
      'undeliverable',
      'not delivered',
      'Undelivered',
      'rejected',
      'expired',
      'error',
    ],
    delayed: ['delayed', 'deferred', 'warning', 'temporary failure'],
    delivered: ['delivered', 'success', 'deliverable'],
    relayed: ['relayed', 'forwarded'],
    expanded: ['expanded'],
  };
  for (const [action, all] of Object.entries(words)) {
    for (const word of all) it(`reads ${word}`, () => assert.equal(actionOf(word), action));
  }
  it('leaves open what it does not know', () =>
    assert.deepEqual(['', 'x', undefined].map(actionOf), [undefined, undefined, undefined]));
});
