import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../base/bytes.ts';
import { type ZoneData, zone, zoneResolver } from '../dns/zone.ts';
import { parseHeader } from '../message/fields.ts';
import { authorDomainsMax, authorsOf } from './authors.ts';
import { evaluateDmarc, type Identifiers } from './dmarc.ts';
import { parseDmarcRecord } from './dmarc-record.ts';
import { namesAbove } from './dmarc-walk.ts';
import type { DkimResult, SpfResult } from './verdict.ts';

const spf = (result: SpfResult, domain = 'x.test'): Identifiers => ({
  spf: { result, domain, identity: 'mailfrom' },
  dkim: [],
});
const dkim = (result: DkimResult, ...domains: string[]): Identifiers => ({
  spf: { result: 'none', identity: 'mailfrom' },
  dkim: domains.map((domain) => ({ result, domain, selector: 's' })),
});

/** As `result policy`. @param records by domain, without `_dmarc.` */
async function judged(
  from: string,
  identifiers: Identifiers,
  records: Readonly<Record<string, string | readonly string[]>>,
  more: ZoneData = {},
): Promise<string> {
  const data = Object.fromEntries(
    Object.entries(records).map(([name, texts]) => [`_dmarc.${name}`, { TXT: [texts].flat() }]),
  );
  const authors = authorsOf(parseHeader(fromUtf8(`From: ${from}\r\n\r\n`)));
  const { result, policy } = await evaluateDmarc(
    authors,
    identifiers,
    zoneResolver(zone({ ...data, ...more })),
  );
  return `${result} ${policy ?? '-'}`;
}

const reject = 'v=DMARC1; p=reject';

describe('DMARC', () => {
  it('passes by an aligned identifier, and by nothing else', async () => {
    const records = { 'bank.test': reject, 'evil.test': 'v=DMARC1; p=none' };
    for (const [identifiers, expected] of [
      [spf('pass', 'bank.test'), 'pass reject'],
      [spf('pass', 'mail.bank.test'), 'pass reject'],
      [dkim('pass', 'bank.test'), 'pass reject'],
      [dkim('pass', 'evil.test', 'mail.bank.test'), 'pass reject'],
      [spf('pass', 'evil.test'), 'fail reject'],
      [spf('pass', 'notbank.test'), 'fail reject'],
      [spf('softfail', 'bank.test'), 'fail reject'],
      [dkim('fail', 'bank.test'), 'fail reject'],
      [dkim('policy', 'bank.test'), 'fail reject'],
      [dkim('pass', 'test'), 'fail reject'],
      [dkim('pass', 'bank.test.evil.test'), 'fail reject'],
      [dkim('pass'), 'fail reject'],
    ] as const) {
      assert.equal(
        await judged('ceo@bank.test', identifiers, records),
        expected,
        JSON.stringify(identifiers),
      );
    }
  });

  it('is strict where the domain asks for it', async () => {
    const records = { 'bank.test': 'v=DMARC1; p=quarantine; adkim=s; aspf=s' };
    assert.equal(await judged('a@bank.test', spf('pass', 'm.bank.test'), records), 'fail quarantine');
    assert.equal(await judged('a@bank.test', dkim('pass', 'm.bank.test'), records), 'fail quarantine');
    assert.equal(await judged('a@bank.test', dkim('pass', 'bank.test'), records), 'pass quarantine');
  });

  it('takes the policy of the organization for what lies below', async () => {
    const of = (record: string, more: ZoneData = {}) =>
      judged('a@m.bank.test', spf('none'), { 'bank.test': record }, more);
    assert.equal(await of(reject), 'fail reject');
    assert.equal(await of('v=DMARC1; p=reject; sp=none'), 'fail none');
    const both = 'v=DMARC1; p=none; sp=quarantine; np=reject';
    assert.equal(await of(both), 'fail reject');
    assert.equal(await of(both, { 'm.bank.test': { A: ['192.0.2.1'] } }), 'fail quarantine');
  });

  it('tells organizations below a public suffix apart', async () => {
    const records = { 'co.test': 'v=DMARC1; p=reject; psd=y', 'own.a.co.test': 'v=DMARC1; p=reject; psd=n' };
    assert.equal(await judged('x@a.co.test', dkim('pass', 'b.co.test'), records), 'fail reject');
    assert.equal(await judged('x@a.co.test', dkim('pass', 'm.a.co.test'), records), 'pass reject');
    assert.equal(await judged('x@a.co.test', dkim('pass', 'own.a.co.test'), records), 'fail reject');
    assert.equal(await judged('x@m.own.a.co.test', dkim('pass', 'own.a.co.test'), records), 'pass reject');
  });

  it('is milder in a test', async () => {
    for (const [asked, policy] of [
      ['reject', 'quarantine'],
      ['quarantine', 'none'],
      ['none', 'none'],
    ]) {
      assert.equal(
        await judged('a@x.test', spf('none'), { 'x.test': `v=DMARC1; p=${asked}; t=y` }),
        `fail ${policy}`,
      );
    }
  });

  it('says nothing without exactly one record', async () => {
    for (const records of [{}, { 'x.test': [reject, reject] }, { 'x.test': 'v=spf1 -all' }] as const)
      assert.equal(await judged('a@x.test', spf('fail'), records), 'none -');
  });

  it('is open while something could not be found out', async () => {
    const fault = { fault: 'timeout' } as const;
    assert.equal(await judged('a@x.test', spf('fail'), {}, { '_dmarc.x.test': fault }), 'temperror -');
    assert.equal(await judged('a@x.test', spf('temperror'), { 'x.test': reject }), 'temperror reject');
    assert.equal(
      await judged('a@x.test', dkim('temperror', 'x.test'), { 'x.test': reject }),
      'temperror reject',
    );
    assert.equal(
      await judged('a@x.test', dkim('pass', 'm.x.test'), { 'x.test': reject }, { '_dmarc.m.x.test': fault }),
      'temperror reject',
    );
  });

  it('finds the author in the address alone', async () => {
    const records = { 'x.test': reject, 'y.test': reject };
    for (const [from, expected] of [
      ['A <a@x.test>, B <b@x.test>', 'fail reject'],
      ['"ceo@y.test" <a@X.TEST>', 'fail reject'],
      ['nobody', 'none -'],
      ['', 'none -'],
      ['a@[192.0.2.1]', 'none -'],
    ] as const)
      assert.equal(await judged(from, spf('none'), records), expected, from);
  });
});

describe('DMARC for several authors', () => {
  const records = {
    'none.test': 'v=DMARC1; p=none',
    'some.test': 'v=DMARC1; p=quarantine',
    'bank.test': reject,
    'shop.test': reject,
  };

  it('wants what the strictest asks for of those that the mail fails', async () => {
    for (const [from, passing, expected] of [
      ['a@none.test, b@bank.test, c@some.test', 'other.test', 'fail reject'],
      ['a@none.test, b@bank.test, c@some.test', 'bank.test', 'fail quarantine'],
      ['b@bank.test, a@shop.test', 'bank.test', 'fail reject'],
      ['b@bank.test, a@none.test', 'bank.test', 'fail none'],
      ['b@bank.test, a@unknown.test', 'bank.test', 'none -'],
      ['a@unknown.test, b@bank.test', 'unknown.test', 'fail reject'],
      ['The staff: a@none.test, b@bank.test;', 'none.test', 'fail reject'],
    ] as const)
      assert.equal(await judged(from, dkim('pass', passing), records), expected, `${from} by ${passing}`);
    assert.equal(
      await judged('b@bank.test, a@shop.test', dkim('pass', 'bank.test', 'shop.test'), records),
      'pass reject',
    );
  });

  it('names the domain that decided', async () => {
    const authors = authorsOf(parseHeader(fromUtf8('From: a@none.test, b@bank.test\r\n\r\n')));
    const zoned = zone({
      '_dmarc.none.test': { TXT: [records['none.test']] },
      '_dmarc.bank.test': { TXT: [reject] },
    });
    const { domain } = await evaluateDmarc(authors, spf('none'), zoneResolver(zoned));
    assert.equal(domain, 'bank.test');
  });

  it('does not pass where it is not clear who they are', async () => {
    const passing = dkim('pass', 'bank.test', 'none.test');
    for (const from of [
      'b@bank.test, c@[192.0.2.1]',
      'b@bank.test\r\nFrom: b@bank.test',
      'b@bank.test\r\nFrom: a@none.test',
    ]) {
      assert.equal(await judged(from, passing, records), 'permerror -', from);
      assert.equal(await judged(from, spf('fail'), records), 'fail reject', from);
    }
  });

  it('is open while something could not be found out', async () => {
    const fault = { '_dmarc.slow.test': { fault: 'timeout' } } as const;
    const passing = dkim('pass', 'bank.test');
    assert.equal(await judged('b@bank.test, a@slow.test', passing, records, fault), 'temperror -');
    assert.equal(await judged('a@slow.test, b@shop.test', passing, records, fault), 'fail reject');
  });

  it('asks about a few only, and then passes no more', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `a@d${i}.test`);
    const all = Object.fromEntries(many(9).map((address) => [address.slice(2), reject]));
    const passing = dkim('pass', ...Object.keys(all));
    assert.equal(await judged(many(authorDomainsMax).join(), passing, all), 'pass reject');
    assert.equal(await judged(many(authorDomainsMax + 1).join(), passing, all), 'permerror -');
  });
});

describe('a DMARC record', () => {
  it('is read with all of its defaults', () => {
    assert.deepEqual(parseDmarcRecord('v=DMARC1;p=Reject ; sp = quarantine;x=y;p=none'), {
      policy: 'reject',
      subdomainPolicy: 'quarantine',
      nonexistentPolicy: 'quarantine',
      isDkimStrict: false,
      isSpfStrict: false,
      isPublicSuffix: undefined,
      isTest: false,
    });
  });

  it('of nonsense is none, or a wish for reports only', () => {
    for (const text of [
      '',
      'p=reject',
      'v=DMARC1',
      'v=dmarc1; p=none',
      'p=none; v=DMARC1',
      'v=DMARC1; p=nonsense',
      'v=DMARC12; p=none',
    ])
      assert.equal(parseDmarcRecord(text), undefined, text);
    assert.equal(parseDmarcRecord('v=DMARC1; p=nonsense; rua=mailto:a@x.test')?.policy, 'none');
    assert.equal(parseDmarcRecord('v=DMARC1; rua=mailto:a@x.test')?.policy, 'none');
    assert.equal(parseDmarcRecord('v=DMARC1; rua=nobody, mailto:a@x.test!10m')?.policy, 'none');
    for (const rua of ['', 'nobody', 'a@x.test', 'mailto:'])
      assert.equal(parseDmarcRecord(`v=DMARC1; p=nonsense; rua=${rua}`), undefined, rua);
  });

  it('is looked for in at most eight places', () => {
    const labels = Array.from({ length: 60 }, (_, i) => `l${i}`);
    const names = namesAbove(labels.join('.'));
    assert.equal(names.length, 8);
    assert.equal(names[1], labels.slice(-7).join('.'));
    assert.deepEqual(namesAbove('a.b.c'), ['a.b.c', 'b.c', 'c']);
  });
});
