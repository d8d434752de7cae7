import { argon2 } from 'node:crypto';
import type { Argon2Input, PasswordHasher } from '../accounts/password.ts';
import type { Bytes } from '../base/bytes.ts';

/** argon2id (RFC 9106) on the threads of libuv's pool, so that the event loop goes on. */
export const argon2Hasher: PasswordHasher = {
  argon2id({ password, salt, parameters, tagBytes }: Argon2Input): Promise<Bytes> {
    const input = {
      message: password,
      nonce: salt,
      parallelism: parameters.lanes,
      tagLength: tagBytes,
      memory: parameters.memoryKib,
      passes: parameters.passes,
    };
    return new Promise((resolve, reject) => {
      argon2('argon2id', input, (error, tag) => (error ? reject(error) : resolve(tag)));
    });
  },
};
