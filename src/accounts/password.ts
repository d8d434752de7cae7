import { type Bytes, fromBase64, fromUtf8, toBase64 } from '../base/bytes.ts';
import { equalSecrets } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Random } from '../base/ports.ts';
import type { PreparedPassword } from './prepare-password.ts';

/** The cost of one argon2id hash (RFC 9106 §3.1). */
export interface Argon2Parameters {
  readonly memoryKib: number;
  readonly passes: number;
  /** Degree of parallelism. */
  readonly lanes: number;
}

/**
 * What new hashes cost: the first of OWASP's recommendations for argon2id (Password Storage Cheat Sheet), 19 MiB, 2 passes,
 * 1 lane. Measured: 35–50 ms on one core of a small server. Stored hashes carry their own parameters.
 */
export const argon2Parameters: Argon2Parameters = { memoryKib: 19_456, passes: 2, lanes: 1 };

/** RFC 9106 §3.1 recommends 16 octets. */
const saltBytes = 16;
const tagBytes = 32;

/** The port of the hash function, which wants threads. */
export interface PasswordHasher {
  argon2id(input: Argon2Input): Promise<Bytes>;
}

export interface Argon2Input {
  readonly password: Bytes;
  readonly salt: Bytes;
  readonly parameters: Argon2Parameters;
  /** Octets of the result. */
  readonly tagBytes: number;
}

/** A password hash, taken apart. */
export interface PasswordHash {
  readonly parameters: Argon2Parameters;
  readonly salt: Bytes;
  readonly tag: Bytes;
}

/** `outdated`: it is the password, but the hash was made with other parameters than new ones are. Time to hash it anew. */
export type PasswordMatch = 'match' | 'outdated' | 'mismatch';

/** Hashes a password with a new salt. @returns PHC string form: `$argon2id$v=19$m=…,t=…,p=…$salt$hash` */
export async function hashPassword(
  password: PreparedPassword,
  hasher: PasswordHasher,
  random: Random,
  parameters = argon2Parameters,
): Promise<string> {
  const salt = random.bytes(saltBytes);
  const tag = await hasher.argon2id({ password: fromUtf8(password), salt, parameters, tagBytes });
  return formatPasswordHash({ parameters, salt, tag });
}

/** Tells whether `stored` was made from this password. @throws InvariantError if `stored` is not in our form */
export async function matchPassword(
  password: PreparedPassword,
  stored: string,
  hasher: PasswordHasher,
): Promise<PasswordMatch> {
  const hash = parsePasswordHash(stored);
  invariant(hash, 'the stored password hash is malformed');
  const { parameters, salt, tag } = hash;
  const found = await hasher.argon2id({
    password: fromUtf8(password),
    salt,
    parameters,
    tagBytes: tag.length,
  });
  if (!equalSecrets(found, tag)) return 'mismatch';
  return costs(parameters) === costs(argon2Parameters) ? 'match' : 'outdated';
}

/** The PHC string form, version 1.3 of argon2 (RFC 9106 §3.1: v = 0x13). */
export const formatPasswordHash = ({ parameters, salt, tag }: PasswordHash): string =>
  `$argon2id$v=19$${costs(parameters)}$${unpadded(salt)}$${unpadded(tag)}`;

const phc =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,6}),t=([1-9]\d{0,3}),p=([1-9]\d{0,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Undefined if the text is not in PHC string form, or asks for what argon2id cannot do (RFC 9106 §3.1). */
export function parsePasswordHash(text: string): PasswordHash | undefined {
  const [, memory, passes, lanes, saltText = '', tagText = ''] = phc.exec(text) ?? [];
  const salt = padded(saltText);
  const tag = padded(tagText);
  if (!salt || !tag || salt.length < 8 || tag.length < 4) return undefined;
  const parameters = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  return parameters.memoryKib >= 8 * parameters.lanes ? { parameters, salt, tag } : undefined;
}

const costs = ({ memoryKib, passes, lanes }: Argon2Parameters): string =>
  `m=${memoryKib},t=${passes},p=${lanes}`;

const unpadded = (bytes: Bytes): string => toBase64(bytes).replace(/=+$/, '');
const padded = (text: string): Bytes | undefined =>
  fromBase64(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
