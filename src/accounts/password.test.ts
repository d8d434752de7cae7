import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromUtf8 } from '../base/bytes.ts';
import { InvariantError } from '../base/invariant.ts';
import {
  argon2Parameters,
  formatPasswordHash,
  hashPassword,
  matchPassword,
  type PasswordHash,
  parsePasswordHash,
} from './password.ts';
import { preparePassword } from './prepare-password.ts';
import { countingRandom, quickHasher } from './testing/doubles.ts';

const prepared = (text: string) => {
  const password = preparePassword(text);
  assert.ok(password);
  return password;
};

test('a known hash is taken apart and put together', () => {
  const text = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  const hash = parsePasswordHash(text);
  assert.ok(hash);
  assert.deepEqual(hash.parameters, { memoryKib: 65_536, passes: 2, lanes: 1 });
  assert.deepEqual(new Uint8Array(hash.salt), new Uint8Array(fromUtf8('somesalt')));
  assert.equal(hash.tag.length, 32);
  assert.equal(formatPasswordHash(hash), text);
});

test('what is not exactly in PHC form is refused', () => {
  const good = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.ok(parsePasswordHash(good));
  const spoilt = [
    good.replace('argon2id', 'argon2i'),
    good.replace('v=19', 'v=16'),
    good.replace('m=19456', 'm=019456'),
    good.replace('m=19456', 'm=7'),
    good.replace('t=2', 't=0'),
    good.replace('p=1', 'p=0'),
    good.replace('m=19456,t=2', 't=2,m=19456'),
    good.replace('c29tZXNhbHQ', 'c29tZXNhbHR'),
    good.replace('c29tZXNhbHQ', 'c29tZXNhbHQ='),
    good.replace('c29tZXNhbHQ', 'c2Fs'),
    good.replace('CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', 'CTFh'),
    `${good}$`,
    ` ${good}`,
    `${good}\n`,
    '',
  ];
  for (const text of spoilt) assert.equal(parsePasswordHash(text), undefined, text);
});

test('parsing and formatting are inverses', () => {
  const octets = (minLength: number) => fc.uint8Array({ minLength, maxLength: 64 });
  const hashes: fc.Arbitrary<PasswordHash> = fc.record({
    parameters: fc.record({
      memoryKib: fc.integer({ min: 8 * 255, max: 9_999_999 }),
      passes: fc.integer({ min: 1, max: 9_999 }),
      lanes: fc.integer({ min: 1, max: 255 }),
    }),
    salt: octets(8),
    tag: octets(4),
  });
  fc.assert(
    fc.property(hashes, (hash) => {
      const text = formatPasswordHash(hash);
      const parsed = parsePasswordHash(text);
      assert.ok(parsed);
      assert.deepEqual(parsed.parameters, { ...hash.parameters });
      assert.deepEqual([...parsed.salt], [...hash.salt]);
      assert.deepEqual([...parsed.tag], [...hash.tag]);
    }),
  );
});

test('the right password matches, another does not', async () => {
  const stored = await hashPassword(prepared('doughnut'), quickHasher, countingRandom());
  assert.equal(await matchPassword(prepared('doughnut'), stored, quickHasher), 'match');
  assert.equal(await matchPassword(prepared('Doughnut'), stored, quickHasher), 'mismatch');
});

test('each hash has its own salt', async () => {
  const random = countingRandom();
  const one = await hashPassword(prepared('doughnut'), quickHasher, random);
  const other = await hashPassword(prepared('doughnut'), quickHasher, random);
  assert.notEqual(one, other);
});

test('a hash with other parameters still matches, and says that it is outdated', async () => {
  const cheaper = { ...argon2Parameters, passes: 1 };
  const stored = await hashPassword(prepared('doughnut'), quickHasher, countingRandom(), cheaper);
  assert.equal(await matchPassword(prepared('doughnut'), stored, quickHasher), 'outdated');
  assert.equal(await matchPassword(prepared('bagel'), stored, quickHasher), 'mismatch');
});

test('a spoilt hash is a broken promise, not a mismatch', async () => {
  await assert.rejects(matchPassword(prepared('doughnut'), 'plain text', quickHasher), InvariantError);
});
