import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainParagraphs } from './plain-text.ts';

test('what is quoted is told from what is written', () => {
  assert.deepEqual(plainParagraphs('Yes.\r\n\r\n> Are you there?\r\n> > Hello?\r\n>> Hello!\r\nBye'), [
    { depth: 0, pieces: ['Yes.'] },
    { depth: 1, pieces: ['Are you there?'] },
    { depth: 2, pieces: ['Hello?\nHello!'] },
    { depth: 0, pieces: ['Bye'] },
  ]);
});

test('addresses of the web become links without the stop behind them', () => {
  assert.deepEqual(plainParagraphs('See https://example.org/a?b=c. Or (http://example.net).'), [
    {
      depth: 0,
      pieces: ['See ', { href: 'https://example.org/a?b=c' }, '. Or (', { href: 'http://example.net' }, ').'],
    },
  ]);
});

test('nothing else becomes one', () => {
  const text = 'javascript:alert(1) data:text/html,x ftp://x https:// file:///etc/passwd';
  assert.deepEqual(plainParagraphs(text), [{ depth: 0, pieces: [text] }]);
});
