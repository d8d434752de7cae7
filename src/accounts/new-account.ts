import type { Random } from '../base/ports.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Credentials } from './accounts.ts';
import { hashPassword, type PasswordHasher } from './password.ts';
import { type PreparedPassword, preparePassword } from './prepare-password.ts';
import { deriveScramVerifier, scramSaltBytes } from './scram.ts';

/** Characters that a password must have when it is set (NIST SP 800-63B §5.1.1.2). */
export const passwordLengthMin = 8;

export interface CredentialsWorld {
  readonly hasher: PasswordHasher;
  readonly random: Random;
}

/** Makes what is stored of a new password, for all mechanisms. The error is for the person who chose it. */
export async function makeCredentials(
  password: string,
  world: CredentialsWorld,
): Promise<Result<Credentials>> {
  const prepared = preparePassword(password);
  if (prepared === undefined) return err('the password is empty, too long, or has control characters in it');
  if ([...prepared].length < passwordLengthMin)
    return err(`the password is shorter than ${passwordLengthMin} characters`);
  return ok(await deriveCredentials(prepared, world));
}

/** Makes the hash and the verifier of a password, each with a new salt. */
export async function deriveCredentials(
  password: PreparedPassword,
  { hasher, random }: CredentialsWorld,
): Promise<Credentials> {
  return {
    passwordHash: await hashPassword(password, hasher, random),
    scramSha256: deriveScramVerifier(password, random.bytes(scramSaltBytes)),
  };
}

// Without c, q, x, y, which people spell in different ways, and without h, w, which go silent.
const consonants = 'bdfgjklmnprstvz';
const vowels = 'aeiou';

/** A password that can be read out and typed: `kamo-tise-bulo-neva`, 16 letters in syllables, about 50 bits of chance. */
export function randomPassword(random: Random): string {
  const letter = (letters: string) => letters[random.below(letters.length)];
  const syllable = () => `${letter(consonants)}${letter(vowels)}`;
  return Array.from({ length: 4 }, () => syllable() + syllable()).join('-');
}
