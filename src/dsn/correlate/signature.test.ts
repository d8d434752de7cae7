import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeXtext } from '../../address/xtext.ts';
import { fromLatin1 } from '../../base/bytes.ts';
import { InvariantError } from '../../base/invariant.ts';
import {
  type Purpose,
  readSignedId,
  signedEnvelopeId,
  signId,
  signingKey,
  withoutSignature,
} from './signature.ts';

const key = signingKey(fromLatin1('a key of 32 octets, more or less'));
const other = signingKey(fromLatin1('another key of 32 octets, no less'));
const queueId = '01jdcq5v8k7q4k2m9d';
const purposes: readonly Purpose[] = ['received', 'message-id', 'envelope-id', 'reverse-path'];

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });
const id = fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{18}$/);
const purpose = fc.constantFrom(...purposes);

describe('a signature', () => {
  it('is the same on every server with the same key', () => {
    // Computed by another program: HMAC and base 32 of Python.
    assert.equal(signId(queueId, 'received', key), `${queueId}-12ajrmc89r9afphvs7mh`);
  });

  it('is an Atom, short, and of the letters of a queue id (RFC 5321 §4.4)', () => {
    fc.assert(
      fc.property(id, purpose, secret, (anId, why, octets) => {
        assert.match(
          signId(anId, why, signingKey(octets)),
          /^[0-9a-hjkmnp-tv-z]{18}-[0-9a-hjkmnp-tv-z]{20}$/,
        );
      }),
    );
  });

  it('is known again, whatever the case', () => {
    fc.assert(
      fc.property(id, purpose, secret, (anId, why, octets) => {
        const own = signingKey(octets);
        const signed = signId(anId, why, own);
        for (const text of [signed, signed.toUpperCase()])
          assert.deepEqual(readSignedId(text, why, [own]), { id: anId, verdict: 'valid' });
      }),
    );
  });

  it('is none for another purpose', () => {
    fc.assert(
      fc.property(id, purpose, purpose, (anId, why, another) => {
        fc.pre(why !== another);
        assert.equal(readSignedId(signId(anId, why, key), another, [key])?.verdict, 'forged');
      }),
    );
  });

  it('is none for another message', () => {
    fc.assert(
      fc.property(id, id, (anId, another) => {
        fc.pre(anId !== another);
        const moved = signId(anId, 'received', key).replace(anId, another);
        assert.equal(readSignedId(moved, 'received', [key])?.verdict, 'forged');
      }),
    );
  });

  it('is none with a letter changed, anywhere', () => {
    const letter = fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz');
    fc.assert(
      fc.property(id, fc.nat(38), letter, (anId, at, changed) => {
        const signed = signId(anId, 'received', key);
        fc.pre(signed[at] !== changed && signed[at] !== '-');
        const text = signed.slice(0, at) + changed + signed.slice(at + 1);
        assert.notEqual(readSignedId(text, 'received', [key])?.verdict, 'valid');
      }),
    );
  });

  it('is known as long as its key is, and by that key alone', () => {
    const signed = signId(queueId, 'received', key);
    assert.equal(readSignedId(signed, 'received', [other, key])?.verdict, 'valid');
    assert.equal(readSignedId(signed, 'received', [other])?.verdict, 'unknown-key');
    assert.equal(readSignedId(signed, 'received', [])?.verdict, 'unknown-key');
    const renamed = { ...other, name: key.name };
    assert.equal(readSignedId(signed, 'received', [renamed])?.verdict, 'forged');
    assert.equal(readSignedId(signed, 'received', [renamed, key])?.verdict, 'valid', 'two keys of one name');
  });

  const noSignatures = [
    '',
    queueId,
    `${queueId}-`,
    signId(queueId, 'received', key).slice(0, -1),
    `${signId(queueId, 'received', key)}0`,
    `<${signId(queueId, 'received', key)}>`,
    ` ${signId(queueId, 'received', key)}`,
    signId(queueId, 'received', key).replace('-', '.'),
    `${'a'.repeat(65)}-${'0'.repeat(20)}`,
    `${queueId}-${'l'.repeat(20)}`,
    'a'.repeat(100_000),
  ];
  for (const text of noSignatures) {
    it(`is not in ${JSON.stringify(text.slice(0, 45))}`, () => {
      assert.equal(readSignedId(text, 'received', [key]), undefined);
      assert.equal(withoutSignature(text), text);
    });
  }

  it('never throws, whatever is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void readSignedId(text, 'received', [key])),
    );
  });

  it('is taken off, whoever made it', () => {
    assert.equal(withoutSignature(signId(queueId, 'message-id', other).toUpperCase()), queueId);
  });

  it('is refused by keys that can be guessed, and for what could break a field apart', () => {
    assert.throws(() => signingKey(fromLatin1('too short')), InvariantError);
    for (const text of ['', 'a.b', 'a b', 'A', 'a\r\nb', 'a>'])
      assert.throws(() => signId(text, 'received', key), InvariantError);
  });

  it('makes an ENVID that needs no encoding and is known when it comes back (RFC 3461 §4.4)', () => {
    const envelopeId = signedEnvelopeId(queueId, key);
    assert.equal(decodeXtext(envelopeId), envelopeId);
    assert.ok(envelopeId.length <= 100);
    assert.deepEqual(readSignedId(envelopeId, 'envelope-id', [key]), { id: queueId, verdict: 'valid' });
  });
});
