import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Domain } from '../../address/domain.ts';
import type { IpAddress } from '../../address/ip.ts';
import { instant } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { type ZoneData, zone } from '../../dns/zone.ts';
import { networkResolver } from '../../io/dns/resolver.ts';
import { startDnsServer } from '../../io/dns/server.ts';
import { zoneResponder } from '../../io/dns/zone-responder.ts';
import { DkimKeys, recordOf } from '../dkim/keys.ts';
import { type CheckedRecords, dnsOperations, type WantedRecords } from './dns.ts';
import { OperationError } from './operation.ts';

const data = await mkdtemp(join(tmpdir(), 'evergreen-dns-operations-'));
after(() => rm(data, { recursive: true }));

const loopback = '127.0.0.1' as IpAddress;
const domain = 'springfield.test' as Domain;
const clock = new VirtualClock(instant(Date.UTC(2026, 10, 25, 9)));
const keys = await DkimKeys.open({ config: { data, domains: [domain], dkim: { sign: true } }, clock });
await keys.ensure();
await keys.activate(() => true);

const inOrder: ZoneData = {
  [domain]: { MX: [[10, 'mail.springfield.test']], TXT: ['v=spf1 mx -all'] },
  '_dmarc.springfield.test': { TXT: ['v=DMARC1; p=reject'] },
  'mail.springfield.test': { A: ['192.0.2.1'], MX: [[0, '.']], TXT: ['v=spf1 a -all'] },
  '1.2.0.192.in-addr.arpa': { PTR: ['mail.springfield.test'] },
  ...Object.fromEntries(keys.all.map(recordOf).map(({ name, text }) => [name, { TXT: [text] }])),
};

/** Operations over a name server on a real port, whose zone can be changed. */
async function start(dkim = { sign: true }) {
  let current = zone(inOrder);
  const server = await startDnsServer({ ip: loopback, port: 0 }, (query, transport) =>
    zoneResponder(current)(query, transport),
  );
  after(() => server.close());
  const operations = dnsOperations({
    config: {
      hostname: 'mail.springfield.test' as Domain,
      relay: { source_addresses: [] } as never,
      dkim,
    },
    keys,
    ours: { primary: domain, all: new Set([domain]), literals: new Set() },
    clock,
    resolver: () => networkResolver({ servers: [server.address], timeoutMs: 200, rounds: 1 }),
    machine: () => [],
  });
  const run = (name: string, of: string) => operations[name]?.({ domain: of });
  return {
    change: (more: ZoneData) => {
      current = zone({ ...inOrder, ...more });
    },
    records: async (of: string) => (await run('dns.records', of)) as WantedRecords,
    verdicts: async () => {
      const { findings } = (await run('dns.check', domain)) as CheckedRecords;
      return findings.map(({ about, name, verdict }) => `${about} ${name} ${verdict}`);
    },
  };
}

describe('the operations on the records of a domain', () => {
  it('find all in order, with long keys over the wire', async () => {
    const { verdicts } = await start();
    assert.deepEqual(await verdicts(), [
      'MX springfield.test right',
      'SPF springfield.test right',
      'DKIM rsa-20261125._domainkey.springfield.test right',
      'DKIM ed25519-20261125._domainkey.springfield.test right',
      'DMARC _dmarc.springfield.test right',
      'address mail.springfield.test right',
      'reverse name 1.2.0.192.in-addr.arpa right',
      'SPF mail.springfield.test right',
      'MX mail.springfield.test right',
    ]);
  });

  it('see at once what has changed, and tell what is wrong from what is not known', async () => {
    const { change, verdicts } = await start();
    const notRight = async () => (await verdicts()).filter((line) => !line.endsWith(' right'));
    assert.deepEqual(await notRight(), []);
    change({ '_dmarc.springfield.test': {} });
    assert.deepEqual(await notRight(), ['DMARC _dmarc.springfield.test missing']);
    change({ '_dmarc.springfield.test': { fault: 'servfail' } });
    assert.deepEqual(await notRight(), ['DMARC _dmarc.springfield.test unknown']);
    change({ 'rsa-20261125._domainkey.springfield.test': { fault: 'timeout' } });
    assert.deepEqual(await notRight(), ['DKIM rsa-20261125._domainkey.springfield.test unknown']);
    change({ 'rsa-20261125._domainkey.springfield.test': { TXT: ['v=DKIM1; k=rsa; p='] } });
    assert.deepEqual(await notRight(), ['DKIM rsa-20261125._domainkey.springfield.test wrong']);
    change({});
    assert.deepEqual(await notRight(), []);
  });

  it('print what is to be published', async () => {
    const { records } = await start();
    const { site, groups } = await records('Springfield.TEST.');
    assert.deepEqual(site.sources, { addresses: ['192.0.2.1'], knownFrom: 'dns' });
    const names = groups.flatMap((group) => group.records.map(({ name, type }) => `${name} ${type}`));
    assert.equal(names.length, 9);
    assert(names.includes('rsa-20261125._domainkey.springfield.test TXT'));
    assert.doesNotMatch(JSON.stringify(groups), /PRIVATE/);
  });

  it('know when mail is not signed', async () => {
    const { records, verdicts } = await start({ sign: false });
    assert.doesNotMatch(JSON.stringify(await records(domain)), /_domainkey/);
    assert((await verdicts()).includes('DKIM springfield.test advice'));
  });

  it('are for our domains', async () => {
    const { records } = await start();
    await assert.rejects(records('krustylu.test'), OperationError);
    await assert.rejects(records('a b'), /malformed/);
  });
});
