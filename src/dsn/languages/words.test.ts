import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quotedAddress, quotedHost, quotedWords } from './inline.ts';
import { Words } from './words.ts';

const english = new Words('en');

describe('Words', () => {
  it('keep what is quoted apart from what they say', () => {
    const domain = quotedHost('krustylu.test');
    assert.deepEqual(english.say('cause.domain-takes-no-mail', { domain }), [
      domain,
      ' does not take any mail at all.',
    ]);
  });

  it('take nothing in a quote for a placeholder or a tag', () => {
    const domain = quotedHost('{domain} <b>$& # \u0027{\u0027');
    assert.deepEqual(english.say('cause.domain-takes-no-mail', { domain })[0], domain);
    assert.equal(new Words('en', { from: '<b>x</b>' }).plain('from'), '<b>x</b>');
  });

  it('choose the plural by the number', () => {
    assert.equal(english.plain('lead.failed', { n: 1 }), 'Your message was not delivered to this address:');
    assert.equal(
      english.plain('lead.failed', { n: 3 }),
      'Your message was not delivered to these 3 addresses:',
    );
  });

  it('throw where a value is missing, so that no text with a gap leaves', () => {
    assert.throws(() => english.say('cause.no-such-address'), /domain/);
    assert.throws(() => english.plain('lead.failed'), /n/);
  });

  it('join sentences as the language does', () => {
    const [one, two] = [['One.'], ['Two.']];
    assert.deepEqual(english.sentences(one, [], two), ['One.', ' ', 'Two.']);
    assert.deepEqual(new Words('ja').sentences(one, two).join(''), 'One.Two.');
    assert.deepEqual(english.sentences(), []);
  });

  it('say what an operator has replaced', () => {
    const ours = new Words('en', { 'kind.failed': 'Bad luck' });
    assert.equal(ours.plain('kind.failed'), 'Bad luck');
    assert.equal(ours.plain('kind.delayed'), english.plain('kind.delayed'));
  });
});

describe('a quote', () => {
  it('is harmless', () => {
    const { text } = quotedWords('a\r\nBcc: b\u0007\u001b[31m\u202e\u2066\ud800');
    assert.equal(text, 'a\\x0d\\x0aBcc: b\\x07\\x1b[31m\\u202e\\u2066\\ud800');
  });

  it('is not too long', () => {
    assert.equal(quotedAddress('x'.repeat(100_000)).text.length, 301);
    assert.equal(quotedAddress('x'.repeat(20), 10).text, 'xxxxxxxxxx…');
  });
});
