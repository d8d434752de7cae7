import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { fromUtf8 } from '../base/bytes.ts';
import { makeSignatureKey, readSignatureKey } from './signature-keys.ts';

const data = fromUtf8('some octets');

for (const type of ['rsa', 'ed25519'] as const)
  test(`a key of type ${type} signs, and is the same after it was kept`, async () => {
    const made = await makeSignatureKey(type);
    const read = readSignatureKey(made.pem);
    assert(read);
    assert.equal(read.type, type);
    assert.deepEqual(read.publicKey, made.publicKey);
    const signature = await made.sign(data);
    // Both ways of signing give one signature for one text.
    assert.deepEqual(await read.sign(data), signature);
    const publicKey = createPublicKey(made.pem);
    assert(verify(type === 'rsa' ? 'sha256' : null, data, publicKey, signature));
    assert.equal(signature.length, type === 'rsa' ? 256 : 64);
    assert.equal(made.publicKey.length, type === 'rsa' ? 294 : 32);
  });

test('what is no key is none', () => {
  const p256 = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2
OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r
1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G
-----END PRIVATE KEY-----`;
  for (const pem of ['', 'x', p256]) assert.equal(readSignatureKey(pem), undefined);
});
