import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64,
  fromLatin1,
  fromLooseBase64,
  fromUtf8,
  indexOfByte,
  indexOfBytes,
  isAscii,
  LF,
  latin1,
  NO_BYTES,
  strictUtf8,
  toBase64,
  toBuffer,
  utf8,
} from './bytes.ts';

const octets = (...values: number[]): Bytes => Uint8Array.from(values);
const plain = (bytes: Bytes): number[] => [...bytes];
const anyBytes = fc.uint8Array({ maxLength: 100 });

/** The same octets as a window of a larger array: what a piece of a socket's data looks like. */
function windowOf(bytes: Bytes): Bytes {
  const larger = new Uint8Array(bytes.length + 7).fill(0xee);
  larger.set(bytes, 3);
  return larger.subarray(3, 3 + bytes.length);
}

describe('Latin-1', () => {
  it('loses nothing (inverse)', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        assert.deepEqual(plain(fromLatin1(latin1(windowOf(bytes)))), plain(bytes));
      }),
    );
  });

  it('takes a part', () => {
    assert.equal(latin1(windowOf(octets(65, 233, 66)), 1, 2), 'é');
    assert.equal(latin1(octets(65, 66), 1), 'B');
  });
});

describe('UTF-8', () => {
  it('loses nothing of text (inverse)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(utf8(windowOf(fromUtf8(text))), text.toWellFormed());
        assert.equal(strictUtf8(windowOf(fromUtf8(text))), text.toWellFormed());
      }),
    );
  });

  it('is told from what only looks like it', () => {
    const cases: readonly [Bytes, lenient: string, strict: string | undefined][] = [
      [octets(0xc3, 0xa9), 'é', 'é'],
      [octets(0xe9), '\ufffd', undefined],
      [octets(0xc3), '\ufffd', undefined],
      [octets(0xc0, 0x80), '\ufffd\ufffd', undefined],
      [octets(0xed, 0xa0, 0x80), '\ufffd\ufffd\ufffd', undefined],
      [octets(0xef, 0xbb, 0xbf, 65), '\ufeffA', '\ufeffA'],
      [NO_BYTES, '', ''],
    ];
    for (const [bytes, lenient, strict] of cases) {
      assert.equal(utf8(bytes), lenient);
      assert.equal(strictUtf8(bytes), strict);
    }
    assert.equal(utf8(octets(65, 66, 67), 1, 2), 'B');
  });
});

describe('base64', () => {
  it('loses nothing, strictly or loosely (inverse)', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = toBase64(windowOf(bytes));
        assert.deepEqual(plain(fromBase64(text) ?? assert.fail(text)), plain(bytes));
        assert.deepEqual(plain(fromLooseBase64(text)), plain(bytes));
      }),
    );
  });

  it('is refused where it is not exact', () => {
    for (const text of [
      'A',
      'AA',
      'AAA',
      'A===',
      '====',
      'AA=A',
      'QQ==QQ==',
      'QUI',
      ' QUI=',
      'QUI=\n',
      'QU-_',
      'QR==',
      'QUJ=',
    ]) {
      assert.equal(fromBase64(text), undefined, text);
    }
    assert.deepEqual(plain(fromBase64('') ?? assert.fail()), []);
  });

  it('is read loosely from mail', () => {
    for (const [text, expected] of [
      ['SGVs\r\nbG8=\r\n', 'Hello'],
      ['SGVsbG8', 'Hello'],
      ['SGVs*bG8=!', 'Hello'],
      ['SGVsbA==byBIb21lcg==', 'Hello Homer'],
      ['====', ''],
      ['', ''],
      ['é', ''],
    ] as const) {
      assert.equal(latin1(fromLooseBase64(text)), expected, text);
    }
  });
});

describe('octet strings', () => {
  it('are put together, one alone without a copy', () => {
    const one = octets(1, 2);
    assert.equal(concat([one]), one);
    assert.deepEqual(plain(concat([one, NO_BYTES, windowOf(octets(3))])), [1, 2, 3]);
    assert.deepEqual(plain(concat([])), []);
  });

  it('are searched', () => {
    const text = windowOf(fromLatin1('a\r\nb\r\n'));
    assert.equal(indexOfByte(text, LF), 2);
    assert.equal(indexOfByte(text, LF, 3), 5);
    assert.equal(indexOfByte(text, 0xee), -1, 'not beyond the window');
    assert.equal(indexOfBytes(text, fromLatin1('\r\n'), 2), 4);
    assert.equal(indexOfBytes(text, fromLatin1('c')), -1);
  });

  it('are equal if all of their octets are', () => {
    assert.ok(equalBytes(windowOf(octets(1, 2)), Buffer.from([1, 2])));
    assert.ok(!equalBytes(octets(1, 2), octets(1, 3)));
    assert.ok(!equalBytes(octets(1, 2), octets(1)));
    assert.ok(equalBytes(NO_BYTES, octets()));
  });

  it('are ASCII if all of their octets are', () => {
    assert.ok(isAscii(octets(0, 127)));
    assert.ok(!isAscii(octets(0, 128)));
    assert.ok(!isAscii(octets(...Array<number>(100).fill(65), 255)));
    assert.ok(isAscii(NO_BYTES));
    assert.ok(isAscii(windowOf(octets(65))), 'not beyond the window');
  });

  it('become a Buffer without a copy', () => {
    const bytes = windowOf(octets(1, 2));
    const buffer = toBuffer(bytes);
    bytes[0] = 9;
    assert.deepEqual(plain(buffer), [9, 2]);
    assert.equal(toBuffer(buffer), buffer);
  });
});
