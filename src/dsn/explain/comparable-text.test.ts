import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparableText } from './comparable-text.ts';

describe('comparableText', () => {
  const cases: readonly [text: string, comparable: string][] = [
    ['550 User Unknown', '550 user unknown'],
    ['  a\r\n\tb  ', 'a b'],
    ['a\u0000\u001b[31mb', 'a [31mb'],
    ['<lisa@springfield.test>... User unknown', '@... user unknown'],
    ['user lisa@springfield.test not found', 'user @ not found'],
    ['mailto:lisa@springfield.test, bart@springfield.test', 'mailto:@, @'],
    ['@', '@'],
    ['Can’t', "can't"],
    ['Über', 'uber'],
    ['Skrzynka jest PEŁNA', 'skrzynka jest pelna'],
    ['메일함 ガイド', '메일함 ガイド'],
    // The codes of the further lines of a reply, whatever joined the lines.
    [
      '550-5.1.1 The account that\n550-5.1.1 you tried\n550 5.1.1 to reach',
      '550-5.1.1 the account that you tried to reach',
    ],
    ['550-no such user; 550-see 550 http://mx.test', '550-no such user; see 550 http://mx.test'],
    ['host mx.test said: 550-5.7.1 no 550 5.7.1 way', 'host mx.test said: 550-5.7.1 no way'],
  ];
  for (const [text, comparable] of cases) {
    it(JSON.stringify(text), () => assert.equal(comparableText(text), comparable));
  }

  it('is bounded, and keeps the beginning and the end', () => {
    const text = comparableText(`550 first ${'x '.repeat(100_000)} last`);
    assert.ok(text.length <= 4001);
    assert.ok(text.startsWith('550 first') && text.endsWith('last'));
  });
});
