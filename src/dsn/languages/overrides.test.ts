import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Bytes, fromUtf8 } from '../../base/bytes.ts';
import { smallPng } from '../testing/small-png.ts';
import { quotedHost } from './inline.ts';
import { languages } from './languages.ts';
import { checkOverrides, wordsOf } from './overrides.ts';

const json = (value: unknown): Bytes => fromUtf8(JSON.stringify(value));
const check = (files: Readonly<Record<string, Bytes>>) => checkOverrides(new Map(Object.entries(files)));

/** The problems as an operator reads them. */
const problems = (files: Readonly<Record<string, Bytes>>): string[] => {
  const checked = check(files);
  assert.ok(!checked.ok);
  return checked.error.map(({ file, key, message }) =>
    [file, ...(key === undefined ? [] : [key]), message].join(': '),
  );
};

describe('checkOverrides', () => {
  it('takes texts with the same placeholders, and a logo', () => {
    const checked = check({
      'de.json': json({ 'cause.no-such-address': 'Bei {domain} wohnt so niemand.' }),
      'zh-Hans.json': json({}),
      'logo.png': smallPng,
    });
    assert.ok(checked.ok);
    assert.equal(checked.value.logo, smallPng);
    assert.deepEqual(wordsOf('de', checked.value).say('cause.no-such-address', { domain: 'x.test' }), [
      'Bei x.test wohnt so niemand.',
    ]);
    assert.deepEqual(wordsOf('fr', checked.value).say('kind.failed'), wordsOf('fr').say('kind.failed'));
  });

  it('may be about nothing', () => assert.ok(check({}).ok));

  it('names every file and text that cannot be used', () => {
    const found = problems({
      'en.json': json({
        'cause.no-such-adress': 'x',
        'cause.no-such-address': 'Nobody.',
        'cause.spam': 'Spam, says {host} of {domain}.',
        'cause.virus': '{domain',
        'kind.failed': 7,
        'kind.delayed': ' ',
        'kind.relayed': 'x'.repeat(1001),
      }),
      'nl.json': json({}),
      'logo.svg': fromUtf8('<svg/>'),
    });
    assert.deepEqual(
      found.map((each) => each.replace(/(MessageFormat): .*/, '$1')),
      [
        'en.json: cause.no-such-adress: is no text of a notice',
        'en.json: cause.no-such-address: has no placeholder {domain}',
        'en.json: cause.spam: has an unknown placeholder {host}',
        'en.json: cause.virus: is not ICU MessageFormat',
        'en.json: kind.failed: is no text',
        'en.json: kind.delayed: is empty',
        'en.json: kind.relayed: has more than 1000 characters',
        `nl.json: is neither logo.png nor a language (${languages.map((each) => `${each}.json`).join(', ')})`,
        `logo.svg: is neither logo.png nor a language (${languages.map((each) => `${each}.json`).join(', ')})`,
      ],
    );
  });

  it('takes names of an object’s own for no texts', () => {
    assert.match(problems({ 'en.json': fromUtf8('{"__proto__": "x"}') })[0] ?? '', /is no text of a notice/);
    assert.match(problems({ 'en.json': json({ toString: 'x' }) })[0] ?? '', /is no text of a notice/);
  });

  const broken: readonly [what: string, bytes: Bytes, problem: RegExp][] = [
    ['no JSON', fromUtf8('{'), /is not JSON: /],
    ['no object', json(['x']), /is no object of texts/],
    ['null', json(null), /is no object of texts/],
    ['no UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), /is not UTF-8/],
  ];
  for (const [what, bytes, problem] of broken) {
    it(`refuses a file that is ${what}`, () =>
      assert.match(problems({ 'en.json': bytes })[0] ?? '', problem));
  }

  it('wants the plural of a text to keep its number', () => {
    const text = 'Nicht angekommen bei {n, plural, one {dieser Adresse} other {diesen Adressen}}:';
    assert.ok(check({ 'de.json': json({ 'lead.failed': text }) }).ok);
    assert.match(problems({ 'de.json': json({ 'lead.failed': 'Nicht angekommen:' }) })[0] ?? '', /\{n\}/);
  });

  const unfit: readonly [what: string, text: string][] = [
    ['a text as a date', '{domain, date}'],
    ['a text as a time', '{domain, time, short}'],
    ['a text as a number', '{domain, number}'],
    ['a text as the number of a plural', '{domain, plural, one {x} other {#}}'],
    ['a plural without its last case', '{domain, plural, one {x}}'],
    ['a number in an unknown form', '{domain, number, ::sprt/x}'],
  ];
  for (const [what, text] of unfit) {
    it(`refuses ${what}`, () => {
      assert.match(
        problems({ 'en.json': json({ 'cause.spam': text }) })[0] ?? '',
        /is not ICU MessageFormat/,
      );
    });
  }

  it('takes nothing that could not be said', () => {
    const piece = fc.constantFrom(
      ...[
        '{domain}',
        '{domain, ',
        '{n',
        '{n, ',
        'plural, ',
        'select, ',
        'number',
        'date',
        '::currency/XYZ',
        ' ',
      ],
      ...['one {', 'other {', '=1 {', '}', '}}', '#', "'", 'x', '<b>', ', '],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const checked = check({ 'en.json': json({ 'cause.spam': pieces.join('') }) });
        if (checked.ok) wordsOf('en', checked.value).say('cause.spam', { domain: quotedHost('x.test') });
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom('en.json', 'logo.png', 'x'), fc.uint8Array(), (file, bytes) => {
        check({ [file]: bytes });
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        check({ 'en.json': json({ 'cause.spam': text }) });
      }),
    );
  });
});

describe('a logo', () => {
  const withSize = (width: number, height: number): Bytes => {
    const png = Uint8Array.from(smallPng);
    const view = new DataView(png.buffer);
    view.setUint32(16, width);
    view.setUint32(20, height);
    return png;
  };
  const table: readonly [what: string, bytes: Bytes, problem: RegExp | undefined][] = [
    ['a PNG image', smallPng, undefined],
    ['as large as it may be', withSize(1024, 1024), undefined],
    ['too wide', withSize(1025, 10), /has 1025 × 10 pixels/],
    ['too high', withSize(10, 4_000_000_000), /pixels; 1024 × 1024 are allowed/],
    ['too heavy', new Uint8Array(32 * 1024 + 1), /has more than 32 KiB/],
    [
      'an SVG image by another name',
      fromUtf8(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
      /is no PNG image/,
    ],
    ['cut off', smallPng.subarray(0, 20), /is no PNG image/],
    ['empty', new Uint8Array(), /is no PNG image/],
  ];
  for (const [what, bytes, problem] of table) {
    it(what, () => {
      if (problem) assert.match(problems({ 'logo.png': bytes })[0] ?? '', problem);
      else assert.ok(check({ 'logo.png': bytes }).ok);
    });
  }
});

describe('wordsOf', () => {
  it('compiles a language once', () => {
    assert.equal(wordsOf('de'), wordsOf('de'));
    const overrides = { texts: new Map() };
    assert.equal(wordsOf('de', overrides), wordsOf('de', overrides));
    assert.notEqual(wordsOf('de', overrides), wordsOf('de'));
  });
});
