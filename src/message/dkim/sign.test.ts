import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { concat, fromLatin1, fromUtf8, latin1 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import { parseHeader } from '../fields.ts';
import { signatureFields } from './sign.ts';
import { digestOf, type TestSigner, testSigner, verdicts } from './testing/signers.ts';

const at = instant(Date.UTC(2026, 10, 25, 9));
const rsa = testSigner('rsa-sha256', 'springfield.test');
const ed25519 = testSigner('ed25519-sha256', 'springfield.test');
const both = [rsa, ed25519];
const bothPass = ['rsa-sha256 pass', 'ed25519-sha256 pass'];

const header = 'From: Homer <homer@springfield.test>\r\nTo: krusty@krustylu.test\r\nSubject: Doughnuts\r\n';

async function signed(message: Uint8Array, signers: readonly TestSigner[] = both, pieceBytes?: number) {
  return concat([await signatureFields(digestOf(message, pieceBytes), signers, at), message]);
}

describe('what we sign, mailauth verifies', () => {
  const table: readonly [name: string, message: string][] = [
    ['a plain one', `${header}\r\nHello\r\n`],
    ['no body', header],
    ['an empty body', `${header}\r\n`],
    ['an empty line as the body', `${header}\r\n\r\n`],
    ['blank lines at the end', `${header}\r\nHello \t\r\n\r\n \r\n\r\n`],
    ['no line end at the end', `${header}\r\nHello`],
    ['dots at the starts of lines', `${header}\r\n.\r\n..\r\n.a\r\n`],
    ['folded fields', 'From:\r\n homer@springfield.test\r\nSubject: a\r\n\t b  \r\n c\r\n \r\n\r\nx\r\n'],
    ['odd spacing', `from  :homer@springfield.test\r\nSUBJECT:   a \t b   \r\nX:\r\n\r\nx\r\n`],
    ['empty fields', `${header}Cc:\r\nReply-To: \r\n\r\nx\r\n`],
    ['fields that occur twice', `${header}Subject: two\r\nTo: b@c.test\r\nSubject: three\r\n\r\nx\r\n`],
    ['octets of UTF-8', latin1(fromUtf8(`${header}Subject: à à\r\nX: ✓\r\n\r\nGrüße à\r\n`))],
    ['octets of nothing known', `${header}Subject: \xa0\xff\xa0\r\n\r\n\xa0\x80 \xa0\r\n`],
    ['long lines', `${header}References: ${'<a@b.test> '.repeat(80)}\r\n\r\n${'x'.repeat(990)}\r\n`],
    ['many recipients', `From: a@b.test\r\nTo: ${'a@b.test,\r\n '.repeat(2_000)}c@d.test\r\n\r\nx\r\n`],
    [
      'a signature of another',
      `DKIM-Signature: v=1; a=rsa-sha256; d=x.test; s=s; h=from; bh=; b=\r\n${header}\r\nx`,
    ],
  ];
  for (const [name, message] of table)
    it(name, async () => {
      const found = await verdicts(await signed(fromLatin1(message)), both);
      assert.deepEqual(found.slice(0, 2), bothPass);
    });

  it('whatever it is, and in pieces of any size', async () => {
    const text = fc.array(fc.constantFrom('\r\n', ' ', '\t', '.', ':', 'a', 'b', '\xe4', '\xa0', ';b='), {
      maxLength: 60,
    });
    const value = text.map((all) =>
      all
        .join('')
        .replaceAll('\r\n', '\r\n ')
        .replace(/(\r\n\s*)+$/, ''),
    );
    const name = fc.constantFrom('Subject', 'To', 'X-Any', 'List-Id', 'content-type');
    const fields = fc.array(fc.tuple(name, value), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fields, text, fc.integer({ min: 1, max: 50 }), async (some, body, pieceBytes) => {
        const head = some.map(([field, content]) => `${field}: x${content}\r\n`).join('');
        const message = fromLatin1(`${header}${head}\r\n${body.join('')}`);
        assert.deepEqual(await verdicts(await signed(message, both, pieceBytes), both), bothPass);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is signed cannot be changed', () => {
  const message = `${header}Date: Wed, 25 Nov 2026 09:00:00 +0000\r\n\r\nHello\r\n`;
  const changes: readonly [name: string, change: (text: string) => string][] = [
    ['the body', (text) => text.replace('Hello', 'Hallo')],
    ['what follows the body', (text) => `${text}more\r\n`],
    ['the subject', (text) => text.replace('Doughnuts', 'Money')],
    ['the date', (text) => text.replace('09:00:00 +', '09:00:01 +')],
    ['a second From below', (text) => text.replace('\r\n\r\n', '\r\nFrom: burns@plant.test\r\n\r\n')],
    ['a second Subject on top', (text) => `Subject: Money\r\n${text}`],
    ['a Reply-To that was not there', (text) => `Reply-To: burns@plant.test\r\n${text}`],
    ['a Content-Type that was not there', (text) => `Content-Type: text/html\r\n${text}`],
  ];
  for (const [name, change] of changes)
    it(name, async () => {
      const changed = fromLatin1(change(latin1(await signed(fromLatin1(message)))));
      for (const verdict of await verdicts(changed, both)) assert.match(verdict, /fail|neutral/);
    });

  it('while the next host may add its own, fold and reduce blanks', async () => {
    const text = latin1(await signed(fromLatin1(message)));
    const passedOn = `Received: from a by b; now\r\nList-Id: <l.test>\r\n${text.replace('Subject: ', 'subject:\r\n\t ')}\r\n\r\n`;
    assert.deepEqual(await verdicts(fromLatin1(passedOn), both), bothPass);
  });
});

describe('the field', () => {
  it('has its tags, folded, and the time in seconds', async () => {
    const text = latin1(await signatureFields(digestOf(fromLatin1(`${header}\r\nx`)), [ed25519], at));
    for (const line of text.split('\r\n')) assert(line.length <= 78, line);
    const value = parseHeader(fromLatin1(text)).value('DKIM-Signature') ?? '';
    const tags = new Map(
      value.split(';').map((tag) => [tag.trim().split('=')[0], tag.trim().replace(/^\w+=/, '')]),
    );
    assert.deepEqual([...tags.keys()], ['v', 'a', 'c', 'd', 's', 't', 'h', 'bh', 'b']);
    assert.equal(tags.get('t'), '1795597200');
    assert.equal(tags.get('d'), 'springfield.test');
    assert.match(
      tags.get('h')?.replaceAll(' ', '') ?? '',
      /^from:from:reply-to:to:to:cc:subject:subject:date:/,
    );
  });

  it('is not made by a key that fails', async () => {
    const broken = { ...rsa, sign: () => Promise.reject(new Error('no')) };
    await assert.rejects(signatureFields(digestOf(fromLatin1(header)), [ed25519, broken], at), /no/);
  });
});
