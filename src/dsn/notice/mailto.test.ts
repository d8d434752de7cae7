import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { mailto } from './mailto.ts';

it('mailto leads to the address', () => {
  assert.equal(mailto('krusty.klown-1@krustylu.test'), 'mailto:krusty.klown-1@krustylu.test');
  assert.equal(mailto('krüsty@x.test'), 'mailto:kr%C3%BCsty@x.test');
  assert.equal(mailto('p@x.test', 'Q1 & more\r\n'), 'mailto:p@x.test?subject=Q1%20%26%20more%0D%0A');
});

it('mailto brings along no header field, whatever the address is', () => {
  const hostile = 'a@b.test?bcc=c@d.test&body=x"><script>\r\nBcc: e@f.test,g@h.test';
  assert.match(mailto(hostile), /^mailto:[\w.@~%-]+$/);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (address) => {
      assert.equal(decodeURIComponent(mailto(address)), `mailto:${address}`);
      assert.match(mailto(address), /^mailto:[\w.@~%-]*$/);
    }),
  );
});
