import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Domain } from '../address/domain.ts';
import { fromUtf8 } from '../base/bytes.ts';
import { parseHeader } from '../message/fields.ts';
import { lastSeal, vouchesFor } from './arc-seal.ts';

const sealOf = (...fields: readonly string[]) =>
  lastSeal(parseHeader(fromUtf8(`${fields.map((field) => `ARC-${field}\r\n`).join('')}\r\n`)));

describe('the last seal of a chain', () => {
  it('is the one of the highest number, wherever it stands, with its own results', () => {
    assert.deepEqual(
      sealOf(
        'Seal: i=2; a=x; d=Lists.Test; s=a; cv=pass; b=x',
        'Seal: i=10; a=x; d=forward.test; s=a; cv=pass; b=x',
        'Authentication-Results: i=2; mx.lists.test; dmarc=fail header.from=a.test',
        'Authentication-Results: i=10; mx.forward.test; spf=pass smtp.mfrom=b.test; dmarc=pass header.from=B.test',
      ),
      { domain: 'forward.test', dmarc: 'pass', author: 'b.test' },
    );
  });

  it('is read as a field of results is written', () => {
    const seal = 'Seal: i=1; d=x.test';
    for (const [results, expected] of [
      ['i=1; mx.x.test; dmarc=pass', { dmarc: 'pass' }],
      [
        '(c) i = 1 ;\r\n mx.x.test 1;\r\n dmarc/1 = PASS (p=reject; dmarc=fail) header.from="a.test"',
        { dmarc: 'pass', author: 'a.test' },
      ],
      ['i=1; mx.x.test; spf=pass smtp.mailfrom="dmarc=pass"; dmarc=fail', { dmarc: 'fail' }],
      ['i=1; mx.x.test; none', {}],
      ['i=2; mx.x.test; dmarc=pass', {}],
      ['mx.x.test; dmarc=pass', {}],
      [';;;===', {}],
    ] as const)
      assert.deepEqual(
        sealOf(seal, `Authentication-Results: ${results}`),
        { domain: 'x.test', ...expected },
        results,
      );
  });

  it('is none without a domain', () => {
    for (const seal of ['i=1; s=x', 'i=1; d=', 'i=1; d=a b', 'nonsense', 'i=1; d=x.test; d=y.test'])
      assert.equal(sealOf(`Seal: ${seal}`), undefined, seal);
    assert.equal(sealOf(), undefined);
  });
});

it('whoever is trusted vouches for an author, and nobody else', () => {
  const trusted = ['lists.test'] as Domain[];
  const seal = { domain: 'lists.test' as Domain, dmarc: 'pass', author: 'a.test' };
  assert(vouchesFor(seal, 'a.test', trusted));
  assert(vouchesFor({ ...seal, domain: 'a.lists.test' as Domain }, 'a.test', trusted));
  assert(vouchesFor({ domain: seal.domain, dmarc: 'pass' }, 'a.test', trusted));
  assert(!vouchesFor(seal, 'b.test', trusted));
  assert(!vouchesFor({ ...seal, dmarc: 'fail' }, 'a.test', trusted));
  assert(!vouchesFor({ domain: seal.domain }, 'a.test', trusted));
  assert(!vouchesFor({ ...seal, domain: 'evil-lists.test' as Domain }, 'a.test', trusted));
  assert(!vouchesFor({ ...seal, domain: 'test' as Domain }, 'a.test', trusted));
  assert(!vouchesFor(seal, 'a.test', []));
});
