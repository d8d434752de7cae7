import assert from 'node:assert/strict';
import { createDecipheriv, createECDH } from 'node:crypto';
import { test } from 'node:test';
import { concat, fromLatin1, fromUtf8, utf8 } from '../base/bytes.ts';
import { hmacSha256 } from '../base/hash.ts';
import { encryptForPush, encryptWith } from './push-encryption.ts';
import { systemRandom } from './random.ts';

const octets = (text: string) => Buffer.from(text, 'base64url');

test('a message is encrypted as in the example of RFC 8291 §5', () => {
  const sender = createECDH('prime256v1');
  sender.setPrivateKey(octets('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'));
  const keys = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const message = fromUtf8('When I grow up, I want to be a watermelon');
  const sealed = encryptWith(message, keys, sender, octets('DGv6ra1nlYgDCS1FRnbzlw'));
  assert.equal(
    Buffer.from(sealed).toString('base64url'),
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  );
});

test('whoever has made the keys can read it, and no two are alike', () => {
  const receiver = createECDH('prime256v1');
  const auth = systemRandom.bytes(16);
  const keys = {
    p256dh: receiver.generateKeys().toString('base64url'),
    auth: Buffer.from(auth).toString('base64url'),
  };
  const sealed = encryptForPush(fromUtf8('news'), keys, systemRandom);
  const [salt, sender, body] = [sealed.subarray(0, 16), sealed.subarray(21, 86), sealed.subarray(86)];
  const shared = hmacSha256(auth, receiver.computeSecret(sender));
  const info = concat([fromLatin1('WebPush: info\0'), receiver.getPublicKey(), sender, fromLatin1('\x01')]);
  const secret = hmacSha256(salt, hmacSha256(shared, info));
  const key = hmacSha256(secret, fromLatin1('Content-Encoding: aes128gcm\0\x01')).subarray(0, 16);
  const nonce = hmacSha256(secret, fromLatin1('Content-Encoding: nonce\0\x01')).subarray(0, 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(body.subarray(-16));
  const clear = concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
  assert.equal(utf8(clear), 'news\x02');
  assert.notDeepEqual(encryptForPush(fromUtf8('news'), keys, systemRandom), sealed);
});
