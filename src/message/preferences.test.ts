import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromLatin1 } from '../base/bytes.ts';
import { type Header, parseHeader } from './fields.ts';
import { authorZone, preferredLanguages } from './preferences.ts';

const header = (...lines: string[]): Header => parseHeader(fromLatin1(`${lines.join('\r\n')}\r\n\r\n`));

describe('the languages of an author', () => {
  const table: readonly [what: string, lines: readonly string[], languages: readonly string[]][] = [
    ['none', ['Subject: hello'], []],
    ['one that he reads', ['Accept-Language: de-AT'], ['de-AT']],
    ['by weight', ['Accept-Language: en;q=0.5, de-AT, fr;q=0.9'], ['de-AT', 'fr', 'en']],
    ['none that he refuses', ['Accept-Language: en;q=0, pl'], ['pl']],
    ['one that he writes', ['Content-Language: ja'], ['ja']],
    ['read before written', ['Content-Language: en, fr', 'Accept-Language: it'], ['it', 'en', 'fr']],
    ['with blanks and folds', ['Accept-Language: de ; q = 0.1 ,', '\tpt-BR'], ['pt-BR', 'de']],
    ['a weight that is none', ['Accept-Language: de;q=high, en;q=0.9'], ['de', 'en']],
    ['nothing between commas', ['Accept-Language: ,, ,'], []],
  ];
  for (const [what, lines, languages] of table) {
    it(`are ${what}`, () => assert.deepEqual(preferredLanguages(header(...lines)), languages));
  }

  it('are not more than can be meant', () => {
    const many = Array.from({ length: 10_000 }, () => 'en').join(',');
    assert.equal(preferredLanguages(header(`Accept-Language: ${many}`)).length, 20);
  });
});

describe('the zone of an author', () => {
  const table: readonly [date: string, zone: string | undefined][] = [
    ['Mon, 23 Nov 2026 10:14:00 +0100', '+01:00'],
    ['23 Nov 2026 10:14 -0330 (Newfoundland)', '-03:30'],
    ['Mon, 23 Nov 2026 10:14:00 +0000', '+00:00'],
    ['Mon, 23 Nov 2026 10:14:00 -0000', undefined],
    ['Mon, 23 Nov 2026 10:14:00 EST', undefined],
    ['Mon, 23 Nov 2026 10:14:00 +9900', undefined],
    ['Mon, 23 Nov 2026 10:14:00 +01000', undefined],
    ['yesterday', undefined],
  ];
  for (const [date, zone] of table) {
    it(`of ${date} is ${zone}`, () => assert.equal(authorZone(header(`Date: ${date}`)), zone));
  }
  it('is unknown without a date', () => assert.equal(authorZone(header('Subject: x')), undefined));
});
