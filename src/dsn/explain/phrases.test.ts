import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { phrases } from './phrase-list.ts';
import { outermost, PhraseFinder } from './phrases.ts';

/** What a finder of one phrase finds in a text. */
const found = (phrase: string, text: string): string[] =>
  new PhraseFinder([[phrase, phrase]]).find(text).map(({ start, end }) => text.slice(start, end));

describe('PhraseFinder', () => {
  const cases: readonly [phrase: string, text: string, found: readonly string[]][] = [
    ['user unknown', '550 user unknown', ['user unknown']],
    ['user unknown', 'user unknown, user unknown', ['user unknown', 'user unknown']],
    ['user unknown', 'superuser unknown', []],
    ['user unknown', 'user unknowns', []],
    ['user unknown', 'user  unknown', []],
    // One word does not count in the names of hosts and in addresses of pages; more words cannot stand there.
    ['spam', 'this is spam.', ['spam']],
    ['spam', 'spam.example said no', []],
    ['spam', 'mx.spam.example said no', []],
    ['spam', 'see http://mx.example/spam', []],
    ['spam', 'see http://mx.example?q=spam', []],
    ['spam', 'spam@mx.example', []],
    ['spamhaus.org', 'see www.spamhaus.org', ['spamhaus.org']],
    // A gap
    ['mailbox … full', 'the mailbox of lisa is full.', ['mailbox of lisa is full']],
    ['mailbox … full', `mailbox ${'x'.repeat(100)} full`, []],
    ['mailbox … full', 'the mailbox is fully usable', []],
    ['mailbox … full', 'full is the mailbox', []],
    ['a … b … c', 'a 1 b 2 c', ['a 1 b 2 c']],
    ['sender … rejected', 'mail.sender.example: helo rejected', []],
    // An open end
    ['greylist*', 'you are greylisted', ['greylist']],
    ['greylist*', 'greylist', ['greylist']],
    ['aup#in-13*', 'aup#in-1310', ['aup#in-13']],
    // Signs
    ['[tss*', '421 4.7.0 [tss04] deferred', ['[tss']],
    ['p=nosuchuser', 'mail/?p=nosuchuser ', ['p=nosuchuser']],
    ['p=nosuchuser', 'mail/?p=nosuchusers ', []],
    // Scripts without blanks between the words
    ['用户不存在', '错误：用户不存在。', ['用户不存在']],
    ['存在しません', 'ユーザーは存在しません', ['存在しません']],
    ['ящик переполнен', 'почтовый ящик переполнен', ['ящик переполнен']],
    ['boîte pleine', 'la boite pleine', ['boite pleine']],
    ['', 'anything', []],
  ];
  for (const [phrase, text, expected] of cases) {
    it(`finds "${phrase}" in "${text.slice(0, 50)}": ${expected.length}`, () =>
      assert.deepEqual(found(phrase, text), expected));
  }

  it('finds all phrases in the order in which they begin', () => {
    const finder = new PhraseFinder([
      ['b c', 2],
      ['a b', 1],
      ['c', 3],
    ]);
    assert.deepEqual(
      finder.find('a b c').map(({ value }) => value),
      [1, 2, 3],
    );
  });
});

describe('outermost', () => {
  const finder = new PhraseFinder([
    ['sender user unknown', { name: 'sender', weight: 2 }],
    ['user unknown', { name: 'user', weight: 2 }],
    ['unknown', { name: 'weighty', weight: 3 }],
    ['unknown', { name: 'light', weight: 1 }],
  ]);
  const names = (text: string): string[] =>
    outermost(finder.find(text), ({ weight }) => weight).map(({ value }) => value.name);

  it('leaves out what lies within a longer one of the same weight or more', () => {
    assert.deepEqual(names('sender user unknown'), ['sender', 'weighty']);
    assert.deepEqual(names('user unknown'), ['user', 'weighty']);
  });

  it('keeps two of the same length', () => assert.deepEqual(names('unknown'), ['weighty', 'light']));

  it('keeps what comes later', () =>
    assert.deepEqual(names('sender user unknown; user unknown'), ['sender', 'weighty', 'user', 'weighty']));
});

describe('phrases', () => {
  it('stand between bars, over lines', () =>
    assert.deepEqual(
      phrases`a b | c
      d |
      `,
      ['a b', 'c d'],
    ));
});
