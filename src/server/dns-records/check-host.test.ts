import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../../address/ip.ts';
import type { ZoneData } from '../../dns/zone.ts';
import { checkHost } from './check-host.ts';
import { findSources, type Sources } from './site.ts';
import { brief, resolverWith, site } from './testing/springfield.ts';

const sources: Sources = { addresses: ['192.0.2.1' as IpAddress], knownFrom: 'configuration' };
const reverse = '1.2.0.192.in-addr.arpa';

const found = async (more: ZoneData, from = sources): Promise<string[]> =>
  (await checkHost({ ...site, sources: from }, resolverWith(more))).map(brief);

describe('the host', () => {
  it('has its address, and the address its name', async () => {
    assert.deepEqual(await found({}), [
      'address right: It has the address 192.0.2.1.',
      'reverse name right: 192.0.2.1 is called mail.springfield.test, which has that address.',
    ]);
  });

  it('sends from an address that its name does not have', async () => {
    const [address, name] = await found({ 'mail.springfield.test': { A: ['192.0.2.2'] } });
    assert.match(
      address ?? '',
      /^address missing: Mail comes from 192\.0\.2\.1, and that is no address of the name/,
    );
    assert.match(name ?? '', /^reverse name wrong: .*does not have that address/);
  });

  it('has no reverse name, or another', async () => {
    const at = async (more: ZoneData) => (await found(more))[1] ?? '';
    assert.match(await at({ [reverse]: {} }), /^reverse name missing: 192\.0\.2\.1 has no reverse name/);
    assert.match(
      await at({ [reverse]: { PTR: ['forged.test'] } }),
      /^reverse name wrong: .*called forged\.test/,
    );
    const other = { [reverse]: { PTR: ['host1.isp.test'] }, 'host1.isp.test': { A: ['192.0.2.1'] } };
    assert.match(await at(other), /^reverse name advice: .*called host1\.isp\.test, and this host greets as/);
    assert.match(
      await at({ ...other, [reverse]: { PTR: ['host1.isp.test', 'mail.springfield.test'] } }),
      /^reverse name right/,
    );
  });

  it('cannot be found out', async () => {
    const at = async (more: ZoneData) => (await found(more)).join('\n');
    assert.match(await at({ [reverse]: { fault: 'servfail' } }), /^reverse name unknown/m);
    assert.match(
      await at({ 'mail.springfield.test': { fault: 'timeout' } }),
      /^address unknown.*\nreverse name unknown/,
    );
  });

  it('is not known to have an address', async () => {
    assert.match(
      (await found({}, { addresses: [], knownFrom: 'nowhere' })).join(),
      /^address missing: The name of this host/,
    );
    const failed: Sources = { addresses: [], knownFrom: 'nowhere', failure: 'a timeout' };
    assert.match((await found({}, failed)).join(), /^address unknown: .*a timeout/);
  });
});

describe('where mail comes from', () => {
  const machine = () => ['127.0.0.1', '10.0.0.1', '198.51.100.1', '198.51.100.1', 'fe80::1'] as IpAddress[];
  const find = (more: ZoneData, configured: readonly string[] = []) =>
    findSources({
      configured: configured as IpAddress[],
      hostname: site.hostname,
      resolver: resolverWith(more),
      machine,
    });

  it('is what the configuration says, else the DNS, else the machine', async () => {
    assert.deepEqual(await find({}, ['192.0.2.9']), { addresses: ['192.0.2.9'], knownFrom: 'configuration' });
    const both = { 'mail.springfield.test': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] } };
    assert.deepEqual(await find(both), { addresses: ['192.0.2.1', '2001:db8::1'], knownFrom: 'dns' });
    assert.deepEqual(await find({ 'mail.springfield.test': {} }), {
      addresses: ['198.51.100.1'],
      knownFrom: 'machine',
    });
  });

  it('is uncertain where the DNS does not say', async () => {
    const { knownFrom, failure } = await find({ 'mail.springfield.test': { fault: 'timeout' } });
    assert.equal(knownFrom, 'machine');
    assert.match(failure ?? '', /mail\.springfield\.test/);
  });
});
