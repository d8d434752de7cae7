import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseIp } from '../../address/ip.ts';
import { expandMacros, parseMacroString } from './macros.ts';
import { macroValues, targetName } from './targets.ts';

function expand(text: string, ip = '192.0.2.3', localPart = 'strong-bad'): string {
  const address = parseIp(ip);
  const parsed = parseMacroString(text, 'explanation');
  assert(address && parsed.ok, text);
  const facts = {
    ip: address,
    sender: { localPart, domain: 'email.example.com' },
    greetingName: 'mx.example.org',
    hostname: 'mail.springfield.test',
    seconds: 1_795_000_000,
  };
  return expandMacros(parsed.value, macroValues(facts, 'email.example.com', 'mx.example.org'));
}

describe('macros of SPF', () => {
  it('expand as the examples of RFC 7208 §7.4', () => {
    for (const [text, expanded] of [
      ['%{s}', 'strong-bad@email.example.com'],
      ['%{o}', 'email.example.com'],
      ['%{d}', 'email.example.com'],
      ['%{d4}', 'email.example.com'],
      ['%{d3}', 'email.example.com'],
      ['%{d2}', 'example.com'],
      ['%{d1}', 'com'],
      ['%{dr}', 'com.example.email'],
      ['%{d2r}', 'example.email'],
      ['%{l}', 'strong-bad'],
      ['%{l-}', 'strong.bad'],
      ['%{lr}', 'strong-bad'],
      ['%{lr-}', 'bad.strong'],
      ['%{l1r-}', 'strong'],
      ['%{ir}.%{v}._spf.%{d2}', '3.2.0.192.in-addr._spf.example.com'],
      ['%{lr-}.lp._spf.%{d2}', 'bad.strong.lp._spf.example.com'],
      ['%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}', '3.2.0.192.in-addr.strong.lp._spf.example.com'],
    ] as const)
      assert.equal(expand(text), expanded, text);
    assert.equal(
      expand('%{ir}.%{v}._spf.%{d2}', '2001:db8::cb01'),
      `1.0.b.c${'.0'.repeat(20)}.8.b.d.0.1.0.0.2.ip6._spf.example.com`,
    );
  });

  it('know the host, our own name, and the time', () => {
    assert.equal(
      expand('%{h} %{r} %{t} %{p}'),
      'mx.example.org mail.springfield.test 1795000000 mx.example.org',
    );
    assert.equal(expand('%{c}', '2001:db8::1'), '2001:db8::1');
    assert.equal(expand('a%%b%_c%-d'), 'a%b c%20d');
  });

  it('keep empty parts, and as many as there are', () => {
    assert.equal(expand('%{l2}', undefined, 'a..b'), '.b');
    assert.equal(expand('%{lr}', undefined, '.a.'), '.a.');
    assert.equal(expand('%{l127}', undefined, 'a.b'), 'a.b');
    assert.equal(expand('%{l1+-/_=,.}', undefined, 'a+b-c/d_e=f,g.h'), 'h');
  });

  it('are escaped as in a URI where the letter is a capital', () => {
    assert.equal(
      expand('%{L}', undefined, "~jack&jill=up-a_b3.c!'()*"),
      '~jack%26jill%3Dup-a_b3.c%21%27%28%29%2A',
    );
    assert.equal(expand('%{L}', undefined, 'жук\ud800'), '%D0%B6%D1%83%D0%BA%EF%BF%BD');
  });

  it('are refused where they are none', () => {
    for (const text of ['%', 'a%', '%a', '%(d)', '%{}', '%{x}', '%{d', '%{d0}', '%{d-r}', '%{dx}', '%{d2r3}'])
      assert(!parseMacroString(text, 'explanation').ok, text);
    for (const letter of 'crtCRT') {
      assert(!parseMacroString(`%{${letter}}`, 'term').ok, letter);
      assert(parseMacroString(`%{${letter}}`, 'explanation').ok, letter);
    }
  });
});

describe('names to ask for', () => {
  it('lose labels at their left where they are too long', () => {
    const label = 'a'.repeat(62);
    const long = Array<string>(5).fill(label).join('.');
    assert.equal(targetName(`${long}.test`), `${Array<string>(3).fill(label).join('.')}.test`);
    assert.equal(targetName(`x.${'b'.repeat(250)}`), undefined);
    assert.equal(targetName('b'.repeat(254)), undefined);
  });

  it('have no empty labels and no dot at their end', () => {
    assert.equal(targetName('A.test.'), 'a.test');
    for (const text of ['a..test', '.a.test', '', '.', `${'a'.repeat(64)}.test`, 'жук.test'])
      assert.equal(targetName(text), undefined, text);
  });
});
