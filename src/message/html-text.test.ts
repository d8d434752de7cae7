import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { htmlText } from './html-text.ts';

const cases: readonly [name: string, html: string, text: string][] = [
  ['lines', 'One<br>two<BR/>three', 'One\ntwo\nthree'],
  ['line ends that mean nothing', 'One\r\n two', 'One two'],
  ['paragraphs', '<p>One</p><p class="x">Two</p>', 'One\n\nTwo'],
  [
    'rows and cells',
    '<table><tr><td>To:</td><td>a@b.test</td></tr><tr><td>x</td></tr></table>',
    'To: a@b.test\n\nx',
  ],
  [
    'entities',
    '&lt;a@b.test&gt; &amp;amp; &#228;&#xe4;&nbsp;&unknown; &#0;&#1114112;',
    '<a@b.test> &amp; ää &unknown; &#0;&#1114112;',
  ],
  ['an address that is not escaped', 'To <a@b.test>: no', 'To <a@b.test>: no'],
  ['a link that shows its address', '<a href="mailto:A@b.test">a@b.test</a>.', 'a@b.test.'],
  [
    'a link that hides its address',
    "<a class='x' href='mailto:a@b.test?subject=x'>Moe</a>.",
    'Moe <a@b.test>.',
  ],
  ['a link to a page', '<a href="http://b.test/a@b.test">here</a>', 'here'],
  ['comparison', '3 < 4', '3 < 4'],
  [
    'what is not seen',
    '<head><title>T</title></head><style>p{}</style>a<!-- <p> -->b<script>x</script>',
    'ab',
  ],
  ['a declaration and an instruction', '<!DOCTYPE html><?xml version="1"?>Hi', 'Hi'],
  ['names of other languages', '<o:p>Hi</o:p>', 'Hi'],
  ['what never ends', 'a<p class="', 'a\n\np class="'],
  ['letters that change their length', 'İİİ<BR>x', 'İİİ\nx'],
];

describe('htmlText', () => {
  for (const [name, html, text] of cases) it(`reads ${name}`, () => assert.equal(htmlText(html), text));

  it('takes time in proportion only', () => {
    for (const unit of [
      '<a href=mailto:a@b>',
      '<a href=mailto:a@b>x</a>',
      '<',
      '<!--',
      '<style>',
      '<p ',
      '&',
      '&#',
      '\n ',
      '</',
    ]) {
      const length = htmlText(unit.repeat(400_000 / unit.length)).length;
      assert.ok(length <= 1_000_000);
    }
  });
});
