import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  hasNonAscii,
  ipOfLiteral,
  isAddressLiteral,
  parseAddressLiteral,
  parseDomain,
  parseMailDomain,
} from './domain.ts';

const label63 = 'a'.repeat(63);
/** 255 octets */
const long = `${label63}.${label63}.${label63}.${label63}`;

describe('domains', () => {
  const good: readonly [string, string][] = [
    ['springfield.test', 'springfield.test'],
    ['Springfield.TEST', 'springfield.test'],
    ['localhost', 'localhost'],
    ['a', 'a'],
    ['3com.test', '3com.test'],
    ['x--y.test', 'x--y.test'],
    ['xn--bcher-kva.test', 'xn--bcher-kva.test'],
    ['bücher.test', 'xn--bcher-kva.test'],
    ['BÜCHER.test', 'xn--bcher-kva.test'],
    ['bu\u0308cher.test', 'xn--bcher-kva.test'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
    [long, long],
  ];
  for (const [text, canonical] of good) {
    test(text.slice(0, 80), () => assert.deepEqual(parseDomain(text), { ok: true, value: canonical }));
  }

  const bad = [
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    '-a.test',
    'a-.test',
    'a_b.test',
    'a b.test',
    'a\r\n.test',
    'a@b.test',
    'a:25',
    'a/b',
    '[192.0.2.1]',
    'é/b.test',
    'é:25',
    'x@é.test',
    'é?.test',
    'é#.test',
    'é%41.test',
    '\u200dé\u0000.test',
    'xn--é.test',
    `${'a'.repeat(64)}.test`,
    `${long}a`,
    `${long}.a`,
  ];
  for (const text of bad) {
    test(`not ${JSON.stringify(text).slice(0, 80)}`, () => assert.equal(parseDomain(text).ok, false));
  }

  test('what comes out is canonical, whatever goes in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.webAuthority(), fc.string({ unit: 'grapheme' })), (text) => {
        const domain = parseDomain(text);
        if (!domain.ok) return;
        assert.match(domain.value, /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/);
        assert.deepEqual(parseDomain(domain.value), domain);
      }),
    );
  });
});

describe('address literals', () => {
  const good: readonly [string, string, string][] = [
    ['[192.0.2.1]', '[192.0.2.1]', '192.0.2.1'],
    ['[IPv6:2001:DB8::1]', '[IPv6:2001:db8::1]', '2001:db8::1'],
    ['[ipv6:::1]', '[IPv6:::1]', '::1'],
    ['[IPv6:::]', '[IPv6:::]', '::'],
    ['[IPv6:::ffff:192.0.2.1]', '[192.0.2.1]', '192.0.2.1'],
  ];
  for (const [text, canonical, ip] of good) {
    test(text, () => {
      const literal = parseAddressLiteral(text);
      assert.deepEqual(literal, { ok: true, value: canonical });
      assert.deepEqual(parseMailDomain(text), literal);
      assert.ok(literal.ok && isAddressLiteral(literal.value));
      assert.equal(ipOfLiteral(literal.value), ip);
    });
  }

  const bad = [
    '[]',
    '[192.0.2]',
    '[192.0.2.1',
    '192.0.2.1]',
    '[::1]',
    '[IPv6:192.0.2.1]',
    '[X400:a]',
    '[IPv6:]',
    '[ 192.0.2.1]',
  ];
  for (const text of bad) test(`not ${text}`, () => assert.equal(parseAddressLiteral(text).ok, false));
});

test('a domain is no literal', () => {
  const domain = parseMailDomain('b.test');
  assert.ok(domain.ok && !isAddressLiteral(domain.value));
});

test('non-ASCII is seen', () => {
  assert.deepEqual(['', 'a~', '\u007f', 'aé', '🍩'].map(hasNonAscii), [false, false, false, true, true]);
});
