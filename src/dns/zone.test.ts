import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvariantError } from '../base/invariant.ts';
import { type DnsName, parseDnsName } from './name.ts';
import { type ZoneData, zone, zoneResolver } from './zone.ts';

const name = (text: string): DnsName => parseDnsName(text) ?? assert.fail(text);

const springfield: ZoneData = {
  'krustylu.test': {
    MX: [
      [10, 'mx1.krustylu.test'],
      [20, 'MX2.KrustyLu.test.'],
    ],
    TXT: ['v=spf1 mx -all', 'x'.repeat(300)],
  },
  'mx1.krustylu.test': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] },
  'quiet.test': { MX: [[0, '.']] },
  'www.krustylu.test': { CNAME: 'web.krustylu.test' },
  'web.krustylu.test': { CNAME: 'mx1.krustylu.test' },
  'lost.krustylu.test': { CNAME: 'gone.test' },
  'round.test': { CNAME: 'and-round.test' },
  'and-round.test': { CNAME: 'round.test' },
  'deep.below.empty.test': { A: ['192.0.2.9'] },
  '1.2.0.192.in-addr.arpa': { PTR: ['mx1.krustylu.test'] },
  'broken.test': { fault: 'servfail' },
  'to-broken.test': { CNAME: 'broken.test' },
};
const resolver = zoneResolver(zone(springfield));

test('each type of record', async () => {
  const found = async (owner: string, type: Parameters<typeof resolver.query>[1]) => {
    const answer = await resolver.query(name(owner), type);
    return answer.kind === 'records' ? answer.records : answer.kind;
  };
  assert.deepEqual(await found('krustylu.test', 'MX'), [
    { preference: 10, exchange: 'mx1.krustylu.test' },
    { preference: 20, exchange: 'mx2.krustylu.test' },
  ]);
  assert.deepEqual(await found('krustylu.test', 'TXT'), [
    ['v=spf1 mx -all'],
    ['x'.repeat(255), 'x'.repeat(45)],
  ]);
  assert.deepEqual(await found('mx1.krustylu.test', 'A'), ['192.0.2.1', '192.0.2.2']);
  assert.deepEqual(await found('mx1.krustylu.test', 'AAAA'), ['2001:db8::1']);
  assert.deepEqual(await found('quiet.test', 'MX'), [{ preference: 0, exchange: '.' }]);
  assert.deepEqual(await found('1.2.0.192.in-addr.arpa', 'PTR'), ['mx1.krustylu.test']);
  assert.deepEqual(await found('www.krustylu.test', 'A'), ['192.0.2.1', '192.0.2.2']);
  assert.deepEqual(await found('www.krustylu.test', 'CNAME'), ['web.krustylu.test']);
});

test('names that exist without such records, and names that do not', async () => {
  const kinds: [string, string][] = [
    ['mx1.krustylu.test', 'no-data'],
    ['below.empty.test', 'no-data'],
    ['empty.test', 'no-data'],
    ['mpty.test', 'no-such-domain'],
    ['lost.krustylu.test', 'no-such-domain'],
    ['www.krustylu.test', 'no-data'],
    ['round.test', 'failure'],
    ['broken.test', 'failure'],
    ['to-broken.test', 'failure'],
  ];
  for (const [owner, kind] of kinds)
    assert.equal((await resolver.query(name(owner), 'MX')).kind, kind, owner);
});

test('settings: times to live, and the mark of validation', async () => {
  const signed = zoneResolver(
    zone(springfield, { ttlSeconds: 7, negativeTtlSeconds: 3, authenticated: true }),
  );
  const yes = await signed.query(name('quiet.test'), 'MX');
  assert.ok(yes.kind === 'records' && yes.ttlSeconds === 7 && yes.authenticated);
  const no = await signed.query(name('none.test'), 'MX');
  assert.deepEqual(no, { kind: 'no-such-domain', ttlSeconds: 3, authenticated: true });
});

test('a zone with a mistake is refused', () => {
  const mistakes: ZoneData[] = [
    { 'a..test': {} },
    { 'a.test': { A: ['2001:db8::1'] } },
    { 'a.test': { AAAA: ['192.0.2.1'] } },
    { 'a.test': { A: ['192.0.2.256'] } },
    { 'a.test': { MX: [[10, 'no host']] } },
  ];
  for (const data of mistakes) assert.throws(() => zone(data), InvariantError);
});
