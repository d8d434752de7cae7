import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, fromUtf8, latin1 } from '../base/bytes.ts';
import { type Part, parsePartTree, partDepthMax, partsMax } from './part-tree.ts';
import { corpus } from './testing/corpus.ts';

/** A tree in short: `type(children)`, leaves with their content: `text/plain="Hi"`. */
function shown(bytes: Uint8Array, part: Part): string {
  const type = `${part.contentType.type}/${part.contentType.subtype}`;
  if (part.children.length > 0)
    return `${type}(${part.children.map((child) => shown(bytes, child)).join(' ')})`;
  return `${type}=${JSON.stringify(latin1(bytes, part.bodyStart, part.bodyEnd))}`;
}

const treeOf = (text: string): string => {
  const bytes = fromUtf8(text.replaceAll('\n', '\r\n'));
  return shown(bytes, parsePartTree(bytes));
};

const multipart = (boundary: string, subtype = 'mixed') =>
  `Content-Type: multipart/${subtype}; boundary="${boundary}"\n\n`;

describe('parsePartTree', () => {
  const table: readonly [name: string, text: string, tree: string][] = [
    ['nothing', '', 'text/plain=""'],
    ['plain text', 'Subject: x\n\nHi\n', 'text/plain="Hi\\r\\n"'],
    [
      'two parts',
      `${multipart('b')}--b\n\none\n--b\n\ntwo\n--b--\n`,
      'multipart/mixed(text/plain="one" text/plain="two")',
    ],
    [
      'preamble and epilogue',
      `${multipart('b')}pre\n--b\n\none\n--b--\npost\n`,
      'multipart/mixed(text/plain="one")',
    ],
    [
      'a line end that belongs to the content',
      `${multipart('b')}--b\n\none\n\n--b--`,
      'multipart/mixed(text/plain="one\\r\\n")',
    ],
    [
      'blanks behind the delimiter',
      `${multipart('b')}--b \t\n\none\n--b-- \n`,
      'multipart/mixed(text/plain="one")',
    ],
    [
      'lines that are like a delimiter',
      `${multipart('b')}--b\n\n--bb\n-b\n --b\n---b\n--b--x\n--b--`,
      'multipart/mixed(text/plain="--bb\\r\\n-b\\r\\n --b\\r\\n---b\\r\\n--b--x")',
    ],
    ['an empty part', `${multipart('b')}--b\n\n--b--`, 'multipart/mixed(text/plain="")'],
    ['a part with a line end only', `${multipart('b')}--b\n\n\n--b--`, 'multipart/mixed(text/plain="")'],
    [
      'a part without an empty line',
      `${multipart('b')}--b\nContent-Type: text/html\n--b--`,
      'multipart/mixed(text/html="")',
    ],
    [
      'no last delimiter',
      `${multipart('b')}--b\n\none\n--b\n\ntwo\n`,
      'multipart/mixed(text/plain="one" text/plain="two\\r\\n")',
    ],
    [
      'a delimiter at the very end',
      `${multipart('b')}--b\n\none\n--b\n`,
      'multipart/mixed(text/plain="one")',
    ],
    ['no delimiter at all', `${multipart('b')}one\n`, 'multipart/mixed="one\\r\\n"'],
    [
      'no boundary parameter',
      'Content-Type: multipart/mixed\n\n--b\n\none\n',
      'multipart/mixed="--b\\r\\n\\r\\none\\r\\n"',
    ],
    [
      'a boundary that ends in --',
      `${multipart('b--')}--b--\n\none\n--b----`,
      'multipart/mixed(text/plain="one")',
    ],
    ['a boundary in UTF-8', `${multipart('ü')}--ü\n\none\n--ü--`, 'multipart/mixed(text/plain="one")'],
    [
      'parts in parts',
      `${multipart('a')}--a\n${multipart('b', 'alternative')}--b\n\none\n--b\n\ntwo\n--b--\n--a\n\nthree\n--a--`,
      'multipart/mixed(multipart/alternative(text/plain="one" text/plain="two") text/plain="three")',
    ],
    [
      'an inner multipart that is cut off by the outer',
      `${multipart('a')}--a\n${multipart('b')}--b\n\none\n--a\n\ntwo\n--b\n--a--`,
      'multipart/mixed(multipart/mixed(text/plain="one") text/plain="two\\r\\n--b")',
    ],
    [
      'delimiters behind the last one',
      `${multipart('a')}--a\n\none\n--a--\n--a\n\ntwo\n--a--`,
      'multipart/mixed(text/plain="one")',
    ],
    [
      'the same boundary within',
      `${multipart('a')}--a\n${multipart('a')}--a\n\none\n--a--\n--a\n\ntwo\n--a--`,
      'multipart/mixed(multipart/mixed(text/plain="one") text/plain="two")',
    ],
    [
      'a message',
      'Content-Type: message/rfc822\n\nSubject: in\n\nHi\n',
      'message/rfc822(text/plain="Hi\\r\\n")',
    ],
    [
      'a UTF-8 message',
      'Content-Type: message/global\nContent-Transfer-Encoding: 8bit\n\nSubject: ü\n\nHi',
      'message/global(text/plain="Hi")',
    ],
    [
      'an encoded message, which stays closed',
      'Content-Type: message/global\nContent-Transfer-Encoding: base64\n\nSGk=',
      'message/global="SGk="',
    ],
    [
      'a message in a part',
      `${multipart('a')}--a\nContent-Type: message/rfc822\n\n${multipart('b')}--b\n\none\n--b--\n\n--a--`,
      'multipart/mixed(message/rfc822(multipart/mixed(text/plain="one")))',
    ],
    [
      'a digest',
      `${multipart('a', 'digest')}--a\n\nSubject: x\n\nHi\n--a\nContent-Type: text/plain\n\none\n--a--`,
      'multipart/digest(message/rfc822(text/plain="Hi") text/plain="one")',
    ],
    ['an empty message', 'Content-Type: message/rfc822\n\n', 'message/rfc822(text/plain="")'],
    ['a nonsense type', 'Content-Type: nonsense\n\nHi', 'text/plain="Hi"'],
  ];
  for (const [name, text, tree] of table) {
    it(`reads ${name}`, () => assert.equal(treeOf(text), tree));
  }

  it('reads line ends without CR', () => {
    const bytes = fromUtf8(`${multipart('b')}--b\n\none\n--b\n\ntwo\n\n--b--\n`);
    assert.equal(shown(bytes, parsePartTree(bytes)), 'multipart/mixed(text/plain="one" text/plain="two\\n")');
  });

  it('tells encoding, disposition and offsets', () => {
    const text =
      'Content-Type: image/png\r\nContent-Transfer-Encoding: BASE64\r\nContent-Disposition: attachment; filename=a.png\r\n\r\naaaa';
    const part = parsePartTree(fromUtf8(text));
    assert.equal(part.encoding, 'base64');
    assert.equal(part.disposition?.kind, 'attachment');
    assert.deepEqual([part.headerStart, part.bodyStart, part.bodyEnd], [0, text.length - 4, text.length]);
  });

  const lines: readonly [body: string, lines: number][] = [
    ['', 0],
    ['a', 1],
    ['a\n', 1],
    ['\n', 1],
    ['a\nb', 2],
    ['a\n\n', 2],
  ];
  for (const [body, count] of lines) {
    it(`counts ${count} lines in ${JSON.stringify(body)}`, () => {
      const whole = parsePartTree(fromUtf8(`A: b\n\n${body}`));
      assert.equal(whole.lines, count);
      const within = parsePartTree(
        fromUtf8(
          `${multipart('b')}--b\nA: b\n\n${body}\n--b\nContent-Type: message/rfc822\n\nA: b\n\n${body}\n--b--\n`,
        ),
      );
      assert.deepEqual(
        within.children.map((part) => part.lines),
        [count, count + 2],
      );
      assert.equal(within.children[1]?.children[0]?.lines, count);
    });
  }

  it('leaves what is too deep as content', () => {
    const levels = partDepthMax + 20;
    let text = '';
    for (let i = 0; i < levels; i++) text += `${multipart(`b${i}`)}--b${i}\n`;
    let depth = 1;
    let part = parsePartTree(fromUtf8(`${text}\nHi`));
    for (; part.children[0]; depth++) part = part.children[0];
    assert.equal(depth, partDepthMax);
    const messages = 'Content-Type: message/rfc822\n\n'.repeat(levels);
    depth = 1;
    for (part = parsePartTree(fromUtf8(messages)); part.children[0]; depth++) part = part.children[0];
    assert.equal(depth, partDepthMax);
  });

  it('leaves what follows too many parts as content of the last', () => {
    const bytes = fromUtf8(`${multipart('b')}${'--b\n\nx\n'.repeat(partsMax + 5)}--b--\n`);
    const root = parsePartTree(bytes);
    assert.equal(root.children.length, partsMax - 1);
    const last = root.children.at(-1);
    assert.equal(latin1(bytes, last?.bodyStart, last?.bodyEnd), `x\n${'--b\n\nx\n'.repeat(6)}`.trimEnd());
  });

  it('never throws, and nests its parts', () => {
    const piece = fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=a\r\n',
      'Content-Type: multipart/digest; boundary=b\r\n',
      'Content-Type: message/rfc822\r\n',
      'Content-Transfer-Encoding: base64\r\n',
      '\r\n',
      '\n',
      '\r',
      '--a\r\n',
      '--a--\r\n',
      '--b\n',
      '--b--',
      'text\r\n',
      'stray',
      '\xfc\0',
      ' fold\r\n',
    );
    const check = (part: Part, start: number, end: number, length: number): void => {
      assert.ok(start <= part.headerStart && part.headerStart <= part.bodyStart);
      assert.ok(
        part.bodyStart <= part.bodyEnd &&
          part.bodyEnd <= Math.max(end, part.bodyStart) &&
          part.bodyEnd <= length,
      );
      let at = part.bodyStart;
      for (const child of part.children) {
        check(child, at, part.bodyEnd, length);
        at = child.bodyEnd;
      }
    };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const bytes = fromLatin1(pieces.join(''));
        check(parsePartTree(bytes), 0, bytes.length, bytes.length);
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void parsePartTree(bytes)));
  });

  it('counts the lines that a plain count finds', () => {
    const line = fc.constantFrom(
      '--a',
      '--a--',
      '',
      'text',
      'A: b',
      'Content-Type: message/rfc822',
      '--b',
      multipart('b').trimEnd(),
    );
    const check = (bytes: Uint8Array, part: Part): void => {
      const body = latin1(bytes, part.bodyStart, part.bodyEnd);
      assert.equal(part.lines, body === '' ? 0 : body.split('\r\n').length - (body.endsWith('\r\n') ? 1 : 0));
      for (const child of part.children) check(bytes, child);
    };
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (all) => {
        const bytes = fromUtf8(`${multipart('a').replaceAll('\n', '\r\n')}${all.join('\r\n')}`);
        check(bytes, parsePartTree(bytes));
      }),
      { numRuns: 500, examples: [[['--a', 'Content-Type: message/rfc822', '', '', '--a']]] },
    );
  });

  it('takes time in proportion to the input', () => {
    const nested = Array.from({ length: 99 }, (_, i) => `${multipart(`b${i}`)}--b${i}\n`).join('');
    for (const unit of [
      '--\n',
      '--a\n',
      '--a--\n',
      '\n',
      'x\n',
      'A: b\n',
      '--b50\n\n',
      '--b0\nContent-Type: message/rfc822\n',
    ]) {
      const bytes = fromUtf8(nested + unit.repeat(1_000_000 / unit.length));
      const start = performance.now();
      parsePartTree(bytes);
      assert.ok(performance.now() - start < 4000, `${JSON.stringify(unit)} took too long`);
    }
  });

  interface Expected {
    readonly parts: readonly { offset_header: number; offset_body: number; offset_end: number }[];
  }
  it('finds the offsets that the mail-parser corpus tells', { skip: corpus.skip }, () => {
    // Expectations of other octets than the file's; a delimiter within a line; a nested message that they
    // count otherwise.
    const different = /thirdparty\/(?:001|003|005|015)/;
    const flat = (part: Part): Part[] =>
      part.contentType.type === 'multipart' ? [part, ...part.children.flatMap(flat)] : [part];
    let compared = 0;
    for (const folder of ['rfc', 'legacy', 'thirdparty']) {
      for (const path of corpus.files(`mail-parser/eml/${folder}`, '.eml')) {
        if (different.test(path)) continue;
        const bytes = corpus.bytes(path);
        const ending = latin1(bytes).includes('\r\n') ? '.crlf.json' : '.json';
        const expected = corpus.json<Expected>(path.replace('.eml', ending));
        assert.deepEqual(
          flat(parsePartTree(bytes)).map((part) => [part.headerStart, part.bodyStart, part.bodyEnd]),
          expected.parts.map((part) => [part.offset_header, part.offset_body, part.offset_end]),
          path,
        );
        compared++;
      }
    }
    assert.ok(compared > 70, `${compared}`);
  });
});
