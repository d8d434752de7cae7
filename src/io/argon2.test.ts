import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPasswordHash, hashPassword, matchPassword } from '../accounts/password.ts';
import { preparePassword } from '../accounts/prepare-password.ts';
import { fromUtf8 } from '../base/bytes.ts';
import { argon2Hasher } from './argon2.ts';
import { systemRandom } from './random.ts';

/** Known answers of the reference implementation's own tests (v=19). */
const known: [string, string, number, number, number, string][] = [
  [
    'password',
    'somesalt',
    65_536,
    2,
    1,
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ],
  [
    'password',
    'somesalt',
    256,
    2,
    2,
    '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
  ],
  [
    'differentpassword',
    'somesalt',
    65_536,
    2,
    1,
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94',
  ],
];

for (const [password, salt, memoryKib, passes, lanes, hash] of known) {
  test(`argon2id of ${password} with m=${memoryKib}, t=${passes}, p=${lanes}`, async () => {
    const parameters = { memoryKib, passes, lanes };
    const input = { password: fromUtf8(password), salt: fromUtf8(salt), parameters, tagBytes: 32 };
    const tag = await argon2Hasher.argon2id(input);
    assert.equal(formatPasswordHash({ parameters, salt: input.salt, tag }), hash);
    const prepared = preparePassword(password);
    assert.ok(prepared);
    assert.equal(await matchPassword(prepared, hash, argon2Hasher), 'outdated');
  });
}

test('a new hash matches its password with the parameters of today', async () => {
  const right = preparePassword('D’oh! 🍩');
  const wrong = preparePassword('D’oh!');
  assert.ok(right && wrong);
  const stored = await hashPassword(right, argon2Hasher, systemRandom);
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.equal(await matchPassword(right, stored, argon2Hasher), 'match');
  assert.equal(await matchPassword(wrong, stored, argon2Hasher), 'mismatch');
});
