import { createCipheriv, createECDH, type ECDH } from 'node:crypto';
import type { PushKeys } from '../accounts/push-subscriptions.ts';
import { type Bytes, concat, fromLatin1 } from '../base/bytes.ts';
import { hmacSha256 } from '../base/hash.ts';
import type { Random } from '../base/ports.ts';

/** The curve of RFC 8291 §3.1, P-256, by its name here. */
const curve = 'prime256v1';
/** RFC 8188 §2.1 */
const saltBytes = 16;
/** One record holds all that is ever sent. */
const recordBytes = 4_096;
/** RFC 8188 §2: what ends the last record. */
const lastRecord = fromLatin1('\x02');

/** Encrypts a message for whoever has made the keys (RFC 8291), as the content encoding `aes128gcm` (RFC 8188). */
export function encryptForPush(message: Bytes, keys: PushKeys, random: Random): Bytes {
  const sender = createECDH(curve);
  sender.generateKeys();
  return encryptWith(message, keys, sender, random.bytes(saltBytes));
}

/** @param sender a key pair that is used this once */
export function encryptWith(message: Bytes, keys: PushKeys, sender: ECDH, salt: Bytes): Bytes {
  const receiver = Buffer.from(keys.p256dh, 'base64url');
  const ours = sender.getPublicKey();
  // RFC 8291 §3.3 and §3.4
  const shared = hmacSha256(Buffer.from(keys.auth, 'base64url'), sender.computeSecret(receiver));
  const keyInfo = concat([fromLatin1('WebPush: info\0'), receiver, ours, fromLatin1('\x01')]);
  const secret = hmacSha256(salt, hmacSha256(shared, keyInfo));
  const key = hmacSha256(secret, fromLatin1('Content-Encoding: aes128gcm\0\x01')).subarray(0, 16);
  const nonce = hmacSha256(secret, fromLatin1('Content-Encoding: nonce\0\x01')).subarray(0, 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const sealed = [cipher.update(concat([message, lastRecord])), cipher.final(), cipher.getAuthTag()];
  return concat([header(salt, ours), ...sealed]);
}

/** RFC 8188 §2.1: salt, size of a record, and the key by which it can be read, with its length. */
function header(salt: Bytes, key: Bytes): Bytes {
  const sizes = Buffer.alloc(5);
  sizes.writeUInt32BE(recordBytes);
  sizes[4] = key.length;
  return concat([salt, sizes, key]);
}
