import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../../address/ip.ts';
import { type ZoneData, zone, zoneResolver } from '../../dns/zone.ts';
import { spfCheck } from './spf.ts';

const check = spfCheck('mail.springfield.test');

/** The zone of RFC 7208 appendix A. */
const example: ZoneData = {
  'example.com': {
    MX: [
      [10, 'mail-a.example.com'],
      [20, 'mail-b.example.com'],
    ],
    A: ['192.0.2.10', '192.0.2.11'],
  },
  'amy.example.com': { A: ['192.0.2.65'] },
  'bob.example.com': { A: ['192.0.2.66'] },
  'mail-a.example.com': { A: ['192.0.2.129'] },
  'mail-b.example.com': { A: ['192.0.2.130'] },
  'www.example.com': { CNAME: 'example.com' },
  'example.org': { MX: [[10, 'mail-c.example.org']] },
  'mail-c.example.org': { A: ['192.0.2.140'] },
  '10.2.0.192.in-addr.arpa': { PTR: ['example.com'] },
  '65.2.0.192.in-addr.arpa': { PTR: ['amy.example.com'] },
};

async function result(record: string, ip: string, more: ZoneData = {}): Promise<string> {
  const own = { ...example['example.com'], TXT: [record] };
  const resolver = zoneResolver(zone({ ...example, 'example.com': own, ...more }));
  return await check(
    { ip: ip as IpAddress, greetingName: 'mx.example.com', sender: 'joe@example.com' },
    resolver,
  );
}

describe('SPF', () => {
  it('judges as the examples of RFC 7208 appendix A', async () => {
    for (const [record, ip, expected] of [
      ['v=spf1 +all', '203.0.113.1', 'pass'],
      ['v=spf1 a -all', '192.0.2.10', 'pass'],
      ['v=spf1 a -all', '192.0.2.65', 'fail'],
      ['v=spf1 a:example.org -all', '192.0.2.10', 'fail'],
      ['v=spf1 mx -all', '192.0.2.129', 'pass'],
      ['v=spf1 mx:example.org -all', '192.0.2.140', 'pass'],
      ['v=spf1 mx/30 mx:example.org/30 -all', '192.0.2.131', 'pass'],
      ['v=spf1 ptr -all', '192.0.2.65', 'pass'],
      ['v=spf1 ptr -all', '192.0.2.140', 'fail'],
      ['v=spf1 ip4:192.0.2.128/28 -all', '192.0.2.65', 'fail'],
      ['v=spf1 ip4:192.0.2.128/28 -all', '192.0.2.140', 'pass'],
      ['v=spf1 ip6:2001:db8::/32 ~all', '2001:db8::25', 'pass'],
      ['v=spf1 ?all', '203.0.113.1', 'neutral'],
      ['v=spf1 ~all', '203.0.113.1', 'softfail'],
      ['v=spf1 include:example.org -all', '203.0.113.1', 'permerror'],
      ['v=spf1 nonsense -all', '203.0.113.1', 'permerror'],
      ['v=spf10 +all', '203.0.113.1', 'none'],
    ] as const) {
      assert.equal(await result(record, ip), expected, `${record} for ${ip}`);
    }
  });

  it('gives up where a record asks for too much, or turns in a circle', async () => {
    const deep = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`d${i}.test`, { TXT: [`v=spf1 include:d${i + 1}.test -all`] }]),
    );
    assert.equal(await result('v=spf1 include:d0.test -all', '203.0.113.1', deep), 'permerror');
    const circle = { 'circle.test': { TXT: ['v=spf1 include:circle.test -all'] } };
    assert.equal(await result('v=spf1 redirect=circle.test', '203.0.113.1', circle), 'permerror');
  });

  it('does not know where the DNS does not say', async () => {
    for (const fault of ['servfail', 'timeout', 'refused'] as const) {
      assert.equal(
        await result('v=spf1 include:x.test -all', '203.0.113.1', { 'x.test': { fault } }),
        'temperror',
      );
      assert.equal(await result('', '203.0.113.1', { 'example.com': { fault } }), 'temperror');
    }
  });

  it('takes hostile senders and greetings as text', async () => {
    const resolver = zoneResolver(
      zone({ 'x.test': { TXT: ['v=spf1 exists:%{l}.%{h}.x.test exp=%{s}.x.test -all'] } }),
    );
    for (const localPart of ['"a b"', 'a'.repeat(64), '%{d}', '"\\""', 'жук']) {
      const sender = `${localPart}@x.test`;
      const answer = await check(
        { ip: '203.0.113.1' as IpAddress, greetingName: '\u202e(\r\n', sender },
        resolver,
      );
      assert.match(answer, /^(fail|permerror)$/, localPart);
    }
  });
});
