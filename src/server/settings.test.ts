import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Domain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import type { DnsName } from '../dns/name.ts';
import { defaultRetrySchedule } from '../queue/retry-schedule.ts';
import { fixedHopFor, queueDestination } from '../routing/routes.ts';
import { type Config, readConfig } from './config.ts';
import { isLoopbackOurs, ourDomains, ownAddresses } from './our-domains.ts';
import { isTrusted, retrySchedule, routes } from './settings.ts';
import { StartError } from './start-error.ts';

const folder = await mkdtemp(join(tmpdir(), 'evergreen-settings-'));
after(() => rm(folder, { recursive: true }));

const read = (toml: string): Config => readConfig(toml, 'evergreen.toml', 'mail.springfield.test');
const ip = (text: string) => text as IpAddress;
const domain = (text: string) => text as Domain;

describe('the settings', () => {
  it('have the retry schedule that the queue thinks best', () => {
    assert.deepEqual(retrySchedule(read('')), defaultRetrySchedule);
    assert.deepEqual(retrySchedule(read('retry.delays = []')).delaysMs, []);
  });

  it('trust the networks that are named', () => {
    const trusts = isTrusted(read('notices.trusted_networks = ["192.0.2.0/24", "2001:db8::1"]'));
    for (const [address, expected] of [
      ['192.0.2.255', true],
      ['192.0.3.0', false],
      ['2001:db8::1', true],
      ['2001:db8::2', false],
    ] as const) {
      assert.equal(trusts({ ip: ip(address), greetingName: 'x' }), expected, address);
    }
    assert.equal(isTrusted(read(''))({ ip: ip('127.0.0.1'), greetingName: 'x' }), false);
  });

  it('know the way out', async () => {
    const secret = join(folder, 'secret');
    await writeFile(secret, 'mmm donut \n');
    const found = await routes(
      read(`
        [relay]
        port = 2025
        smart_host = "smtp.example.net"
        smart_host_username = "homer"
        smart_host_password_file = "${secret}"
        [relay.routes]
        "krustylu.test" = "192.0.2.7:26"
      `),
    );
    assert.deepEqual(fixedHopFor(found, domain('x.test')), {
      host: 'smtp.example.net',
      port: 587,
      tls: 'required',
      auth: { username: 'homer', password: 'mmm donut ' },
    });
    assert.equal(queueDestination(domain('krustylu.test'), found), 'smtp:[192.0.2.7]:26');
    assert.equal(found.smtpPort, 2025);
    assert.equal(found.ourselves.isOurName('mail.springfield.test' as DnsName), true);
  });

  it('cannot be used without the password, or where routes contradict each other', async () => {
    const smartHost = `relay = { smart_host = "h", smart_host_username = "u", smart_host_password_file = "${folder}/missing" }`;
    await assert.rejects(routes(read(smartHost)), (error) => {
      assert(error instanceof StartError);
      assert.match(error.message, /^relay\.smart_host_password_file: .*missing cannot be read: ENOENT/);
      return true;
    });
    const clash = 'relay = { smart_host = "h.test:25", routes = { "x.test" = "h.test:25" } }';
    await assert.rejects(
      routes(read(clash)),
      new StartError('relay: the routes to smtp:[h.test]:25 differ in TLS or account'),
    );
  });
});

describe('our own addresses', () => {
  const bound = read(`
    [[listeners]]
    role = "mx"
    addresses = ["192.0.2.1", "2001:DB8::1"]
    [[listeners]]
    role = "mx"
    addresses = ["192.0.2.2"]
    port = 2025
    [[listeners]]
    role = "submission"
    addresses = ["192.0.2.3"]
  `);

  it('are those at which we take mail from other hosts, on that port', () => {
    assert.deepEqual(ownAddresses(bound, 25), ['192.0.2.1', '2001:db8::1']);
    assert.deepEqual(ownAddresses(bound, 2025), ['192.0.2.2']);
    assert.deepEqual(ownAddresses(bound, 587), []);
    assert.equal(isLoopbackOurs(bound, 25), false);
  });

  it('are all of the machine where all are bound', () => {
    const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    const found = ownAddresses(read(''), 25);
    assert.equal(found.length, all.length);
    assert.ok(found.includes(ip('127.0.0.1')));
    assert.deepEqual([isLoopbackOurs(read(''), 25), isLoopbackOurs(read(''), 26)], [true, false]);
  });

  it('make literals that are ours', () => {
    const { primary, all, literals } = ourDomains({
      ...bound,
      domains: [domain('a.test'), domain('b.test')],
    });
    assert.equal(primary, 'a.test');
    assert.deepEqual([...all], ['a.test', 'b.test']);
    assert.deepEqual([...literals], ['[192.0.2.1]', '[IPv6:2001:db8::1]', '[192.0.2.2]']);
  });
});
