import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longMoment, shortMoment, sizeText } from './moments.ts';
import { english, wordsFor } from './words.ts';

test('texts count as the language does', () => {
  assert.equal(english.say('list.count', { n: 1 }), '1 conversation');
  assert.equal(english.say('list.count', { n: 2 }), '2 conversations');
});

test('what others wrote is not read as a part of the text', () => {
  assert.equal(english.say('failed', { reason: '<b>{n}</b>' }), 'That did not work: <b>{n}</b>');
});

test('the reader gets the dearest language that there is', async () => {
  const loaded: string[] = [];
  const load = async (language: string) => {
    loaded.push(language);
    return { ...(await import('./en.json', { with: { type: 'json' } })).default, search: 'Suche' };
  };
  const german = await wordsFor(['de-AT', 'en'], load);
  assert.equal(german.language, 'de');
  assert.equal(german.say('search'), 'Suche');
  assert.equal((await wordsFor(['xx'], load)).language, 'en');
  assert.equal((await wordsFor(['ar'], load)).direction, 'rtl');
  assert.deepEqual(loaded, ['de', 'ar']);
});

test('a moment is said as short as it can be', () => {
  const now = new Date(2026, 10, 25, 9, 14);
  assert.match(shortMoment(new Date(2026, 10, 25, 8, 5), now, 'en'), /^8:05\sAM$/);
  assert.equal(shortMoment(new Date(2026, 10, 24, 8, 5), now, 'en'), 'Nov 24');
  assert.equal(shortMoment(new Date(2025, 10, 25, 8, 5), now, 'en'), '11/25/2025');
  assert.equal(shortMoment(new Date(2026, 10, 24, 8, 5), now, 'de'), '24. Nov.');
  assert.match(longMoment(now, 'en'), /Wednesday, November 25, 2026/);
});

test('sizes are rounded to what a person can use', () => {
  assert.equal(sizeText(0, 'en'), '0 bytes');
  assert.equal(sizeText(999, 'en'), '999 bytes');
  assert.equal(sizeText(1500, 'en'), '1.5 kB');
  assert.equal(sizeText(25_300_000, 'en'), '25 MB');
  assert.equal(sizeText(3e12, 'en'), '3,000 GB');
});
