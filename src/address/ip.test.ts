import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isIpv6, isLoopback, isPublicIp, networkContains, parseIp, parseNetwork, reverseName } from './ip.ts';

describe('addresses', () => {
  const good: readonly [string, string][] = [
    ['192.0.2.1', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['010.1.1.1', '10.1.1.1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    // RFC 5952 §4.2.2, §4.2.3: one zero group stays, the longest run goes, the first of equals
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:1:0:0:1:0:0', '::1:0:0:1:0:0'],
    ['0:0:0:1:10:0:0:0', '::1:10:0:0:0'],
    ['a0:0:0:b:c:d:e:f', 'a0::b:c:d:e:f'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4:5:6:c000:201'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:C000:0201', '192.0.2.1'],
  ];
  for (const [text, canonical] of good) test(text, () => assert.equal(parseIp(text), canonical));

  const bad = [
    '',
    ' 192.0.2.1',
    '192.0.2',
    '192.0.2.1.1',
    '192.0.2.256',
    '192.0.2.-1',
    '192.0.2.0x1',
    '1921.0.2.1',
    ':',
    ':::',
    '1:::2',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    ':1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:8:',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1.2.3',
    '::1.2.3.4:5',
    'fe80::1%eth0',
    '[::1]',
  ];
  for (const text of bad) test(`not ${text}`, () => assert.equal(parseIp(text), undefined));

  test('the canonical form is the one of the URL standard', () => {
    const group = fc.oneof(fc.constantFrom(0, 0, 0, 1), fc.nat(0xffff));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        fc.pre(!(groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff));
        const text = groups.map((g) => g.toString(16).padStart(4, '0')).join(':');
        assert.equal(`[${parseIp(text)}]`, new URL(`http://[${text}]`).hostname);
      }),
    );
  });

  test('a canonical form is its own canonical form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const ip = parseIp(text);
        assert.ok(ip);
        assert.equal(parseIp(ip), ip);
        assert.equal(isIpv6(ip), ip.includes(':'));
      }),
    );
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f:.]{0,40}$/), (text) => {
        parseIp(text);
      }),
    );
  });
});

describe('networks', () => {
  const table: readonly [network: string, inside: readonly string[], outside: readonly string[]][] = [
    ['192.0.2.0/24', ['192.0.2.0', '192.0.2.255'], ['192.0.3.0', '192.0.1.255', '::1']],
    ['192.0.2.128/25', ['192.0.2.128', '192.0.2.255'], ['192.0.2.127']],
    ['192.0.2.1', ['192.0.2.1'], ['192.0.2.0', '192.0.2.2']],
    ['192.0.2.77/32', ['192.0.2.77'], ['192.0.2.76']],
    ['0.0.0.0/0', ['1.2.3.4', '255.255.255.255'], ['::1']],
    ['10.0.0.0/9', ['10.127.255.255'], ['10.128.0.0']],
    ['2001:db8::/32', ['2001:db8:ffff::1'], ['2001:db9::', '192.0.2.1']],
    ['2001:db8::/33', ['2001:db8:7fff::'], ['2001:db8:8000::']],
    ['::/0', ['::1', 'ffff::'], ['127.0.0.1']],
  ];
  for (const [text, inside, outside] of table) {
    test(text, () => {
      const network = parseNetwork(text);
      assert.ok(network);
      for (const ip of [...inside, ...outside].map(parseIp)) {
        assert.ok(ip);
        assert.equal(networkContains(network, ip), inside.includes(ip), ip);
      }
    });
  }

  const bad = [
    '',
    '192.0.2.0/',
    '192.0.2.0/33',
    '::/129',
    '192.0.2.0/24/1',
    '192.0.2.0/-1',
    '192.0.2.0/ 4',
    'x/8',
  ];
  for (const text of bad) test(`not ${text}`, () => assert.equal(parseNetwork(text), undefined));
});

test('names of the reverse tree', () => {
  for (const [ip, name] of [
    ['192.0.2.10', '10.2.0.192.in-addr.arpa'],
    ['2001:db8::cafe', `e.f.a.c${'.0'.repeat(20)}.8.b.d.0.1.0.0.2.ip6.arpa`],
    ['::', `0${'.0'.repeat(31)}.ip6.arpa`],
  ] as const) {
    const parsed = parseIp(ip);
    assert.ok(parsed);
    assert.equal(reverseName(parsed), name);
  }
});

test('addresses that hosts elsewhere can reach', () => {
  for (const [expected, ...texts] of [
    [true, '8.8.8.8', '172.32.0.1', '100.128.0.1', '2a00::1'],
    [
      false,
      '10.1.2.3',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.1.1',
      '100.64.0.1',
      '127.0.0.2',
      '255.255.255.255',
    ],
    [false, '::', '::1', 'fe80::1', 'fd00::1', 'ff02::1', '0.0.0.0'],
  ] as const)
    for (const text of texts) {
      const ip = parseIp(text);
      assert.ok(ip);
      assert.equal(isPublicIp(ip), expected, text);
    }
});

test('loopback', () => {
  const table: readonly [string, boolean][] = [
    ['127.0.0.1', true],
    ['127.255.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['128.0.0.1', false],
    ['::2', false],
    ['12.7.0.1', false],
  ];
  for (const [text, expected] of table) {
    const ip = parseIp(text);
    assert.ok(ip);
    assert.equal(isLoopback(ip), expected, text);
  }
});
