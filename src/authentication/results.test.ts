import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Domain } from '../address/domain.ts';
import { fromLatin1, latin1 } from '../base/bytes.ts';
import { parseHeader } from '../message/fields.ts';
import { forgedResults, renameResults } from './forged-results.ts';
import { judge } from './judge.ts';
import { padField, reservedResultsBytes, writeResults } from './results-field.ts';
import type { DmarcVerdict, SpfResult, Verdict } from './verdict.ts';
import { provesSender, vouchingDomains } from './vouching.ts';

const mx = 'mx.springfield.test' as Domain;

const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  spf: { result: 'pass', domain: 'x.test', identity: 'mailfrom' },
  dkim: [],
  arc: 'none',
  dmarc: { result: 'none', domain: 'x.test' },
  ...more,
});

describe('the field of results', () => {
  it('names each method, its result and what it was about', () => {
    const dkim = [{ result: 'pass' as const, domain: 'x.test', selector: 's1', algorithm: 'rsa-sha256' }];
    const dmarc = { result: 'fail', policy: 'reject', domain: 'y.test' } as const;
    assert.equal(
      writeResults(mx, verdict({ dkim, dmarc, arc: 'fail' })).replace(/\r\n /g, ' '),
      'Authentication-Results: mx.springfield.test; spf=pass smtp.mailfrom=x.test;' +
        ' dkim=pass header.d=x.test header.s=s1 header.a=rsa-sha256; dmarc=fail (p=reject) header.from=y.test; arc=fail\r\n',
    );
    assert.equal(
      writeResults(
        mx,
        verdict({ spf: { result: 'none', identity: 'helo' }, dmarc: { result: 'permerror' } }),
      ),
      'Authentication-Results: mx.springfield.test; spf=none; dkim=none;\r\n dmarc=permerror\r\n',
    );
  });

  it('is one field, whatever a signature calls itself', () => {
    for (const evil of ['x\r\nBcc: a', '";dmarc=pass', 'a"b\\', '\u202e', ';', '(']) {
      const field = writeResults(mx, verdict({ dkim: [{ result: 'fail', domain: evil, selector: evil }] }));
      assert.equal(parseHeader(fromLatin1(field)).fields.length, 1);
      assert.doesNotMatch(field.replace(/"[^"]*"/g, ''), /dmarc=pass|Bcc|[^\x20-\x7e\r\n]/, evil);
    }
  });

  it('fills what was kept free for it exactly, and still means the same', () => {
    const field = writeResults(mx, verdict());
    for (let length = field.length; length < field.length + 400; length++) {
      const padded = padField(field, length);
      assert.equal(padded.length, length);
      const [only, ...others] = parseHeader(fromLatin1(`${padded}\r\n`)).fields;
      assert.equal(others.length, 0);
      assert.equal(only?.end, length);
      assert(padded.split('\r\n').every((line) => line.length <= 90 && (line === '' || /\S/.test(line))));
    }
  });

  it('has room there with as many and long signatures as there may be', () => {
    const long = `${'a'.repeat(253)}`;
    const dkim = Array.from({ length: 10 }, () => ({
      result: 'temperror' as const,
      domain: long,
      selector: long,
      algorithm: 'ed25519-sha256',
    }));
    const spf = { result: 'temperror', domain: long, identity: 'mailfrom' } as const;
    const dmarc = { result: 'temperror', policy: 'quarantine', domain: long } as const;
    const seal = { domain: long as Domain };
    const field = writeResults(long as Domain, { spf, dkim, arc: 'temperror', seal, dmarc });
    assert(field.length <= reservedResultsBytes, `${field.length}`);
  });
});

describe('results that somebody else writes in our name', () => {
  it('are recognised in every spelling, and those of others left alone', () => {
    for (const [value, isForged] of [
      ['mx.springfield.test; dmarc=pass', true],
      ['MX.Springfield.TEST.;spf=pass', true],
      ['mx.springfield.test 1; spf=pass', true],
      ['(a (nested) comment) mx.springfield.test', true],
      ['"mx.springfield.test"; dkim=pass', true],
      ['\r\n\tmx.springfield.test\r\n ; dkim=pass', true],
      ['', true],
      ['; dkim=pass', true],
      ['mx.krustylu.test; dkim=pass', false],
      ['mx.krustylu.test 1; dkim=pass', false],
      ['mx.krustylu.test (2) ; dkim=pass', false],
      ['mx.krustylu.test 2; dkim=pass', true],
      ['mx.krustylu.test mx.springfield.test; dkim=pass', true],
      ['x.mx.springfield.test; dkim=pass', false],
    ] as const) {
      const header = parseHeader(fromLatin1(`Subject: x\r\nauthentication-RESULTS: ${value}\r\n\r\n`));
      assert.equal(forgedResults(header, mx).length, Number(isForged), value);
    }
  });

  it('are renamed, and no other octet is touched', () => {
    const text =
      'A: b\r\nAuthentication-Results: mx.springfield.test; dmarc=pass\r\n' +
      'Authentication-Results: other.test; none\r\n\r\nAuthentication-Results: mx.springfield.test\r\n';
    const bytes = fromLatin1(text);
    renameResults(bytes, forgedResults(parseHeader(bytes), mx));
    assert.equal(latin1(bytes), text.replace('Authentication-Results', 'X-Untrusted-AuthResult'));
  });
});

describe('what follows from a verdict', () => {
  const reject = { dmarc: 'reject', spfFail: 'reject', trustedSealers: ['lists.test' as Domain] } as const;
  const failing: DmarcVerdict = { result: 'fail', policy: 'reject', domain: 'x.test' };
  const spfIs = (result: SpfResult) => ({ result, domain: 'y.test', identity: 'mailfrom' }) as const;

  it('is a refusal where the domain asks for one and the operator lets it', () => {
    assert.deepEqual(judge(verdict({ dmarc: failing }), reject), { because: 'dmarc', domain: 'x.test' });
    assert.equal(judge(verdict({ dmarc: failing }), { ...reject, dmarc: 'mark' }), undefined);
    assert.equal(judge(verdict({ dmarc: { ...failing, policy: 'quarantine' } }), reject), undefined);
    assert.deepEqual(judge(verdict({ spf: spfIs('fail') }), reject), { because: 'spf', domain: 'y.test' });
    assert.equal(judge(verdict({ spf: spfIs('fail') }), { ...reject, spfFail: 'mark' }), undefined);
    assert.equal(judge(verdict({ spf: spfIs('softfail') }), reject), undefined);
  });

  it('is none where somebody who is trusted sealed that it was proven before', () => {
    const seal = { domain: 'lists.test' as Domain, dmarc: 'pass', author: 'x.test' };
    const sealed = { arc: 'pass', seal, dmarc: failing, spf: spfIs('fail') } as const;
    assert.equal(judge(verdict(sealed), reject), undefined);
    for (const change of [
      { arc: 'fail' },
      { seal: { ...seal, domain: 'evil.test' as Domain } },
      { seal: { ...seal, author: 'y.test' } },
      { seal: { ...seal, dmarc: 'fail' } },
    ] as const)
      assert.equal(
        judge(verdict({ ...sealed, ...change }), reject)?.because,
        'dmarc',
        JSON.stringify(change),
      );
    assert.match(writeResults(mx, verdict(sealed)), /arc=pass \(sealed by lists\.test\)/);
  });

  it('is none where something is not known, or a signature vouches for a mail that was forwarded', () => {
    assert.equal(judge(verdict({ dmarc: { ...failing, result: 'temperror' } }), reject), undefined);
    assert.equal(judge(verdict({ spf: spfIs('temperror') }), reject), undefined);
    assert.equal(
      judge(verdict({ spf: spfIs('fail'), dmarc: { ...failing, result: 'pass' } }), reject),
      undefined,
    );
  });

  it('is who vouches, and for which senders', () => {
    const signed = (domain: string): Verdict =>
      verdict({ spf: spfIs('fail'), dkim: [{ result: 'pass', domain, selector: 's' }] });
    assert.deepEqual(vouchingDomains(verdict()), ['x.test']);
    assert.deepEqual(vouchingDomains(signed('z.test')), ['z.test']);
    assert.deepEqual(vouchingDomains(signed('not a domain')), []);
    for (const [signer, domain, isProven] of [
      ['x.test', 'x.test', true],
      ['x.test', 'bounces.x.test', true],
      ['bounces.x.test', 'x.test', false],
      ['y.test', 'x.test', false],
      ['est', 'x.test', false],
      ['test', 'x.test', false],
    ] as const)
      assert.equal(provesSender(signed(signer), domain as Domain), isProven, `${signer} for ${domain}`);
    assert.equal(provesSender(verdict(), 'x.test' as Domain), true);
    assert.equal(provesSender(verdict(), 'y.test' as Domain), false);
    const helo = verdict({ spf: { result: 'pass', domain: 'x.test', identity: 'helo' } });
    assert.equal(provesSender(helo, 'x.test' as Domain), false, 'a greeting proves no reverse-path');
  });
});
