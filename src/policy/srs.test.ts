import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { fromLatin1 } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import { dayOf } from './prvs.ts';
import { readRewritten, rewritten } from './srs.ts';
import { address, springfield } from './testing/springfield.ts';

const at = springfield.primary;
const daysMax = 21;
const day = (date: string): number => dayOf(instant(Date.parse(`${date}T12:00:00Z`)));
const today = day('2026-11-25');
const doughnut = fromLatin1('doughnut');

const vectors = readFileSync(new URL('testing/mail-srs.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^(?:make|check) \| \d/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.trim()));

/** Mail::SRS keeps the case of a domain. */
const folded = (text: string) => text.replace('KrustyLu', 'krustylu');

describe('what Mail::SRS made', () => {
  const made = vectors.filter(([kind]) => kind === 'make');

  it('is there', () => assert.equal(made.length, 16));

  for (const [, date = '', secret = '', author = '', expected = ''] of made) {
    it(`${expected}, of ${date}, is what we make`, () => {
      const ours = rewritten(address(author), at, day(date), fromLatin1(secret));
      assert.equal(ours?.text, folded(expected));
    });
  }
});

describe('what Mail::SRS read', () => {
  const read = vectors.filter(([kind]) => kind === 'check');

  it('is there', () => assert.equal(read.length, 18));

  for (const [, date = '', secret = '', text = '', expected = ''] of read) {
    it(`${text}, on ${date}: ${expected || 'refused'}`, () => {
      const found = readRewritten(address(text), day(date), daysMax, [fromLatin1(secret)]);
      const author = found.kind === 'valid' ? found.author.text : '';
      assert.equal(author.toLowerCase(), expected.toLowerCase());
    });
  }
});

describe('an address of a forward', () => {
  const krusty = address('krusty@krustylu.test');
  const made = rewritten(krusty, at, today, doughnut);
  assert(made);

  it('comes back as it went, whatever is in it', () => {
    const local = fc.oneof(
      fc.stringMatching(/^[ -~]{1,30}$/),
      fc.constantFrom('zoë', '用户', 'SRS0=', 'srs1=x'),
    );
    fc.assert(
      fc.property(local, fc.nat(100_000), (localPart, when) => {
        const author = mailboxAddress(localPart, krusty.domain);
        const path = rewritten(author, at, when, doughnut);
        assert(path);
        assert.deepEqual(address(path.text), path, 'it is an address');
        const found = readRewritten(path, when, daysMax, [doughnut]);
        assert(found.kind === 'valid');
        assert.equal(mailboxKey(found.author), mailboxKey(author));
      }),
    );
  });

  it('is good for its days, and no longer', () => {
    for (const [later, kind] of [
      [0, 'valid'],
      [daysMax, 'valid'],
      [daysMax + 1, 'expired'],
      [-1, 'expired'],
      [1_023, 'expired'],
    ] as const)
      assert.equal(readRewritten(made, today + later, daysMax, [doughnut]).kind, kind, `${later} days`);
  });

  it('is known by each key that was in use', () => {
    const beer = fromLatin1('beer');
    assert.equal(readRewritten(made, today, daysMax, [beer, doughnut]).kind, 'valid');
    assert.equal(readRewritten(made, today, daysMax, [beer]).kind, 'forged');
    assert.equal(readRewritten(made, today, daysMax, []).kind, 'forged');
  });

  it('is told from others', () => {
    for (const text of [
      'homer@springfield.test',
      'srs@springfield.test',
      'SRS0@springfield.test',
      'SRS01=x@springfield.test',
    ])
      assert.equal(readRewritten(address(text), today, daysMax, [doughnut]).kind, 'none', text);
    for (const text of [
      'SRS0=x@springfield.test',
      'SRS1==@springfield.test',
      '"SRS0=abcd=AA= =x"@springfield.test',
    ])
      assert.equal(readRewritten(address(text), today, daysMax, [doughnut]).kind, 'forged', text);
  });

  it('is not made where hosts may not take it', () => {
    const overhead = 'SRS0=HHHH=TT=krustylu.test='.length;
    const fitting = mailboxAddress('x'.repeat(64 - overhead), krusty.domain);
    assert.equal(rewritten(fitting, at, today, doughnut)?.localPart.length, 64);
    assert.equal(
      rewritten(mailboxAddress(`${fitting.localPart}x`, krusty.domain), at, today, doughnut),
      undefined,
    );
  });
});
