import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDomain, parseMailDomain } from '../address/domain.ts';
import { parseIp } from '../address/ip.ts';
import type { Random } from '../base/ports.ts';
import { type ZoneData, zone, zoneResolver } from '../dns/zone.ts';
import { resolveNextHop } from './resolve.ts';
import { buildRoutes, type RouteSettings } from './routes.ts';

const random: Random = { bytes: () => assert.fail('no bytes are needed'), below: () => 0 };
const ip = (text: string) => parseIp(text) ?? assert.fail(text);
const ourName = parseDomain('mx.springfield.test');
const base: RouteSettings = {
  ourNames: ourName.ok ? [ourName.value] : [],
  ourAddresses: [ip('198.51.100.7')],
};

const world: ZoneData = {
  'krustylu.test': {
    MX: [
      [20, 'mx2.krustylu.test'],
      [10, 'mx1.krustylu.test'],
    ],
    A: ['203.0.113.66'],
  },
  'mx1.krustylu.test': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] },
  'mx2.krustylu.test': { CNAME: 'alias.krustylu.test' },
  'alias.krustylu.test': { A: ['192.0.2.2'] },
  'implicit.test': { A: ['192.0.2.3'] },
  'alias.test': { CNAME: 'krustylu.test' },
  'quiet.test': { MX: [[0, '.']], A: ['192.0.2.4'] },
  'web-only.test': { TXT: ['no mail here'] },
  'dead-mx.test': {
    MX: [
      [10, 'gone.test'],
      [20, 'web-only.test'],
    ],
    A: ['192.0.2.5'],
  },
  'half-dead.test': {
    MX: [
      [10, 'gone.test'],
      [20, 'ill.test'],
    ],
  },
  'ill.test': { fault: 'servfail' },
  'slow.test': { fault: 'timeout' },
  'no-answer.test': { fault: 'refused' },
  'to-slow.test': { CNAME: 'slow.test' },
  'ours.test': { MX: [[10, 'mx.springfield.test']] },
  'our-address.test': { A: ['198.51.100.7'] },
  'localhost.test': { MX: [[10, 'lo.test']] },
  'lo.test': { A: ['127.0.0.1'] },
  'smart.test': { A: ['192.0.2.9'], AAAA: ['2001:db8::9'], MX: [[10, 'mx1.krustylu.test']] },
};
const resolver = zoneResolver(zone(world));

async function route(text: string, settings: RouteSettings = {}) {
  const routes = buildRoutes({ ...base, ...settings });
  const domain = parseMailDomain(text);
  assert.ok(routes.ok && domain.ok, text);
  return resolveNextHop(domain.value, routes.value, { resolver, random });
}

async function hops(text: string, settings: RouteSettings = {}) {
  const result = await route(text, settings);
  return result.ok ? result.value : assert.fail(result.error.text);
}

test('mail exchangers in order, at the port of SMTP, with TLS where it is offered', async () => {
  const common = { port: 25, tls: 'opportunistic' };
  const expected = [
    { name: 'mx1.krustylu.test', ip: '2001:db8::1', ...common },
    { name: 'mx1.krustylu.test', ip: '192.0.2.1', ...common },
    { name: 'mx2.krustylu.test', ip: '192.0.2.2', ...common },
  ];
  assert.deepEqual(await hops('krustylu.test'), expected);
  assert.deepEqual(await hops('alias.test'), expected, 'an alias stands for the domain');
  const [first] = await hops('krustylu.test', { smtpPort: 2525, preferredFamily: 'ipv4' });
  assert.deepEqual(first, { ...common, name: 'mx1.krustylu.test', ip: '192.0.2.1', port: 2525 });
});

test('without MX records the domain is its own exchanger', async () => {
  assert.deepEqual(await hops('implicit.test'), [
    { name: 'implicit.test', ip: '192.0.2.3', port: 25, tls: 'opportunistic' },
  ]);
});

test('address literals go straight there', async () => {
  const [v4] = await hops('[192.0.2.1]', { smtpPort: 2525 });
  assert.deepEqual(v4, { name: '[192.0.2.1]', ip: '192.0.2.1', port: 2525, tls: 'opportunistic' });
  const [v6] = await hops('[IPv6:2001:db8::1]');
  assert.deepEqual(v6, { name: '[IPv6:2001:db8::1]', ip: '2001:db8::1', port: 25, tls: 'opportunistic' });
});

test('failures: how final, which status, and a sentence for people', async () => {
  const cases: [domain: string, permanent: boolean, status: string, text: RegExp, code?: number][] = [
    ['exampel.org', true, '5.1.2', /^The domain exampel\.org does not exist \(the DNS says NXDOMAIN\)\.$/],
    ['quiet.test', true, '5.1.10', /accepts no mail at all/, 556],
    ['web-only.test', true, '5.1.2', /has no mail server/],
    [
      'dead-mx.test',
      true,
      '5.4.4',
      /None of the mail servers of dead-mx\.test .*\(gone\.test, web-only\.test\)/,
    ],
    ['half-dead.test', false, '4.4.3', /asked about ill\.test at present: .*SERVFAIL/],
    ['ill.test', false, '4.4.3', /SERVFAIL/],
    ['slow.test', false, '4.4.3', /did not answer in time/],
    ['to-slow.test', false, '4.4.3', /did not answer in time/],
    ['no-answer.test', false, '4.4.3', /refuses/],
    ['ours.test', true, '5.4.6', /come back here: mx\.springfield\.test/],
    ['our-address.test', true, '5.4.6', /come back here: our-address\.test/],
    ['localhost.test', true, '5.4.6', /come back here: lo\.test/],
    ['[198.51.100.7]', true, '5.4.6', /come back here: \[198\.51\.100\.7\]/],
    ['[127.0.0.1]', true, '5.4.6', /come back here/],
  ];
  for (const [domain, permanent, status, text, code] of cases) {
    const result = await route(domain.replace(/\.$/, ''));
    assert.ok(!result.ok, domain);
    assert.equal(result.error.permanent, permanent, domain);
    assert.equal(result.error.status, status, domain);
    assert.match(result.error.text, text);
    assert.equal(result.error.code, code, domain);
  }
});

test('a domain too long for the DNS does not exist', async () => {
  const labels = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(63)).join('.');
  assert.equal(labels.length, 255);
  const result = await route(labels);
  assert.match(result.ok ? '' : result.error.text, /too long for the DNS/);
});

test('a fixed hop is looked up without its exchangers, and may be ourselves', async () => {
  const auth = { username: 'evergreen', password: 'terrace' };
  const smartHost = { host: 'smart.test', port: 587, auth };
  assert.deepEqual(await hops('anything.test', { smartHost }), [
    { name: 'smart.test', ip: '2001:db8::9', port: 587, tls: 'required', auth },
    { name: 'smart.test', ip: '192.0.2.9', port: 587, tls: 'required', auth },
  ]);
  const staticRoutes = { 'krustylu.test': { host: '127.0.0.1', port: 2526, tls: 'none' as const } };
  assert.deepEqual(await hops('krustylu.test', { staticRoutes }), [
    { name: '[127.0.0.1]', ip: '127.0.0.1', port: 2526, tls: 'none' },
  ]);
});

test('a fixed hop that is not there is our own fault, so the mail waits', async () => {
  const through = async (host: string) => {
    const result = await route('krustylu.test', { smartHost: { host, port: 25 } });
    return result.ok ? assert.fail() : result.error;
  };
  for (const host of ['gone.test', 'web-only.test']) {
    const { permanent, status, text } = await through(host);
    assert.deepEqual([permanent, status], [false, '4.3.5']);
    assert.match(text, /^This server is set up to send mail through /);
    assert.ok(text.includes(host));
  }
  assert.equal((await through('slow.test')).status, '4.4.3');
});
