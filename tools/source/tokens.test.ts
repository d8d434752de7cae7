import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Token, tokenize, withoutComments } from './tokens.ts';

const kinds = (text: string) => tokenize(text).map((token) => `${token.kind} ${token.text}`);
const one = (text: string): Token | undefined => tokenize(text)[0];

test('a slash is a division after an operand and begins a regular expression elsewhere', () => {
  assert.deepEqual(kinds('a / b / c'), ['name a', 'punctuator /', 'name b', 'punctuator /', 'name c']);
  assert.deepEqual(kinds('(a) / 2'), ['punctuator (', 'name a', 'punctuator )', 'punctuator /', 'number 2']);
  for (const before of ['', 'return', '=', '(', ',', 'if (a)', '=>', '!', 'typeof']) {
    assert.equal(tokenize(`${before} /b/g`).at(-1)?.kind, 'regex', before);
  }
  for (const before of ['a', ')', ']', '1', "'s'", '`t`', 'this']) {
    assert.equal(tokenize(`${before} /b/g`).at(-1)?.text, 'g', before);
  }
});

test('a regular expression goes over slashes and quotes in a class and behind a backslash', () => {
  for (const regex of ['/[/"]/', '/\\//u', "/'/", '/[\\]/]/gi', '/a`b/']) {
    assert.deepEqual(one(regex), { kind: 'regex', text: regex, line: 1 });
  }
});

test('strings and templates hold anything but their own end', () => {
  for (const string of ["'a\\'b'", '"// no comment"', "'/*'", '"`"', "'\\\\'"]) {
    assert.deepEqual(one(string), { kind: 'string', text: string, line: 1 });
  }
  for (const template of ['`a\\`b`', '`$`', '`$x {}`', "`it's`", '`a\nb`']) {
    assert.deepEqual(one(template), { kind: 'template', text: template, line: 1 });
  }
});

test('what stands in a template between braces is code again', () => {
  assert.deepEqual(kinds(`\`a\${ { b: \`c\${d}\` } }e\` + f`), [
    'template `a${',
    'punctuator {',
    'name b',
    'punctuator :',
    'template `c${',
    'name d',
    'template }`',
    'punctuator }',
    'template }e`',
    'punctuator +',
    'name f',
  ]);
});

test('comments are tokens that can be left out', () => {
  const text = '#!/usr/bin/env node\na // b\n/* c\n d */ e';
  assert.deepEqual(
    tokenize(text).map(({ kind, line }) => `${line} ${kind}`),
    ['1 comment', '2 name', '2 comment', '3 comment', '4 name'],
  );
  assert.deepEqual(
    withoutComments(tokenize(text)).map((token) => token.text),
    ['a', 'e'],
  );
});

test('an open string ends with its line', () => {
  assert.deepEqual(kinds("it's\n{"), ['name it', "string 's", 'punctuator {']);
});

test('nothing but white space is lost, whatever the text', () => {
  const pieces = fc.constantFrom(...'ab1 /*\'"`}{$()[]\\\n=>'.split(''), '//', '/*', '*/', '${', '=>');
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const text = parts.join('');
      const tokens = tokenize(text);
      let position = 0;
      for (const token of tokens) {
        const found = text.indexOf(token.text, position);
        assert.match(text.slice(position, found), /^\s*$/);
        assert.equal(token.line, text.slice(0, found).split('\n').length);
        position = found + token.text.length;
      }
      assert.match(text.slice(position), /^\s*$/);
    }),
  );
});
