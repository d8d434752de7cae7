import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodeUtf8AddressXtext } from '../address/utf8-xtext.ts';
import { encodeXtext, type Xtext } from '../address/xtext.ts';
import { reply } from '../envelope/reply.ts';
import { finalRecipientOf, originalRecipientOf, smtpDiagnostic } from './report.ts';
import { address } from './testing/golden-cases.ts';

describe('finalRecipientOf', () => {
  it('keeps the address as it was accepted', () => {
    assert.deepEqual(finalRecipientOf(address('"Krusty C"@KRUSTYLU.test')), {
      type: 'rfc822',
      address: '"Krusty C"@KRUSTYLU.test',
    });
    assert.deepEqual(finalRecipientOf(address('krüsty@krustylu.test')), {
      type: 'utf-8',
      address: 'krüsty@krustylu.test',
    });
  });
});

describe('originalRecipientOf', () => {
  const table: readonly [type: string, encoded: string, address: string][] = [
    ['rfc822', 'Bob@Example.COM', 'Bob@Example.COM'],
    ['rfc822', 'a+2Bb@c', 'a+b@c'],
    ['RFC822', '+22a+20b+22@c', '"a b"@c'],
    // What is not printable when decoded stays encoded: RFC 3461 §4.2 does not allow it.
    ['rfc822', 'a+0D+0Ab@c', 'a+0D+0Ab@c'],
    ['rfc822', '+C3+BC@c', '+C3+BC@c'],
    ['rfc822', '', ''],
    ['x400', 'c+3Dde', 'c=de'],
    ['utf-8', 'kr\\x{FC}sty@c', 'krüsty@c'],
    ['UTF-8', 'a@c', 'a@c'],
    // RFC 6533 §3: what is labelled so but does not conform is copied as it is.
    ['utf-8', 'a+2Bb@c', 'a+2Bb@c'],
  ];
  for (const [addressType, encoded, decoded] of table) {
    it(`reads ${addressType};${encoded}`, () => {
      assert.deepEqual(originalRecipientOf({ addressType, address: encoded as Xtext }), {
        type: addressType,
        address: decoded,
      });
    });
  }

  it('undoes the encodings', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{1,40}$/), (text) => {
        assert.equal(
          originalRecipientOf({ addressType: 'rfc822', address: encodeXtext(text) }).address,
          text,
        );
        const utf8 = encodeUtf8AddressXtext(`${text}ü`) as Xtext;
        assert.equal(originalRecipientOf({ addressType: 'utf-8', address: utf8 }).address, `${text}ü`);
      }),
    );
  });
});

describe('smtpDiagnostic', () => {
  it('is a transcription of the reply (RFC 3461 §9.2)', () => {
    assert.deepEqual(smtpDiagnostic(reply(550, '5.1.1', 'No')), { type: 'smtp', text: '550 5.1.1 No' });
    assert.equal(
      smtpDiagnostic(reply(550, undefined, 'mailbox unavailable', 'user has moved')).text,
      '550-mailbox unavailable 550 user has moved',
    );
    assert.equal(smtpDiagnostic(reply(550, undefined)).text, '550 ');
  });
});
