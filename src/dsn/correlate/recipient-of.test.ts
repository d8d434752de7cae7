import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addressesIn } from './addresses.ts';
import { recipientOf } from './recipient-of.ts';
import type { SentRecipient, SentRecord } from './sent-record.ts';
import { record, rfc822, says, sentTo, toOne } from './testing/notices.ts';

const withRecipients = (...recipients: SentRecipient[]): SentRecord => ({ ...record, recipients });

/** `0 named`, or `-`. */
function found(of: SentRecord, final: string, original?: string): string {
  const read = says(final, original === undefined ? {} : { originalRecipient: rfc822(original) });
  const recipient = recipientOf(read, of);
  return recipient ? `${recipient.recipient.index} ${recipient.as}` : '-';
}

describe('the recipient that a notice means', () => {
  const three: readonly [final: string, original: string | undefined, is: string][] = [
    ['krusty@krustylu.test', undefined, '0 named'],
    ['krusty@KrustyLu.TEST', undefined, '0 named'],
    ['KRUSTY@krustylu.test', undefined, '0 named'],
    ['<krusty@krustylu.test>', undefined, '0 named'],
    [' krusty@krustylu.test ', undefined, '0 named'],
    ['@relay.test:krusty@krustylu.test', undefined, '0 named'],
    ['<@a.test,@b.test:krusty@krustylu.test>', undefined, '0 named'],
    ['"krusty"@krustylu.test', undefined, '0 named'],
    ['Mel+show@krustylu.test', undefined, '1 named'],
    ['Mel+2Bshow@krustylu.test', undefined, '1 named'],
    ['mel+SHOW@krustylu.test', undefined, '1 named'],
    ['sideshow@circus.test', undefined, '1 named'],
    ['bob@prison.test', 'sideshow@circus.test', '1 named'],
    ['bob@prison.test', 'krusty@krustylu.test', '0 named'],
    ['kent@channel6.test', 'krusty@krustylu.test', '2 named'],
    ['bob@prison.test', 'cecil@prison.test', '-'],
    ['bob@prison.test', undefined, '-'],
    ['krusty', undefined, '-'],
    ['krusty@krustylu.test and others', undefined, '-'],
    ['', undefined, '-'],
  ];
  for (const [final, original, is] of three) {
    it(`${JSON.stringify(final)}${original === undefined ? '' : `, first ${original}`}: ${is}`, () =>
      assert.equal(found(record, final, original), is));
  }

  it('is the sole one, whatever the address: it has been forwarded', () => {
    assert.equal(found(toOne(), 'bob@prison.test'), '0 sole');
    assert.equal(found(toOne(), 'postmaster'), '0 sole');
    assert.equal(found(toOne(), 'krusty@krustylu.test'), '0 named');
  });

  it('is told apart by the case of its local part where two differ in nothing else', () => {
    const of = withRecipients(sentTo(0, 'krusty@krustylu.test'), sentTo(1, 'Krusty@krustylu.test'));
    assert.equal(found(of, 'Krusty@krustylu.test'), '1 named');
    assert.equal(found(of, 'krusty@krustylu.test'), '0 named');
  });

  it('is the first of two with one address', () => {
    const of = withRecipients(sentTo(0, 'krusty@krustylu.test'), sentTo(1, 'krusty@krustylu.test'));
    assert.equal(found(of, 'krusty@krustylu.test'), '0 named');
  });

  it('is the one behind an alias, if it is the only one there', () => {
    const alias = sentTo(0, 'clown@springfield.test', { fate: 'expanded' });
    const one = sentTo(1, 'krusty@krustylu.test', { parent: 0 });
    const other = sentTo(2, 'mel@krustylu.test', { parent: 0 });
    assert.equal(found(withRecipients(alias, one), 'clown@springfield.test'), '1 named');
    assert.equal(found(withRecipients(alias, one), 'bob@prison.test'), '1 sole');
    assert.equal(found(withRecipients(alias, one, other), 'clown@springfield.test'), '-');
    assert.equal(found(withRecipients(alias, one, other), 'mel@krustylu.test'), '2 named');
  });

  it('is none where several share the ORCPT that comes back, unless the final address tells', () => {
    const originalRecipient = rfc822('list@circus.test');
    const of = withRecipients(
      sentTo(0, 'krusty@krustylu.test', { originalRecipient }),
      sentTo(1, 'mel@krustylu.test', { originalRecipient }),
    );
    assert.equal(found(of, 'bob@prison.test', 'list@circus.test'), '-');
    assert.equal(found(of, 'mel@krustylu.test', 'list@circus.test'), '1 named');
  });

  it('has an address beyond ASCII as well', () => {
    const of = withRecipients(sentTo(0, 'jos\u00e9@krustylu.test'), sentTo(1, 'kent@channel6.test'));
    assert.equal(found(of, 'jos\u00e9@krustylu.test'), '0 named');
    assert.equal(found(of, 'JOSE\u0301@krustylu.test'), '0 named');
  });
});

describe('an address in a notice', () => {
  it('never throws, and is found again as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const { text: written } of addressesIn(text)) assert.ok(written.includes('@'));
      }),
    );
    const local = fc.stringMatching(/^[a-z0-9+_-]{1,20}$/);
    fc.assert(
      fc.property(local, (name) => {
        assert.equal(addressesIn(`${name}@krustylu.test`)[0]?.localPart, name);
      }),
    );
  });

  it('costs no more than its length', () => {
    const started = performance.now();
    for (const text of ['@a.test,'.repeat(20_000), '<'.repeat(100_000), `${'a.'.repeat(50_000)}@x`])
      assert.deepEqual(addressesIn(text), []);
    assert.ok(performance.now() - started < 1_000);
  });
});
