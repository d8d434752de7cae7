import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromUtf8 } from '../base/bytes.ts';
import { parseHeader } from './fields.ts';
import { HeaderReader, headerBytesMax } from './header-reader.ts';

const received = 'Received: from a by b; Mon, 23 Nov 2026 09:14:02 +0000\r\n';
const message = `${received}${received}From: homer@springfield.test\r\nSubject: Party\r\n\r\nCome\r\n\r\nall!\r\n`;

function feed(reader: HeaderReader, text: string, size: number): HeaderReader {
  const bytes = fromUtf8(text);
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  return reader;
}

describe('HeaderReader', () => {
  for (const size of [1, 2, 3, 7, 4096]) {
    it(`finds the header in chunks of ${size}`, () => {
      const reader = feed(new HeaderReader(), message, size);
      assert.equal(reader.progress, 'complete');
      assert.equal(reader.header.count('Received'), 2);
      assert.equal(reader.header.value('Subject'), 'Party');
      assert.equal(reader.header.has('Date'), false);
      assert.equal(reader.header.bytes.length, message.indexOf('Come'));
    });
  }

  it('keeps a copy, since chunks are used again', () => {
    const chunk = fromUtf8('A: b\r\n');
    const reader = new HeaderReader();
    reader.push(chunk);
    chunk.fill(120);
    reader.push(fromUtf8('\r\n'));
    assert.equal(reader.header.value('A'), 'b');
  });

  it('has no header before it is complete', () => {
    const reader = new HeaderReader();
    assert.equal(reader.push(fromUtf8('A: b\r\n')), 'reading');
    assert.throws(() => reader.header, /not complete/);
  });

  it('ends with the message where there is no empty line', () => {
    const reader = feed(new HeaderReader(), 'A: b\r\nHi there', 4);
    assert.equal(reader.progress, 'reading');
    assert.equal(reader.end(), 'complete');
    assert.equal(reader.header.value('A'), 'b');
    assert.equal(new HeaderReader().end(), 'complete');
  });

  it('takes a header of exactly the limit, and no more', () => {
    const header = (size: number) => `A: ${'x'.repeat(size - 5)}\r\n`;
    for (const chunk of [1, 10, 1000]) {
      assert.equal(feed(new HeaderReader(100), `${header(100)}\r\nbody`, chunk).progress, 'complete');
      assert.equal(feed(new HeaderReader(100), `${header(101)}\r\nbody`, chunk).progress, 'header-too-large');
      assert.equal(feed(new HeaderReader(100), header(100), chunk).end(), 'complete');
      assert.equal(feed(new HeaderReader(100), header(101), chunk).end(), 'header-too-large');
    }
    assert.equal(feed(new HeaderReader(), `${header(headerBytesMax)}\r\n`, 9999).progress, 'complete');
    assert.equal(
      feed(new HeaderReader(), `${header(headerBytesMax + 1)}\r\n`, 9999).progress,
      'header-too-large',
    );
  });

  it('stays too large, and lets go of what it kept', () => {
    const reader = feed(new HeaderReader(10), 'A: 0123456789\r\n', 5);
    assert.equal(reader.push(fromUtf8('\r\n')), 'header-too-large');
    assert.equal(reader.end(), 'header-too-large');
    assert.throws(() => reader.header);
  });

  it('agrees with parseHeader, however the octets come', () => {
    const piece = fc.constantFrom('A: b', '\r\n', '\n', '\r', ' c', 'stray', 'Received: x', '\r\n\r\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (pieces, size) => {
        const text = pieces.join('');
        const reader = feed(new HeaderReader(), text, size);
        reader.end();
        const whole = parseHeader(fromUtf8(text));
        assert.deepEqual(reader.header.fields, whole.fields);
        assert.equal(reader.header.bodyStart, whole.bodyStart);
      }),
    );
  });
});
