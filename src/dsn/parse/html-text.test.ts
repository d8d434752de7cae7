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
    for (const unit of ['<', '<!--', '<style>', '<p ', '&', '&#', '\n ', '</']) {
      const length = htmlText(unit.repeat(400_000 / unit.length)).length;
      assert.ok(length <= 400_000);
    }
  });
});
