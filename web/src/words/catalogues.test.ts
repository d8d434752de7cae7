import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { IntlMessageFormat } from 'intl-messageformat';
import { languages } from '../../../src/dsn/languages/languages.ts';
import { type Key, Words } from './words.ts';

const read = (language: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as Record<Key, string>;

const inEnglish = read('en');
const keys = Object.keys(inEnglish) as Key[];

/** Names that stand for values in a text. */
function placeholders(text: string): string[] {
  const names = new Set<string>();
  const visit = (elements: readonly unknown[]) => {
    for (const each of elements as readonly {
      value?: unknown;
      type: number;
      options?: Record<string, { value: [] }>;
    }[]) {
      if (each.type !== 0 && typeof each.value === 'string') names.add(each.value);
      for (const option of Object.values(each.options ?? {})) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}

describe('the texts of the page', () => {
  it('are there in each language of the notices', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
    assert.deepEqual(files.sort(), languages.map((language) => `${language}.json`).sort());
  });

  for (const language of languages) {
    it(`are whole in ${language}`, () => {
      const catalogue = read(language);
      assert.deepEqual(Object.keys(catalogue), keys);
      const words = new Words(language, catalogue);
      for (const key of keys) {
        assert.deepEqual(placeholders(catalogue[key]), placeholders(inEnglish[key]), key);
        const values = Object.fromEntries(placeholders(catalogue[key]).map((name) => [name, 3]));
        assert.notEqual(words.say(key, values).trim(), '', key);
      }
    });
  }
});
