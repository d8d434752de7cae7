import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, fromUtf8 } from '../base/bytes.ts';
import {
  decodeCharset,
  decodeTextWords,
  decodeWords,
  encodePhrase,
  encodeWords,
  isKnownCharset,
  parseParameterised,
  writeParameterised,
} from './words.ts';

describe('decodeWords', () => {
  const table: readonly [encoded: string, text: string][] = [
    ['plain', 'plain'],
    ['=?iso-8859-1?q?this=20is=20some=20text?=', 'this is some text'],
    ['=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=', 'ab'],
    ['=?ISO-8859-1?Q?a?=   =?ISO-8859-2?Q?_b?=', 'a b'],
    ['=?ISO-8859-1?Q?a?= b', 'a b'],
    ['=?US-ASCII*EN?Q?Keith_Moore?=', 'Keith Moore'],
    ['=?utf-8?B?R3LDvMOfZQ==?=', 'Grüße'],
    ['=?utf-8?B?R3LDvA==?= =?utf-8?B?w59l?=', 'Grüße'],
    // A character that was torn apart between two words.
    ['=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=', 'Grüße'],
    ['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
    ['=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
    ['=?x-unknown?Q?abc?=', 'abc'],
    ['=?utf-8?X?abc?=', '=?utf-8?X?abc?='],
    ['=?utf-8?Q?abc', '=?utf-8?Q?abc'],
    // Control characters that hide in a word cannot get out of it.
    ['=?utf-8?Q?a=0D=0ABcc:_x=00?=', 'a  Bcc: x '],
    ['a\0b', 'a b'],
  ];
  for (const [encoded, text] of table) {
    it(`decodes ${JSON.stringify(encoded)}`, () => assert.equal(decodeWords(encoded), text));
  }
});

describe('decodeTextWords', () => {
  const table: readonly [encoded: string, text: string][] = [
    ['plain  text', 'plain  text'],
    ['=?utf-8?Q?a?=  =?utf-8?Q?b?=', 'ab'],
    ['Re: =?utf-8?Q?a?= b =?utf-8?Q?c?=', 'Re: a b c'],
    ['=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=', 'Grüße'],
    ['=?US-ASCII*EN?Q?Keith_Moore?=', 'Keith Moore'],
    ['=?utf-8?Q?a=0D=0ABcc:_x=00?=', 'aBcc: x'],
    // Not where RFC 2047 allows an encoded word, or none.
    ['x=?utf-8?Q?a?=', 'x=?utf-8?Q?a?='],
    ['(=?utf-8?Q?a?=)', '(=?utf-8?Q?a?=)'],
    ['=?utf-8?Q?a?=:', '=?utf-8?Q?a?=:'],
    ['=?utf-8?Q?a b?=', '=?utf-8?Q?a b?='],
    ['=?utf-8?X?a?=', '=?utf-8?X?a?='],
    ['=?utf-8?Q?a?= =?x-unknown?Q?b?= =?utf-8?Q?c?=', 'a =?x-unknown?Q?b?= c'],
  ];
  for (const [encoded, text] of table) {
    it(`decodes ${JSON.stringify(encoded)}`, () => assert.equal(decodeTextWords(encoded), text));
  }

  it('takes time that grows with the length only', () => {
    const text = `${'=?utf-8?Q?a?= '.repeat(50_000)}${'=?'.repeat(100_000)}`;
    assert.equal(decodeTextWords(text).length, 50_000 + 200_000 + 1);
  });
});

describe('isKnownCharset', () => {
  for (const name of ['utf-8', 'us-ascii', 'ISO-8859-1', 'windows-1252', 'iso-2022-jp', 'gb18030'])
    it(`knows ${name}`, () => assert.equal(isKnownCharset(name), true));
  for (const name of ['x-unknown', 'utf-7', '__proto__', 'base64'])
    it(`does not know ${name}`, () => assert.equal(isKnownCharset(name), false));
});

describe('encodeWords', () => {
  it('leaves ASCII alone, but for what looks encoded', () => {
    assert.equal(encodeWords('Hello, world'), 'Hello, world');
    assert.match(encodeWords('=?utf-8?Q?x?='), /^=\?UTF-8\?Q\?=3D=3F/);
  });

  it('chooses the encoding that reads best', () => {
    assert.equal(encodeWords('Grüße aus Köln'), '=?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=');
    assert.equal(encodeWords('Привет'), '=?UTF-8?B?0J/RgNC40LLQtdGC?=');
  });

  it('writes ASCII words short enough for a line, which read back the same', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'Z', ' ', 'ü', '日', '😀', '=', '?', '_', '"', 'word '),
      maxLength: 80,
    });
    fc.assert(
      fc.property(text, (value) => {
        const encoded = encodeWords(value);
        assert.match(encoded, /^[ -~]*$/);
        for (const word of encoded.split(' ')) if (/[=]\?UTF/.test(word)) assert.ok(word.length <= 75);
        assert.equal(decodeWords(encoded), value);
      }),
    );
  });
});

describe('encodePhrase', () => {
  const table: readonly [name: string, phrase: string][] = [
    ['Homer Simpson', 'Homer Simpson'],
    ['Joe Q. Public', '"Joe Q. Public"'],
    ['Giant; "Big" \\Box', '"Giant; \\"Big\\" \\\\Box"'],
    ['a@b', '"a@b"'],
    ['', '""'],
    [' x', '" x"'],
    ['Müller', '=?UTF-8?Q?M=C3=BCller?='],
    ['=?x', '=?UTF-8?Q?=3D=3Fx?='],
  ];
  for (const [name, phrase] of table) {
    it(`writes ${JSON.stringify(name)}`, () => assert.equal(encodePhrase(name), phrase));
  }
});

describe('parameters', () => {
  it('reads plain, quoted, continued and encoded ones', () => {
    const value =
      'text/plain; Charset="utf-8" (comment); title*0*=us-ascii\'en\'This%20is%20; title*1=fun; name="=?utf-8?Q?=C3=BC?="; x=1; x=2; empty=';
    const parsed = parseParameterised(value);
    assert.equal(parsed.value, 'text/plain');
    assert.deepEqual(Object.fromEntries(parsed.parameters), {
      charset: 'utf-8',
      x: '1',
      name: 'ü',
      title: 'This is fun',
    });
  });

  it('does not decode a value twice', () => {
    const { parameters } = parseParameterised("a; filename*=utf-8''%3D%3Futf-8%3FQ%3F%3D2Eexe%3F%3D");
    assert.equal(parameters.get('filename'), '=?utf-8?Q?=2Eexe?=');
  });

  it('survives names of the prototype', () => {
    const { parameters } = parseParameterised('a; __proto__=x; constructor=y');
    assert.deepEqual(
      [...parameters],
      [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
    );
  });

  it('writes what it reads', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    const text = fc.string({
      unit: fc.constantFrom('a', ' b', 'ü', '日', '"', '\\', ';', "'", '=', '%', '*'),
      minLength: 1,
      maxLength: 120,
    });
    fc.assert(
      fc.property(fc.dictionary(name, text, { maxKeys: 4 }), (params) => {
        const parameters = new Map(Object.entries(params).filter(([key]) => key !== '__proto__'));
        const written = writeParameterised({ value: 'a/b', parameters });
        assert.match(written, /^[ -~]*$/);
        assert.deepEqual(
          new Map([...parseParameterised(written).parameters].sort()),
          new Map([...parameters].sort()),
        );
      }),
    );
  });
});

describe('decodeCharset', () => {
  const table: readonly [octets: Uint8Array, charset: string, text: string][] = [
    [fromLatin1('Gr\xfc\xdfe'), 'iso-8859-1', 'Grüße'],
    [fromLatin1('\x80'), 'ISO-8859-1', '€'],
    [fromUtf8('Grüße'), 'UTF-8', 'Grüße'],
    [fromUtf8('Grüße'), 'us-ascii', 'Grüße'],
    [fromUtf8('Grüße'), '', 'Grüße'],
    [fromLatin1('Gr\xfc\xdfe'), 'us-ascii', 'Grüße'],
    [fromUtf8('Grüße'), 'no-such-charset', 'Grüße'],
    [new Uint8Array([0x47, 0xfc]), 'windows-1252', 'Gü'],
    [fromLatin1('\x81'), 'cp850', 'ü'],
    [fromLatin1('+ADw-'), 'utf-7', '+ADw-'],
  ];
  for (const [octets, charset, text] of table) {
    it(`reads ${charset || 'nothing'} as ${text}`, () => assert.equal(decodeCharset(octets, charset), text));
  }
});
