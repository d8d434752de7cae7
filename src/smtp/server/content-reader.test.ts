import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Bytes, concat, fromLatin1, latin1 } from '../../base/bytes.ts';
import { ContentReader, type ContentRules, type Flaw } from './content-reader.ts';

const lenient: ContentRules = { isDotStuffed: true, contentBytesMax: 1e9, textLineBytesMax: 1e9 };

interface Read {
  readonly content: string;
  readonly isComplete: boolean;
  readonly flaw: Flaw | undefined;
  readonly sizeBytes: number;
  readonly rest: string;
}

function read(pieces: readonly string[], rules: ContentRules): Read {
  const reader = new ContentReader(rules);
  const content: Bytes[] = [];
  let rest = '';
  for (const piece of pieces) {
    if (reader.isComplete) {
      rest += piece;
      continue;
    }
    const bytes = fromLatin1(piece);
    const count = reader.read(bytes, (part) => content.push(part));
    rest += latin1(bytes, count);
  }
  const { isComplete, flaw, sizeBytes } = reader;
  return { content: latin1(concat(content)), isComplete, flaw, sizeBytes, rest };
}

const byOctet = (text: string): string[] => [...text];

describe('the end and the dots', () => {
  const table: readonly [wire: string, content: string, rest: string][] = [
    ['.\r\n', '', ''],
    ['a\r\n.\r\n', 'a\r\n', ''],
    ['a\r\n.\r\nQUIT\r\n', 'a\r\n', 'QUIT\r\n'],
    ['..\r\n.\r\n', '.\r\n', ''],
    ['...\r\n.\r\n', '..\r\n', ''],
    ['.a\r\n.\r\n', 'a\r\n', ''],
    ['..\r\n..\r\n.\r\n.\r\n', '.\r\n.\r\n', '.\r\n'],
    ['a.\r\n.\r\n', 'a.\r\n', ''],
    ['\r\n.\r\n', '\r\n', ''],
    [' .\r\n.\r\n', ' .\r\n', ''],
    ['\x00\xff.\t\r\n.\r\n', '\x00\xff.\t\r\n', ''],
  ];
  for (const [wire, content, rest] of table) {
    test(JSON.stringify(wire), () => {
      const expected = { content, isComplete: true, flaw: undefined, sizeBytes: content.length, rest };
      assert.deepEqual(read([wire], lenient), expected);
      assert.deepEqual(read(byOctet(wire), lenient), expected);
    });
  }
});

describe('what is no end, and makes the message bad', () => {
  const fakes = [
    '\n.\n',
    '\n.\r\n',
    '\r\n.\n',
    '\r.\r',
    '\r.\r\n',
    '\r\n.\r',
    '\r\n.\r\r\n',
    '\r\r\n',
    '\n',
    '\r',
    '\n\r',
    '\r\n.\r.\r\n',
    '\r\n\n',
    '\r\n.\n.\r\n',
  ];
  for (const fake of fakes) {
    test(JSON.stringify(fake), () => {
      const wire = `a${fake}b`;
      for (const pieces of [[wire], byOctet(wire)]) {
        const { isComplete, flaw } = read(pieces, lenient);
        assert.deepEqual({ isComplete, flaw }, { isComplete: false, flaw: 'bare-line-ending' });
        assert.equal(read([...pieces, '\r\n.\r\n'], lenient).isComplete, true);
      }
    });
  }
});

describe('limits at their edges', () => {
  const rules: ContentRules = { isDotStuffed: true, contentBytesMax: 12, textLineBytesMax: 8 };
  const table: readonly [wire: string, flaw: Flaw | undefined][] = [
    ['123456\r\n.\r\n', undefined],
    ['1234567\r\n.\r\n', 'line-too-long'],
    ['..23456\r\n.\r\n', undefined],
    ['..234567\r\n.\r\n', 'line-too-long'],
    ['123456\r\n12\r\n.\r\n', undefined],
    ['123456\r\n123\r\n.\r\n', 'too-large'],
    ['123456789012345\r\n.\r\n', 'too-large'],
    ['\n1234567890123\r\n.\r\n', 'bare-line-ending'],
  ];
  for (const [wire, flaw] of table) {
    test(JSON.stringify(wire), () => {
      assert.equal(read([wire], rules).flaw, flaw);
      assert.equal(read(byOctet(wire), rules).flaw, flaw);
    });
  }

  test('a line without an end is too long as well', () => {
    assert.equal(read(['12345678', '9'], rules).flaw, 'line-too-long');
  });

  test('what cannot be accepted is not passed on', () => {
    assert.equal(read(['12\r\n', '\n', '34\r\n'], rules).content, '12\r\n');
  });
});

describe('without dot-stuffing', () => {
  const chunks: ContentRules = { ...lenient, isDotStuffed: false };

  test('dots mean nothing', () => {
    const wire = '.\r\n..\r\n.';
    const { content, isComplete, flaw } = read([wire], chunks);
    assert.deepEqual({ content, isComplete, flaw }, { content: wire, isComplete: false, flaw: undefined });
  });

  const ends: readonly [wire: string, isLineOpen: boolean, flaw: Flaw | undefined][] = [
    ['', false, undefined],
    ['a\r\n', false, undefined],
    ['a', true, undefined],
    ['a\r\nb', true, undefined],
    ['a\r', false, 'bare-line-ending'],
    ['a\n', true, 'bare-line-ending'],
  ];
  for (const [wire, isLineOpen, flaw] of ends) {
    test(`ends with ${JSON.stringify(wire)}`, () => {
      const reader = new ContentReader(chunks);
      reader.read(fromLatin1(wire), () => {});
      assert.equal(reader.finish(), isLineOpen);
      assert.equal(reader.flaw, flaw);
      assert.equal(reader.sizeBytes, wire.length + (isLineOpen ? 2 : 0));
    });
  }
});

/** The same, by the words of RFC 5321 §4.5.2, from the whole at once. */
function readSlowly(wire: string, { textLineBytesMax, contentBytesMax }: ContentRules): Read {
  const lines: string[] = [];
  let at = 0;
  let isComplete = false;
  while (!isComplete) {
    const end = wire.indexOf('\r\n', at);
    if (end === -1) break;
    const line = wire.slice(at, end);
    at = end + 2;
    if (line === '.') isComplete = true;
    else lines.push(line.startsWith('.') ? line.slice(1) : line);
  }
  const content = lines.map((line) => `${line}\r\n`).join('');
  const isBare = lines.some((line) => /[\r\n]/.test(line));
  const isLong = lines.some((line) => line.length + 2 > textLineBytesMax);
  const isLarge = content.length > contentBytesMax;
  const flaw = isBare ? 'bare-line-ending' : isLarge ? 'too-large' : isLong ? 'line-too-long' : undefined;
  return { content, isComplete, flaw, sizeBytes: content.length, rest: wire.slice(at) };
}

test('however the octets are cut, content is read as the RFC says', () => {
  const token = fc.constantFrom('\r', '\n', '.', '\r\n', '\r\n.', 'a', 'bc', '\r\n.\r\n');
  const rules: ContentRules = { isDotStuffed: true, contentBytesMax: 30, textLineBytesMax: 9 };
  fc.assert(
    fc.property(fc.array(token, { maxLength: 40 }), fc.array(fc.nat(80)), (tokens, cuts) => {
      const wire = `${tokens.join('')}\r\n.\r\nrest`;
      const at = [0, ...cuts.filter((cut) => cut < wire.length).toSorted((a, b) => a - b), wire.length];
      const pieces = at.slice(1).map((end, i) => wire.slice(at[i], end));
      const expected = readSlowly(wire, rules);
      const actual = read(pieces, rules);
      assert.equal(actual.isComplete, true);
      assert.deepEqual([actual.flaw, actual.rest], [expected.flaw, expected.rest]);
      if (expected.flaw === undefined) assert.deepEqual(actual, expected);
    }),
    { numRuns: 2_000 },
  );
});

test('text of line feeds alone takes no more time than other text', () => {
  const reader = new ContentReader(lenient);
  const before = performance.now();
  reader.read(fromLatin1('\n'.repeat(1_000_000)), () => {});
  // By a search for CR at each of them it would be minutes.
  assert.ok(performance.now() - before < 2_000);
});
