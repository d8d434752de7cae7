import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../../address/ip.ts';
import { type ZoneNode, zone, zoneResolver } from '../../dns/zone.ts';
import { checkRecords } from './check.ts';
import { isTrouble } from './finding.ts';
import { recordsOf } from './records.ts';
import type { Site } from './site.ts';
import { brief, key, resolverWith, site } from './testing/springfield.ts';

const now = Date.parse('2026-11-25T12:00:00.000Z');

const lines = (of: Site): string[] =>
  recordsOf(of).flatMap(({ records }) => records.map(({ name, type, data }) => `${name} ${type} ${data}`));

/** The DNS when somebody has published them. */
function published(of: Site) {
  const all = recordsOf(of).flatMap(({ records }) => records);
  const byName = Map.groupBy(all, ({ name }) => name);
  const nodes = [...byName].map(([name, records]): [string, ZoneNode] => {
    const of = (wanted: string) => records.filter(({ type }) => type === wanted).map(({ data }) => data);
    const MX = of('MX')
      .map((data) => data.split(' '))
      .map(([n, host = '']) => [Number(n), host] as const);
    return [name, { A: of('A'), AAAA: of('AAAA'), PTR: of('PTR'), TXT: of('TXT'), MX }];
  });
  return zoneResolver(zone(Object.fromEntries(nodes)));
}

const addresses = ['192.0.2.1', '2001:db8::1'] as IpAddress[];
const sites: readonly Site[] = [
  site,
  { ...site, sources: { addresses, knownFrom: 'configuration' } },
  { ...site, sources: { addresses, knownFrom: 'dns' } },
  { ...site, sources: { addresses, knownFrom: 'machine' } },
  { ...site, hostname: site.domain, isHostOurs: true },
];

describe('the records that a domain needs', () => {
  it('are these', () => {
    assert.deepEqual(lines(site), [
      'springfield.test MX 10 mail.springfield.test.',
      'springfield.test TXT v=spf1 mx -all',
      's1._domainkey.springfield.test TXT v=DKIM1; k=ed25519; p=AAAA',
      '_dmarc.springfield.test TXT v=DMARC1; p=none; rua=mailto:postmaster@springfield.test',
      'mail.springfield.test A 192.0.2.1',
      'mail.springfield.test TXT v=spf1 a -all',
      'mail.springfield.test MX 0 .',
      '1.2.0.192.in-addr.arpa PTR mail.springfield.test.',
    ]);
  });

  it('name addresses and a smart host where these send', () => {
    assert(
      lines({ ...site, sources: { addresses, knownFrom: 'configuration' } }).includes(
        'springfield.test TXT v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all',
      ),
    );
    assert(
      lines({ ...site, smartHost: 'smtp.isp.test' }).includes(
        'springfield.test TXT v=spf1 mx a:smtp.isp.test -all',
      ),
    );
  });

  it('have no keys that sign no more', () => {
    assert.equal(lines({ ...site, keys: [{ ...key, state: 'signed' }] }).length, 7);
    assert.equal(lines({ ...site, keys: [{ ...key, state: 'waits' }] }).length, 8);
  });

  it('are all that is checked: once they are published, all is right', async () => {
    for (const each of sites) {
      const findings = await checkRecords(each, now, published(each));
      assert.deepEqual(
        findings.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'right'),
        [],
        findings.map(brief).join('\n'),
      );
    }
  });

  it('are all missing before that', async () => {
    const findings = await checkRecords(site, now, zoneResolver(zone({})));
    assert.deepEqual(findings.filter((finding) => !isTrouble(finding)).map(brief), [
      'MX advice: Mail for the name of the host comes here, and is refused. Say so before it comes: mail.springfield.test. IN MX 0 .',
    ]);
  });

  it('say that mail is not signed, if it is not', async () => {
    const findings = await checkRecords({ ...site, keys: [] }, now, resolverWith({}));
    assert.match(findings.map(brief).join('\n'), /^DKIM advice: .*dkim\.sign = false/m);
  });
});
