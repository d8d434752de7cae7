import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as der from './der.ts';

const hex = (octets: Buffer): string => octets.toString('hex');
const octets = (text: string): Buffer => Buffer.from(text, 'hex');

test('integers are as short as they can be, and positive', () => {
  for (const [value, encoded] of [
    ['00', '020100'],
    ['01', '020101'],
    ['7f', '02017f'],
    ['80', '02020080'],
    ['ff', '020200ff'],
    ['0080', '02020080'],
    ['000001', '020101'],
    ['0000', '020100'],
    ['0100', '02020100'],
  ] as const) {
    assert.equal(hex(der.integer(octets(value))), encoded);
  }
});

test('object identifiers (X.690 §8.19)', () => {
  for (const [dotted, encoded] of [
    ['1.2.840.113549', '06062a864886f70d'],
    ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
    ['2.5.4.3', '0603550403'],
    ['2.999.3', '0603883703'],
    ['2.5.29.17', '0603551d11'],
    ['0.0', '060100'],
    ['1.2.127.128', '06042a7f8100'],
  ] as const) {
    assert.equal(hex(der.objectIdentifier(dotted)), encoded, dotted);
  }
});

test('times are of two kinds (RFC 5280 §4.1.2.5)', () => {
  const ascii = (date: string) => der.time(new Date(date)).toString('latin1');
  assert.equal(ascii('2026-11-23T12:34:56.789Z'), '\u0017\u000d261123123456Z');
  assert.equal(ascii('2049-12-31T23:59:59Z'), '\u0017\u000d491231235959Z');
  assert.equal(ascii('2050-01-01T00:00:00Z'), '\u0018\u000f20500101000000Z');
});

test('what wraps other elements', () => {
  const one = der.integer(octets('01'));
  assert.equal(hex(der.sequence(one, one)), '3006020101020101');
  assert.equal(hex(der.sequence()), '3000');
  assert.equal(hex(der.set(one)), '3103020101');
  assert.equal(hex(der.octetString(one)), '0403020101');
  assert.equal(hex(der.bitString(octets('ff'))), '030200ff');
  assert.equal(hex(der.utf8String('é')), '0c02c3a9');
  assert.equal(hex(der.boolean(true)), '0101ff');
  assert.equal(hex(der.boolean(false)), '010100');
  assert.equal(hex(der.tagged(3, one, true)), 'a303020101');
  assert.equal(hex(der.tagged(2, octets('61'), false)), '820161');
});

test('lengths are of the short form below 128, of the shortest long form above (X.690 §10.1)', () => {
  for (const [length, head] of [
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_535, '0482ffff'],
    [65_536, '0483010000'],
  ] as const) {
    const encoded = der.octetString(Buffer.alloc(length));
    assert.equal(hex(encoded.subarray(0, encoded.length - length)), head);
  }
});

test('any element says how long it is (property)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), (length) => {
      const encoded = der.octetString(Buffer.alloc(length, 1));
      const first = encoded[1] ?? 0;
      const count = first < 128 ? 0 : first & 127;
      const told = count === 0 ? first : encoded.readUIntBE(2, count);
      assert.deepEqual([told, encoded.length], [length, 2 + count + length]);
    }),
  );
});
