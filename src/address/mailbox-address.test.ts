import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Domain } from './domain.ts';
import {
  addressLengthMax,
  mailboxAddress,
  mailboxKey,
  needsSmtpUtf8,
  octetLength,
  parseMailboxAddress,
  scanMailboxAddress,
} from './mailbox-address.ts';

const domain = 'b.test' as Domain;

describe('addresses', () => {
  const good: readonly [text: string, localPart: string, domain: string][] = [
    ['homer@springfield.test', 'homer', 'springfield.test'],
    ['Homer.J.Simpson@Springfield.Test', 'Homer.J.Simpson', 'springfield.test'],
    ["!#$%&'*+-/=?^_`{|}~@b.test", "!#$%&'*+-/=?^_`{|}~", 'b.test'],
    ['a@[192.0.2.1]', 'a', '[192.0.2.1]'],
    ['a@[IPv6:2001:DB8::1]', 'a', '[IPv6:2001:db8::1]'],
    ['"a b"@b.test', 'a b', 'b.test'],
    ['"a@b"@b.test', 'a@b', 'b.test'],
    ['"a\\"b\\\\c"@b.test', 'a"b\\c', 'b.test'],
    ['"\\a"@b.test', 'a', 'b.test'],
    ['""@b.test', '', 'b.test'],
    ['"a..b"@b.test', 'a..b', 'b.test'],
    ['"<>"@b.test', '<>', 'b.test'],
  ];
  for (const [text, localPart, canonical] of good) {
    test(text, () => {
      const expected = { ok: true, value: { text, localPart, domain: canonical } };
      assert.deepEqual(parseMailboxAddress(text), expected);
      assert.deepEqual(parseMailboxAddress(text, { utf8: true }), expected);
    });
  }

  test('what is wrong with one is said', () => {
    const reasons: readonly [text: string, reason: string][] = [
      ['a', 'the address has no domain'],
      ['<a>', 'the address has no domain'],
      ['a..b@b.test', 'the local part is malformed'],
      ['a b@b.test', 'the local part is malformed'],
      ['"a"b@b.test', 'the local part is malformed'],
      ['a@', 'the domain is malformed'],
    ];
    for (const [text, reason] of reasons) {
      const scanned = scanMailboxAddress(text, text.startsWith('<') ? 1 : 0, {});
      assert.deepEqual(scanned, { ok: false, error: reason }, text);
    }
  });

  const bad = [
    '',
    'a',
    '@b.test',
    'a@',
    'a@@b.test',
    'a.@b.test',
    '.a@b.test',
    'a..b@b.test',
    'a b@b.test',
    'a@b_c.test',
    'a@b.test ',
    ' a@b.test',
    'a@b.test.',
    'a@-b.test',
    '"a@b.test',
    'a"b"@b.test',
    '"a"b@b.test',
    '"a\rb"@b.test',
    '"a\\\nb"@b.test',
    'a\u0000@b.test',
    'a@[192.0.2.300]',
    'a@[b.test]',
    'a(comment)@b.test',
    '<a@b.test>',
    'a@b.test>',
  ];
  for (const text of bad) {
    test(`not ${JSON.stringify(text)}`, () => {
      assert.equal(parseMailboxAddress(text).ok, false);
      assert.equal(parseMailboxAddress(text, { utf8: true }).ok, false);
    });
  }

  const utf8: readonly [text: string, localPart: string, domain: string][] = [
    ['zoë@b.test', 'zoë', 'b.test'],
    ['用户@例え.テスト', '用户', 'xn--r8jz45g.xn--zckzah'],
    ['"zoë \\"x\\""@b.test', 'zoë "x"', 'b.test'],
    ['a@Bücher.test', 'a', 'xn--bcher-kva.test'],
    ['🍩@b.test', '🍩', 'b.test'],
  ];
  for (const [text, localPart, canonical] of utf8) {
    test(`only with SMTPUTF8: ${text}`, () => {
      assert.equal(parseMailboxAddress(text).ok, false);
      const address = parseMailboxAddress(text, { utf8: true });
      assert.deepEqual(address, { ok: true, value: { text, localPart, domain: canonical } });
      assert.ok(address.ok && needsSmtpUtf8(address.value));
    });
  }
});

test('an address may have 254 octets', () => {
  const room = addressLengthMax - '@b.test'.length;
  assert.equal(parseMailboxAddress(`${'a'.repeat(room)}@b.test`).ok, true);
  assert.equal(parseMailboxAddress(`${'a'.repeat(room + 1)}@b.test`).ok, false);
  assert.equal(parseMailboxAddress(`${'é'.repeat(123)}a@b.test`, { utf8: true }).ok, true);
  assert.equal(parseMailboxAddress(`${'é'.repeat(124)}@b.test`, { utf8: true }).ok, false);
});

test('a scan says where the address ends', () => {
  assert.deepEqual(scanMailboxAddress('<a@b.test> x', 1, {}), {
    ok: true,
    value: { address: { text: 'a@b.test', localPart: 'a', domain: 'b.test' }, end: 9 },
  });
});

test('what is quoted comes back as it was', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{0,40}$/), (localPart) => {
      const built = mailboxAddress(localPart, domain);
      assert.deepEqual(parseMailboxAddress(built.text), { ok: true, value: built });
    }),
  );
});

test('quotes stand only where they must', () => {
  const table: readonly [string, string][] = [
    ['homer', 'homer@b.test'],
    ['h.j.s', 'h.j.s@b.test'],
    ['zoë', 'zoë@b.test'],
    ['h s', '"h s"@b.test'],
    ['.h', '".h"@b.test'],
    ['', '""@b.test'],
    ['a"b\\', '"a\\"b\\\\"@b.test'],
  ];
  for (const [localPart, text] of table) assert.equal(mailboxAddress(localPart, domain).text, text);
});

test('one mailbox has one key', () => {
  const key = (text: string) => {
    const address = parseMailboxAddress(text, { utf8: true });
    assert.ok(address.ok);
    return mailboxKey(address.value);
  };
  assert.equal(key('Homer@B.test'), key('"homer"@b.TEST'));
  assert.equal(key('zo\u00eb@b.test'), key('zoe\u0308@b.test'));
  assert.equal(key('a@bücher.test'), key('a@xn--bcher-kva.test'));
  assert.notEqual(key('a.b@b.test'), key('ab@b.test'));
  // RFC 5321 §4.1.2: quoted forms are equivalent.
  assert.equal(key('"\\h\\o"@b.test'), key('ho@b.test'));
});

test('octets are counted, not characters', () => {
  assert.deepEqual(['', 'a', 'é', '用', '🍩'].map(octetLength), [0, 1, 2, 3, 4]);
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      parseMailboxAddress(text, { utf8: true });
      parseMailboxAddress(`${text}@b.test`);
    }),
  );
});
