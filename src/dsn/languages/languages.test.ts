import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { directionOf, languageFor, languages, marksOf, sentenceGapOf } from './languages.ts';

describe('languageFor', () => {
  const table: readonly [tag: string, language: string][] = [
    ['en', 'en'],
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-at', 'de'],
    ['de_CH', 'de'],
    ['de-Latn-DE-1996', 'de'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['pt-br', 'pt-BR'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-Hans-SG', 'zh-Hans'],
    ['ar-EG', 'ar'],
    ['ja-JP-u-ca-japanese', 'ja'],
    // Nothing of ours is near these.
    ['nl', 'en'],
    ['x-klingon', 'en'],
    ['', 'en'],
    ['-', 'en'],
    ['den', 'en'],
    ['__proto__', 'en'],
    ['-'.repeat(100_000), 'en'],
  ];
  for (const [tag, language] of table) {
    it(`of ${tag.slice(0, 30)}`, () => assert.equal(languageFor(tag), language));
  }

  it('takes the first that is spoken', () => {
    assert.equal(languageFor('nl', undefined, 'fr-BE', 'de'), 'fr');
    assert.equal(languageFor(undefined), 'en');
    assert.equal(languageFor(), 'en');
  });

  it('finds each language by its own tag', () => {
    for (const language of languages) assert.equal(languageFor(language), language);
  });
});

describe('a language', () => {
  it('has a direction', () => {
    assert.deepEqual(
      languages.filter((language) => directionOf(language) === 'rtl'),
      ['ar'],
    );
  });

  it('has a gap between sentences, or wide stops', () => {
    assert.deepEqual(
      languages.filter((language) => sentenceGapOf(language) === ''),
      ['ja', 'zh-Hans'],
    );
  });

  it('has its own colon and comma', () => {
    for (const language of languages) {
      const { colon, comma } = marksOf(language);
      assert.match(colon, /^(?:\u00a0?: |：)$/);
      assert.match(comma, /^(?:[,،] |[、，])$/);
    }
    assert.equal(marksOf('fr').colon, '\u00a0: ');
    assert.equal(marksOf('zh-Hans').comma, '，');
  });
});
