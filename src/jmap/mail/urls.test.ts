import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseListUrls } from './urls.ts';

describe('parseListUrls', () => {
  const table: readonly [value: string, urls: readonly string[] | undefined][] = [
    ['<mailto:list@host.com?subject=help>', ['mailto:list@host.com?subject=help']],
    [
      '<mailto:list@host.com> (By mail), <http://www.host.com/list/>',
      ['mailto:list@host.com', 'http://www.host.com/list/'],
    ],
    ['<http://host/a\tb c>', ['http://host/abc']],
    ['<http://host/(a)?q="b">', ['http://host/(a)?q="b"']],
    ['NO (posting not allowed on this list)', undefined],
    ['<>, <x:y>', ['x:y']],
    ['<x:y', undefined],
    ['', undefined],
  ];
  for (const [value, urls] of table) {
    it(`reads ${JSON.stringify(value)}`, () => assert.deepEqual(parseListUrls(value), urls));
  }
});
