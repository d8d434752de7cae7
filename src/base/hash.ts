/** Digests and their kin, synchronous and quick. The only pure file that touches node:crypto. */
import { createHash, createHmac, createSecretKey, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import type { Bytes } from './bytes.ts';

/** The length of a SHA-256 digest, in octets. */
export const sha256Bytes = 32;

export const sha256 = (data: Bytes): Bytes => createHash('sha256').update(data).digest();

/** HMAC with SHA-256 (RFC 2104). */
export const hmacSha256 = (key: Bytes, data: Bytes): Bytes => createHmac('sha256', key).update(data).digest();

/** The same by one key that is made ready once: of a short text, for a fifth of the time. */
export function hmacSha256By(key: Bytes): (data: Bytes) => Bytes {
  const ready = createSecretKey(key);
  return (data) => createHmac('sha256', ready).update(data).digest();
}

/** PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2), 32 octets. Blocks for about 0.2 µs an iteration: 20 ms for 100,000. */
export const pbkdf2Sha256 = (password: Bytes, salt: Bytes, iterations: number): Bytes =>
  pbkdf2Sync(password, salt, iterations, sha256Bytes, 'sha256');

/** Compares secrets: the time it takes tells nothing of where they differ. */
export const equalSecrets = (a: Bytes, b: Bytes): boolean => a.length === b.length && timingSafeEqual(a, b);
