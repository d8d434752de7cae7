import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quotedAddress, quotedHost, quotedWords } from '../languages/inline.ts';
import { goldenCases } from '../testing/golden-cases.ts';
import { goldenCase, noticeOf, textOf } from '../testing/readable.ts';
import type { Block } from './blocks.ts';
import { noticeText, plainText } from './text.ts';

const text = (...blocks: Block[]): string =>
  noticeText({ language: 'en', direction: 'ltr', tone: 'bad', kind: 'Kind', headline: 'Headline', blocks });

describe('the text of a notice', () => {
  it('begins with the kind and the headline', () => assert.equal(text(), 'Kind\nHeadline\n========\n'));

  it('writes each block below the other', () => {
    const said = text(
      { kind: 'heading', text: 'More' },
      { kind: 'paragraph', text: ['To ', quotedHost('a.test')] },
      { kind: 'addresses', items: [[quotedAddress('a@b')], [quotedAddress('c@d')]] },
      { kind: 'steps', title: 'Do', items: [['One'], ['Two']] },
      { kind: 'facts', rows: [{ label: 'Sent', value: ['now'] }] },
    );
    assert.equal(
      said.slice(said.indexOf('More')),
      'More\n----\n\nTo a.test\n\n  a@b\n  c@d\n\nDo\n  1. One\n  2. Two\n\n  Sent: now\n',
    );
  });

  it('tells what each party did, and who has to act', () => {
    const said = text({
      kind: 'who-must-act',
      title: 'Who',
      parties: [
        { name: ['You'], mark: 'idle', did: 'nothing' },
        { name: [quotedHost('b.test')], mark: 'acts', did: 'said no', acts: 'has to act' },
      ],
    });
    assert.match(said, /Who\n {2}You: nothing\n {2}b\.test: said no, has to act\n$/);
  });

  it('leaves out what a row of a table lacks', () => {
    const rows = [[[quotedHost('a')], [], ['+1 s']]];
    assert.match(text({ kind: 'table', title: 'Way', head: ['x', 'y', 'z'], rows }), /Way\n {2}a, \+1 s\n$/);
  });

  it('shows what is folded elsewhere', () => {
    const said = text({ kind: 'folded', title: 'Details', blocks: [{ kind: 'paragraph', text: ['x'] }] });
    assert.match(said, /Details\n-------\n\nx\n$/);
  });

  it('has lines that every mail program shows', () => {
    for (const golden of Object.values(goldenCases)) {
      for (const line of textOf(noticeOf(golden))
        .replace(/[\p{M}\u2066-\u2069]/gu, '')
        .split('\n')) {
        // A word that is longer than a line stays whole.
        assert.ok(line.length <= 78 || !/\S \S/.test(line.trim()), line);
      }
    }
  });
});

describe('plainText', () => {
  const line = ['to ', quotedAddress('a@b'), ' about ', quotedWords('x')];

  it('keeps quotes apart where the text runs from right to left, and only there', () => {
    assert.equal(plainText(line, 'ltr'), 'to a@b about x');
    assert.equal(plainText(line, 'rtl'), 'to \u2066a@b\u2069 about \u2068x\u2069');
  });

  it('closes every isolate in its line', () => {
    const said = textOf(noticeOf(goldenCase('failed-in-arabic')));
    assert.match(said, /\u2066krustyClown@krustylu\.test\u2069/);
    const long = noticeOf(goldenCase('failed-long-reply'), { language: 'ar' });
    for (const line of `${said}${textOf(long)}`.split(/\r?\n/))
      assert.match(line, /^(?:[^\u2066-\u2069]|[\u2066\u2068][^\u2066-\u2069]*\u2069)*$/);
    assert.match(textOf(long), /: \u2066550-5\.7\.1\u2069\r?\n {4}\u2066x+…\u2069/);
    for (const name of ['failed-typo', 'failed-in-japanese', 'failed-in-german'])
      assert.doesNotMatch(textOf(noticeOf(goldenCase(name))), /[\u2066-\u2069]/);
  });

  it('puts brackets around letters that were wrong, and leaves what was meant as it can be copied', () => {
    const marks = [
      { from: 1, to: 2 },
      { from: 3, to: 4 },
    ];
    const quote = { ...quotedAddress('abcd'), marks };
    assert.equal(plainText([{ ...quote, isWrong: true }], 'ltr'), 'a[b]c[d]');
    assert.equal(plainText([quote], 'ltr'), 'abcd');
  });
});
