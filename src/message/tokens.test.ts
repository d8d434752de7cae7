import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { tokenise } from './tokens.ts';

/**
 * Tokens in short: `atom`, `"quoted"`, `(comment)`, `'special'`; a `_` before those with a blank before them.
 */
const shown = (value: string, specials = '<>,;:'): string =>
  tokenise(value, specials)
    .map(({ kind, text, isSpaced }) => {
      const marks = { atom: ['', ''], quoted: ['"', '"'], comment: ['(', ')'], special: ["'", "'"] }[kind];
      return `${isSpaced ? '_' : ''}${marks[0]}${text}${marks[1]}`;
    })
    .join('|');

describe('tokenise', () => {
  const table: readonly [value: string, tokens: string][] = [
    ['', ''],
    ['  ', ''],
    ['a', 'a'],
    ['a b', 'a|_b'],
    ['a,b', "a|','|b"],
    ['a , b', "a|_','|_b"],
    ['a.b@c', 'a.b@c'],
    ['"a b"', '"a b"'],
    ['"a\\"b\\\\"', '"a"b\\"'],
    ['""', '""'],
    ['x"y"z', 'x|"y"|z'],
    ['"a,b"', '"a,b"'],
    ['(c)', '(c)'],
    ['a(c)b', 'a|(c)|b'],
    ['(a (b (c)) d)', '(a (b (c)) d)'],
    ['(a \\) b)', '(a ) b)'],
    ['("a)")', '("a)|)'],
    ['[IPv6:::1],x', "[IPv6:::1]|','|x"],
    ['a@[1.2.3.4]>', "a@[1.2.3.4]|'>'"],
    ['[a:b', "[a|':'|b"],
    ['"Joe <joe@x>', "Joe|_'<'|joe@x|'>'"],
    ['(Testing <fran@x>', "(Testing)|'<'|fran@x|'>'"],
    ['Testing) <x>', "Testing)|_'<'|x|'>'"],
    ['(a (b) <x>', "(a)|(b)|_'<'|x|'>'"],
    ['"a" "b', '"a"|_b'],
    ['a\\', 'a\\'],
    ['"\\', '\\'],
    ['(\\', '(\\)'],
  ];
  for (const [value, tokens] of table) {
    it(`splits ${JSON.stringify(value)}`, () => assert.equal(shown(value), tokens));
  }

  it('gives offsets that lead through the value in order', () => {
    const piece = fc.constantFrom('a', ' ', '"', '(', ')', '\\', '[', ']', ',', '<', '>', ':', ';', 'ü');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const value = pieces.join('');
        let at = 0;
        for (const token of tokenise(value, '<>,;:')) {
          assert.ok(token.start >= at && token.end > token.start && token.end <= value.length);
          assert.match(value.slice(at, token.start), /^[ "]*$/);
          at = token.end;
        }
        assert.match(value.slice(at), /^[ "]*$/);
      }),
    );
  });

  it('takes time in proportion to the input', () => {
    for (const unit of ['"', '\\"', '"\\', '(', '(<', '()', '[', '[<', 'a', ' ', '(a) ', '"a', '((', '(")']) {
      const start = performance.now();
      tokenise(unit.repeat(200_000 / unit.length), '<>,;:');
      assert.ok(performance.now() - start < 2000, `${unit} took too long`);
    }
  });
});
