import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSpfRecord, parseSpfRecord } from './record.ts';

const mistakes: readonly (readonly [term: string, problem: RegExp])[] = [
  ['moo', /no mechanism "moo"/],
  ['-moo:x.test', /no mechanism/],
  ['all.', /is no term/],
  ['all:x.test', /"all" has no argument/],
  ['all/8', /"all" has no argument/],
  ['--all', /is no term/],
  ['include', /lacks its domain/],
  ['include:', /lacks its domain/],
  ['include/24', /lacks its domain/],
  ['include:x.test/24', /is no domain name/],
  ['exists', /lacks its domain/],
  ['exists:x.test/24', /is no domain name/],
  ['a:', /lacks its domain/],
  ['a:/24', /lacks its domain/],
  ['a/33', /no such prefix length/],
  ['a//129', /no such prefix length/],
  ['a/024', /no such prefix length/],
  ['a/24/64', /no such prefix length/],
  ['a/', /lacks its domain/],
  ['a:museum', /is no domain name/],
  ['a:museum.', /is no domain name/],
  ['a:192.0.2.1', /is no domain name/],
  ['a:x.-test', /is no domain name/],
  ['a:x.test-', /is no domain name/],
  ['a:x.test:25', /is no domain name/],
  ['a:%{d}test', /is no domain name/],
  ['a:%%-', /is no domain name/],
  ['a:x.test..', /is no domain name/],
  ['a:%{r}.x.test', /no macro %\{r\} here/],
  ['exists:%(ir).x.test', /is not part of a macro/],
  ['mx:', /lacks its domain/],
  ['mx/33', /no such prefix length/],
  ['ptr/24', /lacks its domain/],
  ['ptr:', /lacks its domain/],
  ['ip4', /names no network of IPv4/],
  ['ip4:', /names no network/],
  ['ip4:192.0.2', /names no network/],
  ['ip4:192.0.2.1.', /names no network/],
  ['ip4:192.0.2.256', /names no network/],
  ['ip4:192.0.02.1', /names no network/],
  ['ip4:192.0.2.1:25', /names no network/],
  ['ip4:192.0.2.1/33', /names no network/],
  ['ip4:192.0.2.1/032', /names no network/],
  ['ip4:192.0.2.1//32', /names no network/],
  ['ip4:2001:db8::1', /names no network/],
  ['ip6', /names no network of IPv6/],
  ['ip6:192.0.2.1', /names no network/],
  ['ip6::2001::1', /names no network/],
  ['ip6:2001:db8::/129', /names no network/],
  ['ip6:::192.0.2.1//33', /names no network/],
  ['redirect:x.test', /no mechanism "redirect"/],
  ['redirect=', /lacks its domain/],
  ['redirect=-all', /is no domain name/],
  ['exp=', /lacks its domain/],
  ['exp=-all', /is no domain name/],
  ['exp=%{c}.x.test', /no macro/],
  ['redirect=x.test REDIRECT=y.test', /redirect= twice/],
  ['exp=x.test exp=x.test', /exp= twice/],
  ['1up=x', /is no term/],
  ['=x', /is no term/],
  ['moo/cow=x', /no mechanism/],
  ['moo=%abc', /is not part of a macro/],
  ['a\tmx', /characters that no record may have/],
  ['a:\u00e4.test', /characters/],
  ['a:x.test\0', /characters/],
];

describe('an SPF record', () => {
  it('begins with its version, and a blank or nothing', () => {
    for (const text of ['v=spf1', 'V=sPf1', 'v=spf1 ', 'v=spf1 -all']) assert(isSpfRecord(text), text);
    for (const text of ['', 'v=spf10', 'v=spf1-all', ' v=spf1', 'v=spf1\t-all', 'spf1', 'v=spf2 -all'])
      assert(!isSpfRecord(text), text);
  });

  it('has terms of these forms', () => {
    for (const terms of [
      '',
      ' -all ',
      '+all  ?all ~ALL all',
      'a mx a/24 mx/0 a//64 A/24//64 a:x.test mx:x.test/24 a:x.test//0 mx:x.test/32//128',
      'a:foo:bar/baz.x.test a:%{d} a:%{ir}.%{d2} a:x.xn--zckzah a:x.test. a:a%%b.test a:x%- a:x%%%-',
      'ptr ptr:x.test PTR:%{d}',
      'ip4:192.0.2.1 ip4:192.0.2.0/24 ip4:0.0.0.0/0',
      'ip6:2001:db8::1 ip6:2001:db8::/32 ip6:::/0 ip6:::192.0.2.1/128 ip6:::ffff:192.0.2.1',
      'include:x.test exists:%{l}.x.test exists:_spf.x.test',
      'redirect=x.test exp=e.x.test moo= moo.cow-far_out=man:dog/cat moo= moo=%{c}',
      'redirect=x-y.test a:x.t-1 a:x.1t',
    ])
      assert(parseSpfRecord(`v=spf1 ${terms}`).ok, terms);
  });

  it('is wrong as a whole if one term is', () => {
    for (const [term, problem] of mistakes) {
      for (const text of [`v=spf1 ${term}`, `v=spf1 ip4:192.0.2.1 all ${term}`, `v=spf1 ${term} -all`]) {
        const record = parseSpfRecord(text);
        assert(!record.ok, text);
        assert.match(record.error, problem, text);
      }
    }
  });

  it('keeps an IPv6 network of IPv4 hosts apart from these', () => {
    const record = parseSpfRecord('v=spf1 ip6:::ffff:192.0.2.0/120');
    assert(record.ok);
    const [directive] = record.value.directives;
    assert(directive?.mechanism.kind === 'ip');
    assert.deepEqual(directive.mechanism.network, {
      octets: [...Array<number>(10).fill(0), 255, 255, 192, 0, 2, 0],
      prefixLength: 120,
    });
  });
});
