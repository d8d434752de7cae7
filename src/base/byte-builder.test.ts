import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ByteBuilder } from './byte-builder.ts';
import { concat, fromLatin1, latin1, NO_BYTES } from './bytes.ts';

describe('a byte builder', () => {
  it('is empty at first, and again when cleared', () => {
    const builder = new ByteBuilder();
    assert.deepEqual([builder.length, builder.bytes], [0, NO_BYTES]);
    builder.push(fromLatin1('abc'));
    builder.clear();
    assert.deepEqual([builder.length, builder.bytes], [0, NO_BYTES]);
    builder.push(fromLatin1('d'));
    assert.equal(latin1(builder.bytes), 'd');
  });

  it('copies what it is given, and a view of it stays as it is', () => {
    const builder = new ByteBuilder();
    const octets = fromLatin1('abc');
    builder.push(octets);
    octets.fill(0);
    const before = builder.bytes;
    builder.push(fromLatin1('x'.repeat(10_000)));
    assert.equal(latin1(before), 'abc');
    assert.equal(latin1(builder.bytes, 0, 5), 'abcxx');
  });

  it('holds what came, whatever the pieces, and grows as it said', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 20 }), (pieces) => {
        const builder = new ByteBuilder();
        let memoryBytes = 0;
        for (const piece of pieces) {
          memoryBytes += builder.growthFor(piece.length);
          builder.push(piece);
          assert.ok(builder.bytes.buffer.byteLength <= memoryBytes);
        }
        assert.deepEqual(Buffer.from(builder.bytes), Buffer.from(concat(pieces)));
      }),
    );
  });

  it('takes at most twice the octets of many small pieces', () => {
    const builder = new ByteBuilder();
    let memoryBytes = 0;
    for (let i = 0; i < 100_000; i++) {
      memoryBytes += builder.growthFor(3);
      builder.push(fromLatin1('.\r\n'));
    }
    assert.equal(builder.length, 300_000);
    assert.ok(memoryBytes <= 2 * 300_000, `${memoryBytes}`);
  });
});
