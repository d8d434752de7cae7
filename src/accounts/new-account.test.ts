import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeCredentials, passwordLengthMin, randomPassword } from './new-account.ts';
import { matchPassword } from './password.ts';
import { preparePassword } from './prepare-password.ts';
import { deriveScramVerifier, scramIterations } from './scram.ts';
import { countingRandom, quickHasher } from './testing/doubles.ts';

const world = () => ({ hasher: quickHasher, random: countingRandom() });

test('credentials hold a hash and a verifier of the prepared password', async () => {
  const made = await makeCredentials('Ⅸ lives of Snowball', world());
  assert.ok(made.ok);
  const prepared = preparePassword('IX lives of Snowball');
  assert.ok(prepared);
  assert.equal(await matchPassword(prepared, made.value.passwordHash, quickHasher), 'match');
  const { scramSha256 } = made.value;
  assert.equal(scramSha256.iterations, scramIterations);
  assert.equal(scramSha256.salt.length, 16);
  assert.deepEqual(scramSha256, deriveScramVerifier(prepared, scramSha256.salt));
  assert.ok(!made.value.passwordHash.includes(Buffer.from(scramSha256.salt).toString('base64').slice(0, 22)));
});

test('a password that cannot be used is refused with a sentence', async () => {
  const short = await makeCredentials('x'.repeat(passwordLengthMin - 1), world());
  assert.deepEqual(short, { ok: false, error: 'the password is shorter than 8 characters' });
  assert.ok((await makeCredentials('x'.repeat(passwordLengthMin), world())).ok);
  assert.ok(!(await makeCredentials('🍩'.repeat(4), world())).ok, 'characters are counted, not code units');
  for (const text of ['', 'tab\tin the middle', 'x'.repeat(2000)]) {
    const made = await makeCredentials(text, world());
    assert.ok(!made.ok && /control characters/.test(made.error));
  }
});

test('random passwords can be read out, differ, and are good enough to be set', async () => {
  const random = countingRandom();
  const passwords = Array.from({ length: 5 }, () => randomPassword(random));
  for (const password of passwords) assert.match(password, /^(?:[a-z][aeiou][a-z][aeiou](?:-|$)){4}$/);
  assert.equal(new Set(passwords).size, 5);
  assert.ok((await makeCredentials(passwords[0] ?? '', world())).ok);
});
