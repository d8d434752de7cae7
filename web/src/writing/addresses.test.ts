import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressText, isSameAddress, looksLikeAddress, readAddresses, withoutRepeats } from './addresses.ts';

test('recipients are read as people type and paste them', () => {
  assert.deepEqual(readAddresses('a@x.test, Bart Simpson <bart@x.test>;\n"Simpson, Lisa" <lisa@x.test>,'), [
    { name: null, email: 'a@x.test' },
    { name: 'Bart Simpson', email: 'bart@x.test' },
    { name: 'Simpson, Lisa', email: 'lisa@x.test' },
  ]);
  assert.deepEqual(readAddresses(' , ;\n'), []);
});

test('what is written is read as the same', () => {
  const name = fc
    .string({ minLength: 1 })
    .filter((text) => text === text.trim() && !/[\n"\\]/.test(text) && text !== '');
  fc.assert(
    fc.property(name, (each) => {
      const address = { name: each, email: 'homer@x.test' };
      assert.deepEqual(readAddresses(addressText(address)), [address]);
    }),
  );
});

test('what cannot be an address is told from what may be one', () => {
  for (const good of ['a@b', 'krustyKlown@krustylu.test', 'δοκιμή@παράδειγμα.test', '"john"@x.test'])
    assert.ok(looksLikeAddress(good), good);
  for (const bad of ['', 'homer', '@x.test', 'a@', 'a b', 'a@b@', 'a@b, c@d'])
    assert.ok(!looksLikeAddress(bad), bad);
});

test('nobody gets a mail twice', () => {
  const [a, A, b] = readAddresses('homer@x.test, Homer <homer@X.TEST>, Homer@x.test');
  assert.ok(a && A && b);
  assert.ok(isSameAddress(a, A));
  assert.ok(!isSameAddress(a, b));
  assert.deepEqual(withoutRepeats([a, A, b]), [a, b]);
  assert.deepEqual(withoutRepeats([a, A, b], [A]), [b]);
});
