import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isIpv6, parseIp } from '../address/ip.ts';
import type { Random } from '../base/ports.ts';
import {
  addressesPerExchangerMax,
  exchangersMax,
  type LookedUpExchanger,
  type MailTarget,
  type NoTargets,
  type Ourselves,
  selectExchangers,
  selectTargets,
  targetsMax,
} from './mx.ts';
import { type DnsName, parseDnsName } from './name.ts';
import { type DnsAnswer, failure } from './resolver.ts';

const name = (text: string): DnsName => parseDnsName(text) ?? assert.fail(text);
const ip = (text: string) => parseIp(text) ?? assert.fail(text);
const domain = name('krustylu.test');

const nobody: Ourselves = { isOurName: () => false, isOurAddress: () => false };
const us: Ourselves = {
  isOurName: (host) => host === 'mx.springfield.test',
  isOurAddress: (address) => ['198.51.100.7', '2001:db8::7'].includes(address),
};

/** Draws the numbers that it is given, one after the other, then zeros. */
const draws = (...numbers: number[]): Random => ({
  bytes: () => assert.fail('no bytes are needed'),
  below: (bound) => (numbers.shift() ?? 0) % bound,
});

const worth = { ttlSeconds: 60, authenticated: false };
const no: DnsAnswer<never> = { kind: 'no-data', ...worth };
const gone: DnsAnswer<never> = { kind: 'no-such-domain', ...worth };
const servfail = failure('servfail', 'the server said so');

const mx = (...records: [number, string][]): DnsAnswer<'MX'> => ({
  kind: 'records',
  records: records.map(([preference, host]) => ({ preference, exchange: name(host) })),
  ...worth,
});
const a = (...addresses: string[]): DnsAnswer<'A'> & DnsAnswer<'AAAA'> => ({
  kind: 'records',
  records: addresses.map(ip),
  ...worth,
});

const exchangers = (answer: DnsAnswer<'MX'>, ourselves = nobody, random = draws()) => {
  const selected = selectExchangers(domain, answer, ourselves, random);
  return selected.ok
    ? selected.value.map(({ preference, host }) => `${preference} ${host}`)
    : selected.error.kind;
};

test('exchangers, for each answer to the MX question', () => {
  assert.deepEqual(exchangers(mx([20, 'b.test'], [10, 'a.test'])), ['10 a.test', '20 b.test']);
  assert.deepEqual(exchangers(no), ['0 krustylu.test'], 'the implicit MX');
  assert.deepEqual(exchangers(gone), 'no-such-domain');
  assert.deepEqual(exchangers(servfail), 'look-up-failed');
  assert.deepEqual(exchangers(mx([0, '.'])), 'null-mx');
  assert.deepEqual(exchangers(mx([10, '.'])), 'null-mx');
  assert.deepEqual(exchangers(mx([0, '.'], [10, 'a.test'])), ['10 a.test'], 'a null MX among others is none');
});

test('an exchanger that is named twice counts once, at its best', () => {
  assert.deepEqual(exchangers(mx([20, 'a.test'], [10, 'b.test'], [5, 'a.test'])), ['5 a.test', '10 b.test']);
});

test('our own name cuts the list', () => {
  const own = 'mx.springfield.test';
  assert.deepEqual(exchangers(mx([10, 'a.test'], [20, own], [30, 'c.test']), us), ['10 a.test']);
  assert.deepEqual(exchangers(mx([10, 'a.test'], [20, own], [20, 'c.test']), us), ['10 a.test']);
  assert.deepEqual(exchangers(mx([10, own], [20, 'c.test']), us), 'loop');
  assert.deepEqual(exchangers(mx([10, own]), us), 'loop');
  const implicit = selectExchangers(name(own), no, us, draws());
  assert.deepEqual(implicit, { ok: false, error: { kind: 'loop', host: own } });
});

test(`at most ${exchangersMax} exchangers are kept, the best ones`, () => {
  for (const count of [exchangersMax, exchangersMax + 1]) {
    const records = Array.from({ length: count }, (_, i): [number, string] => [100 - i, `h${100 - i}.test`]);
    const kept = exchangers(mx(...records));
    assert.equal(kept.length, exchangersMax);
    assert.equal(kept[0], `${101 - count} h${101 - count}.test`);
  }
});

test('our name is found beyond the limit of exchangers too', () => {
  const records = Array.from({ length: exchangersMax }, (_, i): [number, string] => [10, `h${i}.test`]);
  assert.equal(exchangers(mx(...records, [10, 'mx.springfield.test']), us), 'loop');
});

test('equal preferences stand in the order that chance gives', () => {
  const answer = mx([10, 'a.test'], [10, 'b.test'], [10, 'c.test'], [5, 'first.test']);
  assert.deepEqual(exchangers(answer, nobody, draws(2, 1, 0)), [
    '5 first.test',
    '10 c.test',
    '10 b.test',
    '10 a.test',
  ]);
  assert.deepEqual(exchangers(answer, nobody, draws(0, 0, 0)), [
    '5 first.test',
    '10 a.test',
    '10 b.test',
    '10 c.test',
  ]);
});

test('every order of equals comes up, and none much more often than the others', () => {
  let state = 1;
  const random: Random = {
    bytes: () => assert.fail(),
    // A little generator with a fixed start (Park and Miller), so that the test is the same each time.
    below: (bound) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % bound;
    },
  };
  const seen = new Map<string, number>();
  const rounds = 6000;
  for (let i = 0; i < rounds; i++) {
    const order = String(exchangers(mx([1, 'a.test'], [1, 'b.test'], [1, 'c.test']), nobody, random));
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  assert.equal(seen.size, 6);
  for (const count of seen.values()) assert.ok(Math.abs(count - rounds / 6) < 150, `${[...seen.values()]}`);
});

test('property: exchangers are those of the answer, in order, whatever chance does', () => {
  const record = fc.tuple(
    fc.integer({ min: 0, max: 4 }),
    fc.constantFrom('a.test', 'b.test', 'c.test', 'd.test'),
  );
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 9 }),
      fc.infiniteStream(fc.nat()),
      (records, chance) => {
        const random: Random = { bytes: () => assert.fail(), below: (bound) => chance.next().value % bound };
        const selected = selectExchangers(domain, mx(...records), nobody, random);
        assert.ok(selected.ok);
        const preferences = selected.value.map(({ preference }) => preference);
        assert.deepEqual(
          preferences,
          preferences.toSorted((x, y) => x - y),
        );
        const hosts = selected.value.map(({ host }) => host);
        assert.deepEqual(hosts.toSorted(), [...new Set(records.map(([, host]) => host))].sort());
        for (const { host, preference } of selected.value) {
          assert.equal(preference, Math.min(...records.filter(([, h]) => h === host).map(([p]) => p)));
        }
      },
    ),
    { numRuns: 200 },
  );
});

const host = (
  preference: number,
  text: string,
  answers: Partial<Pick<LookedUpExchanger, 'a' | 'aaaa'>>,
): LookedUpExchanger => ({ host: name(text), preference, a: no, aaaa: no, ...answers });

const targets = (
  list: readonly LookedUpExchanger[],
  ourselves = nobody,
  preferred: 'ipv4' | 'ipv6' = 'ipv6',
): readonly string[] | NoTargets => {
  const selected = selectTargets(list, ourselves, preferred);
  return selected.ok
    ? selected.value.map((t: MailTarget) => `${t.preference} ${t.host} ${t.ip}`)
    : selected.error;
};

test('the families take turns, beginning with the preferred one', () => {
  const both = host(10, 'a.test', {
    a: a('192.0.2.1', '192.0.2.2', '192.0.2.3'),
    aaaa: a('2001:db8::1'),
  });
  assert.deepEqual(targets([both]), [
    '10 a.test 2001:db8::1',
    '10 a.test 192.0.2.1',
    '10 a.test 192.0.2.2',
    '10 a.test 192.0.2.3',
  ]);
  assert.deepEqual(targets([both], nobody, 'ipv4'), [
    '10 a.test 192.0.2.1',
    '10 a.test 2001:db8::1',
    '10 a.test 192.0.2.2',
    '10 a.test 192.0.2.3',
  ]);
});

test('an address is tried once, for its best host', () => {
  const list = [
    host(10, 'a.test', { a: a('192.0.2.1') }),
    host(20, 'b.test', { a: a('192.0.2.1', '192.0.2.2') }),
  ];
  assert.deepEqual(targets(list), ['10 a.test 192.0.2.1', '20 b.test 192.0.2.2']);
});

test('hosts without addresses are passed over while others have some', () => {
  const good = host(20, 'b.test', { a: a('192.0.2.2') });
  for (const bad of [{}, { a: gone, aaaa: gone }, { a: servfail }, { a: servfail, aaaa: servfail }]) {
    assert.deepEqual(targets([host(10, 'a.test', bad), good]), ['20 b.test 192.0.2.2']);
  }
  const half = host(10, 'a.test', { a: a('192.0.2.1'), aaaa: servfail });
  assert.deepEqual(targets([half]), ['10 a.test 192.0.2.1']);
});

test('no address anywhere: for good if all look-ups were definite, else for now', () => {
  const nowhere = host(10, 'a.test', { a: gone, aaaa: no });
  assert.deepEqual(targets([nowhere, host(20, 'b.test', {})]), {
    kind: 'no-address',
    hosts: ['a.test', 'b.test'],
  });
  const unknown = { kind: 'look-up-failed', name: 'b.test', failure: servfail };
  assert.deepEqual(targets([nowhere, host(20, 'b.test', { a: servfail })]), unknown);
  assert.deepEqual(targets([nowhere, host(20, 'b.test', { aaaa: servfail })]), unknown);
});

test('one of our own addresses cuts the list', () => {
  const better = host(10, 'a.test', { a: a('192.0.2.1') });
  const equal = host(20, 'c.test', { a: a('192.0.2.3') });
  const ownAddresses = [
    { a: a('198.51.100.7') },
    { aaaa: a('2001:db8::7') },
    { a: a('192.0.2.9', '198.51.100.7') },
  ];
  for (const own of ownAddresses) {
    const ours = host(20, 'b.test', own);
    assert.deepEqual(targets([better, equal, ours], us), ['10 a.test 192.0.2.1']);
    assert.deepEqual(targets([ours, equal], us), { kind: 'loop', host: 'b.test' });
    assert.deepEqual(targets([host(10, 'a.test', {}), ours], us), { kind: 'no-address', hosts: ['a.test'] });
    assert.deepEqual(targets([host(10, 'a.test', { a: servfail }), ours], us), {
      kind: 'look-up-failed',
      name: 'a.test',
      failure: servfail,
    });
  }
});

test('the unspecified address is always our own', () => {
  for (const own of [{ a: a('0.0.0.0') }, { aaaa: a('::') }]) {
    assert.deepEqual(targets([host(10, 'a.test', own)]), { kind: 'loop', host: 'a.test' });
  }
});

test(`at most ${addressesPerExchangerMax} addresses of a host and ${targetsMax} in all`, () => {
  const many = (third: number, count: number) =>
    a(...Array.from({ length: count }, (_, i) => `192.0.${third}.${i}`));
  for (const count of [addressesPerExchangerMax, addressesPerExchangerMax + 1]) {
    const kept = targets([host(10, 'a.test', { a: many(2, count) })]);
    assert.equal(Array.isArray(kept) && kept.length, addressesPerExchangerMax);
  }
  const hosts = Array.from({ length: targetsMax + 1 }, (_, i) => host(i, `h${i}.test`, { a: many(i, 1) }));
  const kept = targets(hosts);
  assert.ok(Array.isArray(kept));
  assert.equal(kept.length, targetsMax);
  assert.equal(kept.at(-1), `${targetsMax - 1} h${targetsMax - 1}.test 192.0.${targetsMax - 1}.0`);
});

test('property: targets keep the order of preference, and each family its own order', () => {
  const addresses = (prefix: string) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 })
      .map((ends) => ends.map((e) => `${prefix}${e}`));
  const looked = fc.tuple(addresses('192.0.2.'), addresses('2001:db8::'));
  fc.assert(
    fc.property(
      fc.array(looked, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('ipv4', 'ipv6'),
      (list, preferred) => {
        const all = list.map(([v4, v6], i) =>
          host(i, `h${i}.test`, { a: v4.length > 0 ? a(...v4) : no, aaaa: v6.length > 0 ? a(...v6) : no }),
        );
        const selected = selectTargets(all, nobody, preferred);
        if (!selected.ok) {
          assert.ok(list.every(([v4, v6]) => v4.length + v6.length === 0));
          return;
        }
        for (const [i, [v4, v6]] of list.entries()) {
          const of = selected.value.filter((target) => target.preference === i).map((target) => target.ip);
          const inOrder = (ips: readonly string[], asked: readonly string[]) =>
            assert.deepEqual(
              ips,
              asked.filter((address) => ips.includes(address)),
            );
          inOrder(of.filter(isIpv6), v6);
          inOrder(
            of.filter((address) => !isIpv6(address)),
            v4,
          );
        }
        const preferences = selected.value.map((target) => target.preference);
        assert.deepEqual(
          preferences,
          preferences.toSorted((x, y) => x - y),
        );
        assert.equal(new Set(selected.value.map((target) => target.ip)).size, selected.value.length);
      },
    ),
    { numRuns: 200 },
  );
});
