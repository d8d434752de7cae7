import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  isType,
  parseContentType,
  parseDisposition,
  parseTransferEncoding,
  plainText,
  wholeMessage,
} from './content-type.ts';
import { unfold } from './fields.ts';
import { corpus } from './testing/corpus.ts';

describe('parseContentType', () => {
  const table: readonly [value: string, type: string, parameters: Record<string, string>][] = [
    ['audio/basic', 'audio/basic', {}],
    ['TEXT/Plain; CHARSET=UTF-8', 'text/plain', { charset: 'UTF-8' }],
    ['text/plain; charset =us-ascii (Plain text)', 'text/plain', { charset: 'us-ascii' }],
    ['(hello) text (plain) / (world) plain (eod); charset=us-ascii', 'text/plain', { charset: 'us-ascii' }],
    [' message / rfc822', 'message/rfc822', {}],
    ['multipart/mixed; boundary="simple boundary"', 'multipart/mixed', { boundary: 'simple boundary' }],
    ['multipart/mixed; boundary=gc0pJq0M:08jU534c0p', 'multipart/mixed', { boundary: 'gc0pJq0M:08jU534c0p' }],
    ['text/plain ;;;; = ;; name="value"', 'text/plain', { name: 'value' }],
    ['a/b; =value', 'a/b', {}],
  ];
  for (const [value, type, parameters] of table) {
    it(`reads ${value}`, () => {
      const parsed = parseContentType(value);
      assert.equal(`${parsed.type}/${parsed.subtype}`, type);
      assert.deepEqual(Object.fromEntries(parsed.parameters), parameters);
    });
  }

  it('falls back where there is none, or no subtype', () => {
    for (const value of [undefined, '', 'text', 'text/', '/plain', ';charset=utf-8', '=']) {
      assert.equal(parseContentType(value), plainText);
      assert.equal(parseContentType(value, wholeMessage), wholeMessage);
    }
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'text',
      '/',
      'plain',
      ';',
      'a',
      '=',
      '"',
      '*',
      '0',
      "'",
      '%',
      '(',
      ')',
      ' ',
      '\\',
      '=?utf-8?Q?x?=',
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => void parseContentType(pieces.join(''))));
  });

  interface Expected {
    readonly header: string;
    readonly expected: {
      c_type: string;
      c_subtype: string | null;
      attributes: [string, string][] | null;
    } | null;
  }
  it('agrees with the mail-parser corpus', { skip: corpus.skip }, () => {
    // Forgotten semicolons and quotes, blanks between encoded words in quotes, a second slash, and attacks on
    // RFC 2231 are read differently by everybody.
    const different =
      /\n\s+(?:server|title|filename)\*?|name=" {3}|\?= =\?|plain\/format|^test\/encoded|^malicious|PD\?=/;
    for (const { header, expected } of corpus.json<Expected[]>('mail-parser/content_type.json')) {
      if (!expected?.c_subtype || different.test(header)) continue;
      const parsed = parseContentType(unfold(header));
      const attributes = (expected.attributes ?? []).filter(([name]) => !name.endsWith('-language'));
      assert.deepEqual([parsed.type, parsed.subtype], [expected.c_type, expected.c_subtype], header);
      assert.deepEqual([...parsed.parameters], attributes, header);
    }
  });
});

describe('parseDisposition', () => {
  it('reads kind and file name', () => {
    const disposition = parseDisposition('ATTACHMENT; filename="a b.pdf"; size=3');
    assert.equal(disposition?.kind, 'attachment');
    assert.equal(disposition?.parameters.get('filename'), 'a b.pdf');
  });
  it('is absent where there is none', () => {
    assert.equal(parseDisposition(undefined), undefined);
    assert.equal(parseDisposition(' ; filename=x'), undefined);
  });
});

describe('parseTransferEncoding', () => {
  const table: readonly [value: string | undefined, encoding: string][] = [
    [undefined, '7bit'],
    ['', '7bit'],
    ['Base64', 'base64'],
    [' quoted-printable ', 'quoted-printable'],
    ['8BIT (as they say)', '8bit'],
    ['binary', 'binary'],
    ['x-uuencode', 'unknown'],
    ['constructor', 'unknown'],
  ];
  for (const [value, encoding] of table) {
    it(`reads ${value}`, () => assert.equal(parseTransferEncoding(value), encoding));
  }
});

describe('isType', () => {
  it('compares a type, or a kind of types', () => {
    assert.equal(isType(plainText, 'text/plain'), true);
    assert.equal(isType(plainText, 'text/*'), true);
    assert.equal(isType(plainText, 'text/html'), false);
    assert.equal(isType(plainText, 'message/*'), false);
  });
});
