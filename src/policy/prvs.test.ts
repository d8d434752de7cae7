import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mailboxAddress, parseMailboxAddress } from '../address/mailbox-address.ts';
import { fromLatin1 } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import { dayOf, mayBearTag, tagDaysMax, withoutTag, withTag } from './prvs.ts';
import { doughnut } from './testing/return-paths.ts';
import { address, springfield } from './testing/springfield.ts';

const day = (date: string): number => dayOf(instant(Date.parse(`${date.replace(' ', 'T')}Z`)));
const today = day('2026-11-25 12:00:00');
const beer = { number: 0, secret: fromLatin1('beer') };

const vectors = readFileSync(new URL('testing/exim-prvs.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^(?:make|check) \| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

const keyOf = (secret: string, number: number) => ({ number, secret: fromLatin1(secret) });

/** As Exim's prvscheck says it. */
function checked(text: string, time: string, secret: string): string {
  const tagged = address(text);
  const number = Number(/^prvs=(\d)/i.exec(text)?.[1]);
  const { address: plain, tag } = withoutTag(tagged, day(time), [keyOf(secret, number)]);
  if (tag === 'none') return '';
  return `${plain.localPart}@${plain.domain} ${number} ${tag === 'valid' ? 'valid' : 'invalid'}`;
}

describe('what Exim made', () => {
  const made = vectors.filter(([kind]) => kind === 'make');

  it('is there', () => assert.equal(made.length, 18));

  for (const [, time = '', secret = '', number, plain = '', tagged = ''] of made) {
    const key = keyOf(secret, Number(number));
    it(`${tagged}, of ${time}, is known`, () => {
      const read = withoutTag(address(tagged), day(time), [key]);
      assert.equal(read.tag, 'valid');
      assert.equal(
        `${read.address.localPart}@${read.address.domain}`,
        plain.replace('Springfield', 'springfield'),
      );
    });
    if (plain === plain.toLowerCase()) {
      it(`${tagged}, of ${time}, is what we make`, () => {
        assert.equal(withTag(address(plain), day(time) + 7, key).text, tagged);
      });
    }
  }
});

describe('what Exim checked', () => {
  /** We take what Exim refuses, if nothing but the case was changed. */
  const folded = (text: string) => text.startsWith('PRVS');

  for (const [, time = '', secret = '', text = '', said = ''] of vectors.filter(
    ([kind]) => kind === 'check',
  )) {
    it(`${text}, on ${time}, by ${secret}: ${said || 'no tag'}`, () => {
      const expected = folded(text) ? said.replace('invalid', 'valid') : said;
      assert.equal(checked(text, time, secret).toLowerCase(), expected.toLowerCase());
    });
  }
});

describe('a tag', () => {
  const homer = address('Homer+x@Springfield.test');
  const tagged = withTag(homer, today + 7, doughnut);

  it('leaves everything else of an address as it was', () => {
    assert.match(tagged.text, /^prvs=0789[0-9a-f]{6}=Homer\+x@Springfield\.test$/);
    assert.equal(tagged.domain, homer.domain);
    assert.deepEqual(parseMailboxAddress(tagged.text), { ok: true, value: tagged });
  });

  it('comes off whatever it is worth', () => {
    for (const [keys, when, verdict] of [
      [[doughnut], today, 'valid'],
      [[beer, doughnut], today, 'valid'],
      [[{ ...doughnut, number: 1 }], today, 'forged'],
      [[beer], today, 'forged'],
      [[], today, 'forged'],
      [[doughnut], today + 7, 'valid'],
      [[doughnut], today + 8, 'expired'],
      [[doughnut], today + 7 + 500, 'expired'],
      [[doughnut], today + 7 - tagDaysMax, 'valid'],
      [[doughnut], today + 6 - tagDaysMax, 'expired'],
    ] as const) {
      const read = withoutTag(tagged, when, keys);
      assert.equal(read.tag, verdict);
      assert.equal(read.address.text, 'Homer+x@springfield.test');
    }
  });

  it('is one within quotes too', () => {
    const quoted = address('"john \\"d\\" doe"@springfield.test');
    const one = withTag(quoted, today, doughnut);
    assert.match(one.text, /^"prvs=0782[0-9a-f]{6}=john \\"d\\" doe"@springfield\.test$/);
    assert.deepEqual(withoutTag(one, today, [doughnut]), { address: quoted, tag: 'valid' });
    assert.deepEqual(parseMailboxAddress(one.text), { ok: true, value: one });
  });

  it('is nothing else', () => {
    for (const text of [
      'prvs=0789130e2d=@springfield.test',
      'prvs=0789130e2=homer@springfield.test',
      'prvs=078913_e2d=homer@springfield.test',
      'x-prvs=0789130e2d=homer@springfield.test',
      'prvs=homer/0789130e2d@springfield.test',
      'btv1==0789130e2d==homer@springfield.test',
    ])
      assert.deepEqual(withoutTag(address(text), today, [doughnut]), { address: address(text), tag: 'none' });
  });

  it('leaves a local part behind that can be written', () => {
    const read = withoutTag(address('prvs=0789130e2d=.homer@springfield.test'), today, [doughnut]);
    assert.deepEqual(read, { address: address('".homer"@springfield.test'), tag: 'forged' });
  });

  it('goes where it fits', () => {
    const long = (length: number) => mailboxAddress('d'.repeat(length), springfield.primary);
    assert.ok(mayBearTag(long(48)));
    assert.ok(!mayBearTag(long(49)));
    assert.ok(!mayBearTag(mailboxAddress('ö'.repeat(25), springfield.primary)));
    assert.equal(new TextEncoder().encode(withTag(long(48), today, doughnut).localPart).length, 64);
  });
});

describe('every tag', () => {
  const localPart = fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom(...'aZ09+-=."\\ ö@') });
  const lastDay = fc.integer({ min: today, max: today + tagDaysMax });

  it('comes back, whatever was done to its case', () => {
    fc.assert(
      fc.property(localPart, lastDay, fc.func(fc.boolean()), (local, last, isUpper) => {
        const plain = mailboxAddress(local, springfield.primary);
        const { localPart: tagged, domain } = withTag(plain, last, doughnut);
        const folded = [...tagged].map((c) => (isUpper(c) ? c.toUpperCase() : c.toLowerCase())).join('');
        const read = withoutTag(mailboxAddress(folded, domain), today, [doughnut]);
        assert.equal(read.tag, 'valid');
        assert.equal(read.address.localPart.toLowerCase(), local.toLowerCase());
      }),
    );
  });

  it('is none once a character of it, or of the address, is another', () => {
    fc.assert(
      fc.property(lastDay, fc.nat(), fc.constantFrom(...'0123456789abcdefx.'), (last, where, other) => {
        const plain = address('homer@springfield.test');
        const { localPart: tagged, domain } = withTag(plain, last, doughnut);
        const at = where % tagged.length;
        fc.pre(tagged[at] !== other);
        const local = tagged.slice(0, at) + other + tagged.slice(at + 1);
        const keys = Array.from({ length: 10 }, (_, number) => ({ ...doughnut, number }));
        assert.notEqual(withoutTag(mailboxAddress(local, domain), today, keys).tag, 'valid');
      }),
    );
  });

  it('is read without ado, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const odd = mailboxAddress(`prvs=0789130e2d=${text}`, springfield.primary);
        assert.ok(['forged', 'none'].includes(withoutTag(odd, today, [doughnut]).tag));
      }),
    );
  });
});
