import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../../address/ip.ts';
import type { ZoneData } from '../../dns/zone.ts';
import { checkHostSpf, checkSpf } from './check-spf.ts';
import type { Site } from './site.ts';
import { brief, names, resolverWith, site } from './testing/springfield.ts';

async function found(texts: readonly string[], more: ZoneData = {}, at: Partial<Site> = {}): Promise<string> {
  const own = { ...names['springfield.test'], TXT: texts };
  return brief(await checkSpf({ ...site, ...at }, resolverWith({ 'springfield.test': own, ...more })));
}

describe('the SPF record of a domain', () => {
  it('lets our addresses send, and nobody else', async () => {
    for (const text of ['v=spf1 mx -all', 'v=spf1 ip4:192.0.2.0/30 ~all', 'v=spf1 include:o.test -all'])
      assert.equal(
        await found([text, 'google-site-verification=x'], {
          'o.test': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] },
        }),
        `SPF right: "${text}" lets 192.0.2.1 send.`,
      );
  });

  it('is missing', async () => {
    assert.match(await found([]), /^SPF missing: .*Publish this record/);
    const finding = await checkSpf(site, resolverWith({ 'springfield.test': {} }));
    assert.equal(finding.record?.data, 'v=spf1 mx -all');
  });

  it('does not let us send', async () => {
    assert.match(
      await found(['v=spf1 ip4:192.0.2.9 -all']),
      /^SPF wrong: "v=spf1 ip4:192\.0\.2\.9 -all" does not let 192\.0\.2\.1 send, .*Put ip4:192\.0\.2\.1 into it/,
    );
    const addresses = ['192.0.2.1', '2001:db8::1'] as IpAddress[];
    assert.match(
      await found(['v=spf1 ip4:192.0.2.1 ?all'], {}, { sources: { addresses, knownFrom: 'configuration' } }),
      /does not let 2001:db8::1 send, .*Put ip6:2001:db8::1 into it/,
    );
  });

  it('lets everybody send, or says nothing of others', async () => {
    assert.match(await found(['v=spf1 +all']), /^SPF wrong: .*lets everybody send/);
    assert.match(await found(['v=spf1 mx']), /^SPF advice: .*says nothing of other hosts/);
  });

  it('is there twice', async () => {
    assert.match(
      await found(['v=spf1 mx -all', 'v=spf1 a -all']),
      /^SPF wrong: There are 2 SPF records \("v=spf1 mx -all" and "v=spf1 a -all"\), .*into one/,
    );
  });

  it('cannot be used', async () => {
    assert.match(
      await found(['v=spf1 mx ip4:1.2.3 -all']),
      /^SPF wrong: .* cannot be used: .*"ip4:1\.2\.3" names no network/,
    );
    assert.match(
      await found(['v=spf1 mx include:no.test -all']),
      /includes no\.test, which has no SPF record/,
    );
    const many = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`i${i}.test`, { TXT: ['v=spf1 -all'] }]),
    );
    const includes = (count: number) =>
      Array.from({ length: count }, (_, i) => `include:i${i}.test`).join(' ');
    assert.match(await found([`v=spf1 mx ${includes(9)} -all`], many), /^SPF right/);
    assert.match(
      await found([`v=spf1 mx ${includes(10)} -all`], many),
      /^SPF wrong: .*more than 10 terms that ask the DNS\. Name addresses \(ip4:, ip6:\) in the place/,
    );
  });

  it('cannot be found out', async () => {
    const silent = resolverWith({ 'springfield.test': { fault: 'servfail' } });
    assert.match(brief(await checkSpf(site, silent)), /^SPF unknown: The DNS does not say now/);
    assert.match(
      await found(['v=spf1 include:o.test -all'], { 'o.test': { fault: 'timeout' } }),
      /^SPF unknown: .*o\.test/,
    );
  });

  it('is about more than we know', async () => {
    const unknown = { sources: { addresses: [], knownFrom: 'nowhere' } } as const;
    assert.match(
      await found(['v=spf1 mx -all'], {}, unknown),
      /^SPF advice: .*not known which addresses.*relay\.source_addresses/,
    );
    assert.match(
      await found(['v=spf1 mx -all'], {}, { smartHost: 'smtp.isp.test' }),
      /^SPF advice: .*through smtp\.isp\.test\. Ask/,
    );
  });
});

it('the host may send in its own name', async () => {
  assert.match(brief(await checkHostSpf(site, resolverWith({}))), /^SPF right: "v=spf1 a -all" lets/);
  const finding = await checkHostSpf(site, resolverWith({ 'mail.springfield.test': { A: ['192.0.2.1'] } }));
  assert.match(brief(finding), /^SPF missing/);
  assert.deepEqual(finding.record, { name: 'mail.springfield.test', type: 'TXT', data: 'v=spf1 a -all' });
});
