import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { passwordBytesMax, preparePassword } from './prepare-password.ts';

test('the examples of RFC 4013 §3', () => {
  const examples: [string, string | undefined][] = [
    ['I\u00adX', 'IX'],
    ['user', 'user'],
    ['USER', 'USER'],
    ['\u00aa', 'a'],
    ['\u2168', 'IX'],
    ['\u0007', undefined],
  ];
  for (const [input, output] of examples) assert.equal(preparePassword(input), output);
});

test('spaces of all kinds are one, and stay where they are', () => {
  assert.equal(preparePassword(' correct\u00a0horse\u3000'), ' correct horse ');
});

test('what leaves nothing is no password', () => {
  assert.equal(preparePassword(''), undefined);
  assert.equal(preparePassword('\u00ad\u200d'), undefined);
});

test('emoji and mixed writing directions are allowed', () => {
  assert.equal(preparePassword('🧁 שלום 1'), '🧁 שלום 1');
});

test('lone surrogates, private use and formatting are not', () => {
  for (const text of ['a\ud800', '\udc00b', '\ue000', '\u{10fffd}', '\u202eabc', '\ufffd', '\u{e0041}'])
    assert.equal(preparePassword(text), undefined, JSON.stringify(text));
});

test('the length is counted in octets after preparation', () => {
  assert.notEqual(preparePassword('x'.repeat(passwordBytesMax)), undefined);
  assert.equal(preparePassword('x'.repeat(passwordBytesMax + 1)), undefined);
  assert.notEqual(preparePassword('é'.repeat(passwordBytesMax / 2)), undefined);
  assert.equal(preparePassword('é'.repeat(passwordBytesMax / 2 + 1)), undefined);
});

test('preparing twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = preparePassword(text);
      if (once !== undefined) assert.equal(preparePassword(once), once);
    }),
  );
});

/** SASLprep of each code point that Unicode 3.2 knew (but for whole planes of private use), one a line, `-` if prohibited. */
const oracle = `
import stringprep as s
from unicodedata import ucd_3_2_0 as u
bad = [s.in_table_c12, s.in_table_c21_c22, s.in_table_c3, s.in_table_c4, s.in_table_c5, s.in_table_c6, s.in_table_c7, s.in_table_c8, s.in_table_c9]
for c in [*range(0x30000), *range(0xe0000, 0xe1000)]:
    if s.in_table_a1(chr(c)) or 0xd800 <= c <= 0xdfff: continue
    t = ' ' if s.in_table_c12(chr(c)) else '' if s.in_table_b1(chr(c)) else chr(c)
    t = u.normalize('NFKC', t)
    out = '-' if t == '' or any(b(x) for x in t for b in bad) else t.encode('utf-8').hex()
    print('%x %s' % (c, out))
`;

/** Code points whose decomposition was corrected after Unicode 3.2 (Corrigendum 4): a client of today maps them as we do. */
const correctedSince = new Set([0xf951, 0x2f868, 0x2f874, 0x2f91f, 0x2f95f, 0x2f9bf]);

test('each code point of Unicode 3.2 is prepared as Python prepares it', (t) => {
  const python = spawnSync('python3', ['-c', oracle], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (python.error) return t.skip('python3 is not installed');
  const lines = python.stdout.trimEnd().split('\n');
  assert.ok(lines.length > 90_000, python.stderr);
  for (const line of lines) {
    const [codePoint = '', expected] = line.split(' ');
    const code = Number.parseInt(codePoint, 16);
    if (correctedSince.has(code)) continue;
    const prepared = preparePassword(String.fromCodePoint(code));
    const actual = prepared === undefined ? '-' : Buffer.from(prepared, 'utf8').toString('hex');
    assert.equal(actual, expected, `U+${codePoint}`);
  }
});
