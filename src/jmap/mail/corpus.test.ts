import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { concat } from '../../base/bytes.ts';
import { corpus } from '../../message/testing/corpus.ts';
import { defaultEmailProperties } from './email-properties.ts';
import { type BodyRequest, defaultBodyRequest, ParsedEmail } from './parsed-email.ts';

const everything: BodyRequest = {
  ...defaultBodyRequest,
  bodyProperties: [...defaultBodyRequest.bodyProperties, 'headers', 'subParts', 'header:Content-Type'],
  fetchAllBodyValues: true,
};

const show = (email: ParsedEmail, name: string, request = defaultBodyRequest) =>
  email.property(name, request, (partId) => `blob-${partId}`);

/** Reads everything; what cannot be written as JSON would be a fault too. */
function readAll(bytes: Uint8Array): void {
  const email = new ParsedEmail(bytes);
  for (const name of [...defaultEmailProperties, 'headers', 'bodyStructure', 'header:Subject:asText:all'])
    JSON.stringify(show(email, name, everything));
}

describe('mail of all sorts', () => {
  it('is read, whatever was done to it', { skip: corpus.skip }, () => {
    const paths = [...corpus.files('mikel-mail', '.eml'), ...corpus.files('mail-parser/eml', '.eml')];
    const originals = paths.map(corpus.bytes).filter((bytes) => bytes.length < 8_000);
    for (const bytes of originals) readAll(bytes);
    const damage = fc.record({
      bytes: fc.constantFrom(...originals),
      at: fc.nat(8_000),
      removed: fc.nat(200),
      added: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(damage, ({ bytes, at, removed, added }) =>
        readAll(concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)])),
      ),
      { numRuns: 200 },
    );
  });

  it('has the subjects, addresses and texts that postal-mime finds', { skip: corpus.skip }, async () => {
    let compared = 0;
    for (const path of ['legacy', 'rfc'].flatMap((name) => corpus.files(`mail-parser/eml/${name}`, '.eml'))) {
      const bytes = corpus.bytes(path);
      const theirs = await PostalMime.parse(bytes);
      const ours = new ParsedEmail(bytes);
      const text = (name: string) => String(show(ours, name) ?? '');
      // They decode words of charsets that they do not know, and such as hold what no encoded word may.
      if (text('subject').includes('=?') || theirs.subject?.includes('\ufffd')) continue;
      assert.equal(text('subject').trim(), theirs.subject ?? '', path);
      const to = (theirs.to ?? []).flatMap((each) => each.group ?? [each]);
      const addresses = (show(ours, 'to') ?? []) as { readonly email: string }[];
      assert.deepEqual(
        addresses.map(({ email }) => email),
        to.map(({ address }) => address).filter((address) => address !== ''),
        path,
      );
      compared++;
    }
    assert.ok(compared > 40, `${compared}`);
  });
});
