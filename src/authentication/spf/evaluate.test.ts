import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ZoneData } from '../../dns/zone.ts';
import { type Mail, spfOf, watched } from './testing/judged.ts';

const hosts: ZoneData = {
  'mx.k.test': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] },
  'four.test': { A: ['192.0.2.4'], MX: [[10, 'mx.k.test']] },
  'six.test': { AAAA: ['2001:db8::6'], MX: [[10, 'six.test']] },
  'nomail.test': { MX: [[0, '.']] },
  '_x.k.test': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] },
  '_s.k.test': { TXT: ['v=spf1 ip4:192.0.2.7 ~all'] },
  '_q.k.test': { TXT: ['v=spf1 ?all'] },
  'text.test': { TXT: ['no record'] },
  'wrong.test': { TXT: ['v=spf1 moo'] },
  'gone.test': { fault: 'servfail' },
  '1.2.0.192.in-addr.arpa': { PTR: ['mx.k.test', 'forged.test', 'k.test.x.test'] },
  [`1${'.0'.repeat(23)}.8.b.d.0.1.0.0.2.ip6.arpa`]: { PTR: ['MX.k.test'] },
  '9.2.0.192.in-addr.arpa': { fault: 'timeout' },
};

type Row = readonly [record: string, expected: string, mail?: Mail];

async function judges(rows: readonly Row[], more: ZoneData = {}): Promise<void> {
  for (const [record, expected, mail] of rows) {
    const { result } = await spfOf({ ...hosts, 'k.test': { TXT: [record] }, ...more }, mail);
    assert.equal(result, expected, `${record} ${JSON.stringify(mail ?? {})}`);
  }
}

const ipv6 = { ip: '2001:db8::1' };

describe('SPF, before a record is read', () => {
  it('says nothing of what has no policy (RFC 7208 §4.3)', async () => {
    const zone = { 'k.test': { TXT: ['v=spf1 -all'] } };
    for (const domain of [
      `${'a'.repeat(64)}.test`,
      'a..test',
      'test',
      'test.',
      '[192.0.2.1]',
      'JUMPING JUPITER',
      'жук.test',
      'unknown.test',
    ])
      assert.equal((await spfOf(zone, { sender: `a@${domain}` })).result, 'none', domain);
    assert.equal((await spfOf(zone, { sender: 'a@k.test.' })).result, 'fail');
    assert.equal((await spfOf(zone, { sender: 'A@K.Test' })).result, 'fail');
  });

  it('asks for TXT records only, and does not know where it gets no answer (RFC 7208 §4.4)', async () => {
    const { asked } = await watched({ 'k.test': { TXT: ['v=spf1 -all'] } });
    assert.deepEqual(asked, ['TXT k.test']);
    for (const fault of ['servfail', 'refused', 'timeout'] as const)
      assert.equal((await spfOf({ 'k.test': { fault } })).result, 'temperror', fault);
  });

  it('chooses the one record of version 1 (RFC 7208 §4.5)', async () => {
    for (const [texts, expected] of [
      [['v=spf1 -all'], 'fail'],
      [['v=spf10 -all', '\u0096', 'V=SPF1 ~all'], 'softfail'],
      [['x', 'spf2.0/pra -all'], 'none'],
      [['v=spf1 -all', 'v=spf1 +all'], 'permerror'],
      [['v=spf1 -all', 'v=spf1 -all'], 'permerror'],
      [['v=spf1'], 'neutral'],
      [[`v=spf1 ${'ip4:192.0.2.9 '.repeat(30)}-all`], 'fail'],
    ] as const)
      assert.equal((await spfOf({ 'k.test': { TXT: texts } })).result, expected, texts.join());
  });

  it('finds mistakes before it looks at anything (RFC 7208 §4.6)', async () => {
    const { answer, asked } = await watched({ 'k.test': { TXT: ['v=spf1 a mx +all moo'] } });
    assert.equal(answer.result, 'permerror');
    assert.deepEqual(asked, ['TXT k.test']);
  });
});

describe('mechanisms of SPF', () => {
  it('are tried from left to right, and the first that matches decides (RFC 7208 §4.6.2)', () =>
    judges([
      ['v=spf1 ip4:192.0.2.1', 'pass'],
      ['v=spf1 ?ip4:192.0.2.1 -all', 'neutral'],
      ['v=spf1 ~ip4:192.0.2.0/24 +all', 'softfail'],
      ['v=spf1 -ip4:192.0.2.1 +ip4:192.0.2.1', 'fail'],
      ['v=spf1 ip4:192.0.2.9', 'neutral'],
      ['v=spf1 moo=1 all=x ip4:192.0.2.9', 'neutral'],
    ]));

  it('all (RFC 7208 §5.1)', () =>
    judges([
      ['v=spf1 all -all', 'pass'],
      ['v=spf1 redirect=wrong.test ~all', 'softfail'],
    ]));

  it('include (RFC 7208 §5.2)', () =>
    judges([
      ['v=spf1 include:_x.k.test -all', 'pass'],
      ['v=spf1 -include:_x.k.test +all', 'fail'],
      ['v=spf1 include:_x.k.test ~all', 'softfail', { ip: '192.0.2.3' }],
      ['v=spf1 include:_s.k.test +all', 'pass'],
      ['v=spf1 include:_q.k.test -all', 'fail'],
      ['v=spf1 include:gone.test -all', 'temperror'],
      ['v=spf1 include:wrong.test -all', 'permerror'],
      ['v=spf1 include:text.test -all', 'permerror'],
      ['v=spf1 include:unknown.test -all', 'permerror'],
      ['v=spf1 include:%{d1} -all', 'permerror'],
      ['v=spf1 ip4:192.0.2.1 include:wrong.test', 'pass'],
    ]));

  it('a (RFC 7208 §5.3)', () =>
    judges([
      ['v=spf1 a:mx.k.test -all', 'pass', { ip: '192.0.2.2' }],
      ['v=spf1 a:mx.k.test -all', 'pass', ipv6],
      ['v=spf1 a:mx.k.test -all', 'pass', { ip: '::ffff:192.0.2.1' }],
      ['v=spf1 a:four.test/24 -all', 'pass'],
      ['v=spf1 a:four.test//24 -all', 'fail'],
      ['v=spf1 a:four.test/0 -all', 'fail', ipv6],
      ['v=spf1 a:six.test//64 -all', 'pass', ipv6],
      ['v=spf1 a:six.test//125 -all', 'pass', { ip: '2001:db8::7' }],
      ['v=spf1 a:six.test//126 -all', 'fail', ipv6],
      ['v=spf1 a:six.test//0 -all', 'fail'],
      ['v=spf1 a:unknown.test/0 -all', 'fail'],
      ['v=spf1 a:gone.test -all', 'temperror'],
      ['v=spf1 a:%{h} -all', 'pass'],
      ['v=spf1 a:%{h} -all', 'fail', { greetingName: "JUMPIN' JUPITER" }],
      ['v=spf1 a:x..test a:%{l}.x.test -all', 'fail', { sender: `${'a'.repeat(64)}@k.test` }],
    ]));

  it('mx (RFC 7208 §5.4)', async () => {
    await judges([
      ['v=spf1 mx:four.test -all', 'pass'],
      ['v=spf1 mx:four.test -all', 'pass', ipv6],
      ['v=spf1 mx:four.test/24 -all', 'pass', { ip: '192.0.2.77' }],
      ['v=spf1 mx:mx.k.test -all', 'fail'],
      ['v=spf1 mx:nomail.test -all', 'fail'],
      ['v=spf1 mx:six.test//0 -all', 'pass', ipv6],
      ['v=spf1 mx:six.test//0 -all', 'fail'],
      ['v=spf1 mx:gone.test -all', 'temperror'],
    ]);
    const half: ZoneData = {
      'half.test': {
        MX: [
          [1, 'gone.test'],
          [2, 'mx.k.test'],
        ],
      },
    };
    await judges([['v=spf1 mx:half.test -all', 'pass']], half);
    await judges([['v=spf1 mx:half.test -all', 'temperror', { ip: '192.0.2.3' }]], half);
  });

  it('ptr (RFC 7208 §5.5)', () =>
    judges([
      ['v=spf1 ptr -all', 'pass'],
      ['v=spf1 ptr:mx.k.test -all', 'pass'],
      ['v=spf1 ptr:K.TEST -all', 'pass', ipv6],
      ['v=spf1 ptr:a.mx.k.test -all', 'fail'],
      ['v=spf1 ptr:forged.test -all', 'fail'],
      ['v=spf1 ptr:x.test -all', 'fail'],
      ['v=spf1 ptr -all', 'fail', { ip: '192.0.2.3' }],
      ['v=spf1 ptr -all', 'fail', { ip: '192.0.2.9' }],
    ]));

  it('ip4 and ip6 (RFC 7208 §5.6)', () =>
    judges([
      ['v=spf1 ip4:192.0.2.0/31 -all', 'pass'],
      ['v=spf1 ip4:192.0.2.2/31 -all', 'fail'],
      ['v=spf1 ip4:198.51.100.0/0 -all', 'pass'],
      ['v=spf1 ip4:0.0.0.0/0 -all', 'fail', ipv6],
      ['v=spf1 ip6:::/0 -all', 'fail'],
      ['v=spf1 ip6:::ffff:192.0.2.1 -all', 'fail', { ip: '::ffff:192.0.2.1' }],
      ['v=spf1 ip6:2001:DB8::/33 -all', 'pass', ipv6],
      ['v=spf1 ip6:2001:db8:8000::/33 -all', 'fail', ipv6],
    ]));

  it('exists (RFC 7208 §5.7)', () =>
    judges([
      ['v=spf1 exists:four.test -all', 'pass'],
      ['v=spf1 exists:four.test -all', 'pass', ipv6],
      ['v=spf1 exists:six.test -all', 'fail', ipv6],
      ['v=spf1 exists:gone.test -all', 'temperror'],
      ['v=spf1 exists:%{l}.test -all', 'pass', { sender: 'four@k.test' }],
      ['v=spf1 exists:%{l}.test -all', 'fail', { sender: '@k.test' }],
      ['v=spf1 exists:%{p} -all', 'pass'],
      ['v=spf1 exists:%{p}.test -all', 'fail', { ip: '192.0.2.9' }],
    ]));
});

describe('redirect (RFC 7208 §6.1)', () => {
  it('is followed where nothing matched, wherever it stands', () =>
    judges([
      ['v=spf1 redirect=_x.k.test', 'pass'],
      ['v=spf1 redirect=_x.k.test ip4:192.0.2.3', 'fail', { ip: '192.0.2.4' }],
      ['v=spf1 ?ip4:192.0.2.1 redirect=_x.k.test', 'neutral'],
      ['v=spf1 redirect=text.test', 'permerror'],
      ['v=spf1 redirect=%{l}', 'permerror', { sender: 'a..b@k.test' }],
      ['v=spf1 redirect=gone.test', 'temperror'],
    ]));

  it('makes the other domain the one that is meant', async () => {
    const there = { 'there.test': { TXT: ['v=spf1 a exists:%{o}.%{d} -all'], A: ['192.0.2.9'] } };
    await judges([['v=spf1 redirect=there.test', 'fail']], there);
    await judges([['v=spf1 redirect=there.test', 'pass', { ip: '192.0.2.9' }]], there);
    await judges([['v=spf1 redirect=there.test', 'pass']], {
      ...there,
      'k.test.there.test': { A: ['127.0.0.2'] },
    });
  });
});

describe('limits of SPF (RFC 7208 §4.6.4)', () => {
  const chain = (length: number): ZoneData =>
    Object.fromEntries(
      Array.from({ length }, (_, i) => [
        `d${i}.test`,
        { TXT: [i === length - 1 ? 'v=spf1 +all' : `v=spf1 include:d${i + 1}.test`] },
      ]),
    );

  it('ten terms ask, of all records together', async () => {
    await judges([['v=spf1 include:d0.test', 'pass']], chain(10));
    await judges([['v=spf1 include:d0.test', 'permerror']], chain(11));
    const ten = 'a:four.test '.repeat(10);
    await judges([
      [`v=spf1 ${ten} +all`, 'pass', { ip: '198.51.100.1' }],
      [`v=spf1 ${ten} a:mx.k.test +all`, 'permerror', { ip: '198.51.100.1' }],
      [`v=spf1 ${ten} ${'ip4:192.0.2.9 '.repeat(20)} +all`, 'pass', { ip: '198.51.100.1' }],
      [`v=spf1 ${ten} redirect=_x.k.test`, 'permerror', { ip: '198.51.100.1' }],
      [`v=spf1 ip4:192.0.2.1 ${ten} a:mx.k.test`, 'pass'],
    ]);
  });

  it('circles end', () =>
    judges([
      ['v=spf1 include:k.test', 'permerror'],
      ['v=spf1 redirect=k.test', 'permerror'],
    ]));

  it('two terms find nothing', () =>
    judges([
      ['v=spf1 a:no.test mx:no.test ?all', 'neutral'],
      ['v=spf1 a:no.test mx:no.test exists:no.test ?all', 'permerror'],
      ['v=spf1 a:no.test mx:no.test ptr ?all', 'permerror', { ip: '198.51.100.1' }],
      ['v=spf1 a:four.test mx:mx.k.test a:nomail.test ?all', 'permerror', { ip: '2001:db8::9' }],
    ]));

  it('ten hosts of a domain are looked at, and more are a mistake', async () => {
    const many = (count: number): ZoneData => ({
      'many.test': { MX: Array.from({ length: count }, (_, i) => [i, 'four.test'] as const) },
    });
    await judges([['v=spf1 mx:many.test -all', 'pass', { ip: '192.0.2.4' }]], many(10));
    await judges([['v=spf1 mx:many.test -all', 'permerror', { ip: '192.0.2.4' }]], many(11));
  });

  it('ten names of a host are looked at, and more are left out', async () => {
    const named = (count: number): ZoneData => ({
      '7.2.0.192.in-addr.arpa': {
        PTR: [...Array.from({ length: count }, (_, i) => `n${i}.test`), 'h.k.test'],
      },
      'h.k.test': { A: ['192.0.2.7'] },
    });
    await judges([['v=spf1 ptr -all', 'pass', { ip: '192.0.2.7' }]], named(9));
    await judges([['v=spf1 ptr -all', 'fail', { ip: '192.0.2.7' }]], named(10));
  });

  it('the names of a host are asked for once', async () => {
    const { asked } = await watched({
      ...hosts,
      'k.test': { TXT: ['v=spf1 ptr:a.test ptr:b.test exists:%{p}.c.test'] },
    });
    assert.equal(asked.filter((question) => question.startsWith('PTR')).length, 1);
  });
});

it('hostile records take no more time than their length', async () => {
  const records = [
    `v=spf1 a:x.${'a'.repeat(60_000)}! -all`,
    `v=spf1 a/${'1'.repeat(60_000)}x -all`,
    `v=spf1 a${'/1'.repeat(30_000)} -all`,
    `v=spf1 ip4:${'1.'.repeat(30_000)} -all`,
    `v=spf1 ip6:${':1'.repeat(30_000)} -all`,
    `v=spf1 ${'a:%{s}.test '.repeat(5_000)}`,
    `v=spf1 exists:${'%{s}'.repeat(15_000)} -all`,
    `v=spf1 exists:${'%{sr+-,/_=.}'.repeat(5_000)} -all`,
    `v=spf1 exists:%{d${'9'.repeat(60_000)}r} -all`,
    `v=spf1 ${'x='.repeat(30_000)}`,
    `v=spf1${' '.repeat(60_000)}`,
  ];
  const started = performance.now();
  const sender = `${'a.'.repeat(31)}a@k.test`;
  for (const record of records) await spfOf({ 'k.test': { TXT: [record] } }, { sender });
  // Ten times what it takes on a slow machine; what grows with the square takes minutes.
  assert(performance.now() - started < 5_000, `${performance.now() - started} ms`);
});

it('hostile senders and greetings are text', async () => {
  const data = { 'k.test': { TXT: ['v=spf1 exists:%{l}.%{h}.x.test exp=%{s}.x.test -all'] } };
  for (const localPart of ['"a b"', 'a'.repeat(64), '%{d}', '"\\""', 'жук', '"@"'])
    for (const greetingName of ['\u202e(\r\n', '%{d}', '', '.'.repeat(300)])
      assert.equal(
        (await spfOf(data, { sender: `${localPart}@k.test`, greetingName })).result,
        'fail',
        localPart,
      );
});
