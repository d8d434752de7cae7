import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, fromLatin1, fromUtf8 } from './bytes.ts';
import {
  equalSecrets,
  hmacSha1,
  hmacSha256,
  hmacSha256By,
  pbkdf2Sha256,
  sha256,
  sha256InPieces,
} from './hash.ts';

const hex = (bytes: Bytes): string => Buffer.from(bytes).toString('hex');

test('SHA-256 of "abc" (FIPS 180-2, appendix B.1)', () => {
  assert.equal(
    hex(sha256(fromUtf8('abc'))),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('SHA-256 in pieces is that of the whole', () => {
  const digest = sha256InPieces();
  for (const piece of ['a', '', 'bc']) digest.push(fromUtf8(piece));
  assert.equal(hex(digest.end()), hex(sha256(fromUtf8('abc'))));
});

test('HMAC-SHA-256, test cases 1 and 2 of RFC 4231 §4.2 and §4.3', () => {
  assert.equal(
    hex(hmacSha256(new Uint8Array(20).fill(0x0b), fromUtf8('Hi There'))),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  );
  assert.equal(
    hex(hmacSha256(fromUtf8('Jefe'), fromUtf8('what do ya want for nothing?'))),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('HMAC-SHA-1, test case 2 of RFC 2202 §3', () => {
  assert.equal(
    hex(hmacSha1(fromUtf8('Jefe'), fromUtf8('what do ya want for nothing?'))),
    'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  );
});

test('HMAC by a key that is ready is the same, and does not change with the octets that it was made of', () => {
  const key = fromUtf8('Jefe');
  const mac = hmacSha256By(key);
  key.fill(0);
  for (const text of ['', 'what do ya want for nothing?', 'x'.repeat(1_000)])
    assert.equal(hex(mac(fromUtf8(text))), hex(hmacSha256(fromUtf8('Jefe'), fromUtf8(text))));
  for (const length of [0, 63, 64, 65, 1_000]) {
    const long = new Uint8Array(length).fill(7);
    assert.equal(hex(hmacSha256By(long)(fromUtf8('x'))), hex(hmacSha256(long, fromUtf8('x'))), `${length}`);
  }
});

test('PBKDF2-HMAC-SHA-256, first 32 octets of the test vectors of RFC 7914 §11', () => {
  assert.equal(
    hex(pbkdf2Sha256(fromUtf8('passwd'), fromUtf8('salt'), 1)),
    '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc',
  );
  assert.equal(
    hex(pbkdf2Sha256(fromUtf8('Password'), fromUtf8('NaCl'), 80_000)),
    '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56',
  );
});

test('secrets are equal only if all octets are', () => {
  assert.ok(equalSecrets(fromLatin1('secret'), fromLatin1('secret')));
  assert.ok(!equalSecrets(fromLatin1('secret'), fromLatin1('secreT')));
  assert.ok(!equalSecrets(fromLatin1('secret'), fromLatin1('secre')));
});
