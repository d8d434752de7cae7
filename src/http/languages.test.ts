import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptedLanguages } from './languages.ts';

test('the languages of a client, the dearest first', () => {
  const cases: readonly [field: string | undefined, expected: readonly string[]][] = [
    ['fr-CH, fr;q=0.9, de;q=0.8, en;q=0.7, *;q=0.5', ['fr-CH', 'fr', 'de', 'en']],
    ['en;q=0.1,de', ['de', 'en']],
    ['de ; q=0.5 , en', ['en', 'de']],
    ['de;q=0, en', ['en']],
    ['de;q=x', ['de']],
    ['', []],
    [undefined, []],
    ['<script>, en', ['en']],
    [`${'x'.repeat(51)}, en`, ['en']],
    [Array(1_000).fill('en').join(','), Array(20).fill('en')],
  ];
  for (const [field, expected] of cases)
    assert.deepEqual(acceptedLanguages(field), expected, field?.slice(0, 50));
});
