import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMailDomain } from '../address/domain.ts';
import { parseIp } from '../address/ip.ts';
import { buildRoutes, fixedHopFor, queueDestination, type RouteSettings, type Routes } from './routes.ts';

const domain = (text: string) => {
  const parsed = parseMailDomain(text);
  return parsed.ok ? parsed.value : assert.fail(text);
};
const routesOf = (settings: RouteSettings): Routes => {
  const built = buildRoutes(settings);
  return built.ok ? built.value : assert.fail(built.error);
};
const refusal = (settings: RouteSettings): string => {
  const built = buildRoutes(settings);
  return built.ok ? assert.fail('should be refused') : built.error;
};
const auth = { username: 'evergreen', password: 'terrace' };

test('the most exact route counts', () => {
  const routes = routesOf({
    staticRoutes: {
      'example.org': { host: 'exact.test', port: 25 },
      '.example.org': { host: 'below.test', port: 25 },
      '.deep.example.org': { host: 'deep.test', port: 25 },
      '[192.0.2.1]': { host: 'literal.test', port: 25 },
    },
    smartHost: { host: 'smart.test', port: 587 },
  });
  const expected: [string, string][] = [
    ['example.org', 'exact.test'],
    ['a.example.org', 'below.test'],
    ['a.b.example.org', 'below.test'],
    ['deep.example.org', 'below.test'],
    ['a.deep.example.org', 'deep.test'],
    ['notexample.org', 'smart.test'],
    ['org', 'smart.test'],
    ['[192.0.2.1]', 'literal.test'],
    ['[192.0.2.2]', 'smart.test'],
  ];
  for (const [of, host] of expected) assert.equal(fixedHopFor(routes, domain(of))?.host, host, of);
});

test('patterns and hosts are compared in their canonical form', () => {
  const routes = routesOf({ staticRoutes: { 'Bücher.Example': { host: 'Mail.TEST', port: 25 } } });
  assert.equal(fixedHopFor(routes, domain('xn--bcher-kva.example'))?.host, 'mail.test');
});

test('the key of the queue: the fixed hop, or the domain', () => {
  const routes = routesOf({
    staticRoutes: {
      'a.test': { host: 'mail.example.net', port: 2525 },
      'b.test': { host: 'mail.example.net', port: 2525 },
      'c.test': { host: '192.0.2.1', port: 25 },
      'd.test': { host: '2001:DB8::1', port: 26 },
    },
  });
  const expected: [string, string][] = [
    ['a.test', 'smtp:[mail.example.net]:2525'],
    ['b.test', 'smtp:[mail.example.net]:2525'],
    ['c.test', 'smtp:[192.0.2.1]:25'],
    ['d.test', 'smtp:[2001:db8::1]:26'],
    ['Elsewhere.TEST', 'elsewhere.test'],
    ['[192.0.2.7]', '[192.0.2.7]'],
  ];
  for (const [of, key] of expected) assert.equal(queueDestination(domain(of), routes), key);
});

test('a star and a smart host are the same', () => {
  const hop = { host: 'smart.test', port: 587 };
  const starred = routesOf({ staticRoutes: { '*': hop } });
  assert.deepEqual(
    fixedHopFor(starred, domain('a.test')),
    fixedHopFor(routesOf({ smartHost: hop }), domain('a.test')),
  );
  assert.match(refusal({ staticRoutes: { '*': hop }, smartHost: hop }), /give one/);
});

test('TLS is required where a password is sent, unless the operator says otherwise', () => {
  const tlsOf = (hop: Partial<RouteSettings['smartHost']>) =>
    routesOf({ smartHost: { host: 'smart.test', port: 587, ...hop } }).otherwise?.tls;
  assert.equal(tlsOf({}), 'opportunistic');
  assert.equal(tlsOf({ auth }), 'required');
  assert.equal(tlsOf({ auth, tls: 'implicit' }), 'implicit');
  assert.equal(tlsOf({ auth, tls: 'opportunistic' }), 'opportunistic');
  assert.equal(tlsOf({ tls: 'none' }), 'none');
  assert.match(
    refusal({ smartHost: { host: 'smart.test', port: 587, auth, tls: 'none' } }),
    /not sent without TLS/,
  );
});

test('what makes no sense is refused, and the route is named', () => {
  const good = { host: 'mail.test', port: 25 };
  const cases: [Record<string, { host: string; port: number }>, RegExp][] = [
    [{ 'a..test': good }, /the route for a\.\.test: .*malformed/],
    [{ '..test': good }, /the route for \.\.test: .*malformed/],
    [{ 'a.test': { host: 'no host', port: 25 } }, /the route for a\.test: /],
    [{ '.[192.0.2.1]': good }, /no domains below an address/],
    [{ '[192.0.2.300]': good }, /malformed/],
  ];
  for (const [staticRoutes, pattern] of cases) assert.match(refusal({ staticRoutes }), pattern);
});

test('routes to one host and port must agree in TLS and account', () => {
  const hop = { host: 'mail.test', port: 25 } as const;
  for (const other of [
    { ...hop, tls: 'required' as const },
    { ...hop, auth, tls: 'opportunistic' as const },
  ]) {
    assert.match(
      refusal({ staticRoutes: { 'a.test': hop, 'b.test': other } }),
      /smtp:\[mail\.test\]:25 differ/,
    );
    assert.match(refusal({ staticRoutes: { '.a.test': hop }, smartHost: other }), /differ/);
  }
  routesOf({ staticRoutes: { 'a.test': hop, 'b.test': { ...hop, port: 26, tls: 'none' } } });
});

test('who we are', () => {
  const ip = (text: string) => parseIp(text) ?? assert.fail(text);
  const settings = { ourAddresses: [ip('198.51.100.7')] };
  const { isOurAddress } = routesOf(settings).ourselves;
  assert.ok(isOurAddress(ip('198.51.100.7')) && isOurAddress(ip('127.0.0.2')) && isOurAddress(ip('::1')));
  assert.ok(!isOurAddress(ip('198.51.100.8')));
  assert.ok(!routesOf({ ...settings, isLoopbackOurs: false }).ourselves.isOurAddress(ip('127.0.0.2')));
});
