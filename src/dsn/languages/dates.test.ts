import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs, hourMs, instant, minuteMs, secondMs } from '../../base/instant.ts';
import { Dates, type Zone } from './dates.ts';
import type { Language } from './languages.ts';
import { wordsOf } from './overrides.ts';

const noon = instant(Date.parse('2026-11-23T12:00:00Z'));
const dates = (language: Language, zone: Zone) => new Dates(wordsOf(language), zone);

describe('a text with a date', () => {
  it('counts the first of a month in French', () => {
    const written = (day: string) =>
      dates('fr', { zoneMinutes: 0 }).at(instant(Date.parse(`${day}T12:00:00Z`)));
    assert.equal(written('2026-11-01'), '1er novembre 2026 à 12:00 UTC');
    assert.equal(written('2026-11-11'), '11 novembre 2026 à 12:00 UTC');
  });

  it('has no article before a day in Italian, which would be another one before 8 and 11', () => {
    const it = wordsOf('it');
    const date = dates('it', { zoneMinutes: 0 }).at(instant(Date.parse('2026-11-08T12:00:00Z')));
    for (const key of ['delayed.until', 'fact.tried.times', 'fact.tried.last'] as const)
      assert.doesNotMatch(it.plain(key, { date, n: 3 }), /(?:il|al) 8 novembre/);
  });
});

describe('a date', () => {
  const table: readonly [language: Language, zone: Zone, text: string][] = [
    ['en', { zoneMinutes: 0 }, 'November 23, 2026, 12:00 UTC'],
    ['en', { zoneMinutes: 60 }, 'November 23, 2026, 13:00 UTC+1'],
    ['en', { zoneMinutes: -210 }, 'November 23, 2026, 08:30 UTC-3:30'],
    ['en', { zoneMinutes: 13 * 60 }, 'November 24, 2026, 01:00 UTC+13'],
    ['en', { zoneMinutes: 0, timeZone: 'Asia/Kolkata' }, 'November 23, 2026, 17:30 UTC+5:30'],
    ['en', { zoneMinutes: 0, timeZone: 'UTC' }, 'November 23, 2026, 12:00 UTC'],
    // A zone that nobody knows, and an offset that no clock has.
    ['en', { zoneMinutes: 60, timeZone: 'Springfield/Evergreen' }, 'November 23, 2026, 13:00 UTC+1'],
    ['en', { zoneMinutes: 60, timeZone: '' }, 'November 23, 2026, 13:00 UTC+1'],
    ['en', { zoneMinutes: 100_000 }, 'November 24, 2026, 11:59 UTC+23:59'],
    ['de', { zoneMinutes: 60 }, '23. November 2026, 13:00 UTC+1'],
    ['fr', { zoneMinutes: 60 }, '23 novembre 2026 à 13:00 UTC+1'],
    ['es', { zoneMinutes: 60 }, '23 de noviembre de 2026, 13:00 UTC+1'],
    ['pt-BR', { zoneMinutes: -180 }, '23 de novembro de 2026, 09:00 UTC-3'],
    ['it', { zoneMinutes: 60 }, '23 novembre 2026, 13:00 UTC+1'],
    ['pl', { zoneMinutes: 60 }, '23 listopada 2026, 13:00 UTC+1'],
    ['ja', { zoneMinutes: 540 }, '2026年11月23日 21:00 UTC+9'],
    ['zh-Hans', { zoneMinutes: 480 }, '2026年11月23日 20:00 UTC+8'],
    ['ar', { zoneMinutes: 120 }, '23 نوفمبر 2026، 14:00 UTC+2'],
  ];
  for (const [language, zone, text] of table) {
    it(`in ${language} at ${zone.timeZone ?? zone.zoneMinutes}`, () => {
      assert.equal(dates(language, zone).at(noon).replaceAll('UTC−', 'UTC-'), text);
    });
  }

  it('is told to the second where seconds matter', () => {
    assert.equal(dates('en', { zoneMinutes: 60 }).exactlyAt(noon), 'November 23, 2026, 13:00:00 UTC+1');
  });

  it('follows summer time, where the zone is known by its name', () => {
    const july = instant(Date.parse('2026-07-01T12:00:00Z'));
    const berlin = dates('en', { zoneMinutes: 0, timeZone: 'Europe/Berlin' });
    assert.match(berlin.at(july), /14:00 UTC\+2$/);
    assert.match(berlin.at(noon), /13:00 UTC\+1$/);
  });

  it('is of the calendar that mail knows, in digits that mail knows, in every language', () => {
    const arabic = dates('ar', { zoneMinutes: 0 }).at(noon);
    assert.match(arabic, /23 .* 2026/);
  });

  it('is written for every time and zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -8e15, max: 8e15 }),
        fc.integer(),
        fc.string(),
        (ms, zoneMinutes, timeZone) => {
          assert.ok(dates('en', { zoneMinutes, timeZone }).at(instant(ms)).length > 10);
        },
      ),
    );
  });
});

describe('a span of time', () => {
  const english = dates('en', { zoneMinutes: 0 });
  const table: readonly [ms: number, text: string][] = [
    [0, '1 second'],
    [999, '1 second'],
    [secondMs, '1 second'],
    [59 * secondMs, '59 seconds'],
    [minuteMs, '60 seconds'],
    [2 * minuteMs, '2 minutes'],
    [2 * hourMs - 1, '119 minutes'],
    [2 * hourMs, '2 hours'],
    [30 * hourMs, '30 hours'],
    [2 * dayMs, '2 days'],
    [5 * dayMs + hourMs, '5 days'],
  ];
  for (const [ms, text] of table) it(`of ${ms} ms`, () => assert.equal(english.span(ms), text));

  it('has the plural of the language', () => {
    const polish = dates('pl', { zoneMinutes: 0 });
    assert.deepEqual([polish.span(2 * hourMs), polish.span(5 * hourMs)], ['2 godziny', '5 godzin']);
  });

  it('in short has its sign', () => {
    assert.equal(english.delay(0), '+0 s');
    assert.equal(english.delay(75 * secondMs), '+75 s');
    assert.equal(english.delay(3 * minuteMs), '+3 min');
    assert.equal(english.delay(-5 * hourMs), '−5 h');
    assert.equal(dates('ja', { zoneMinutes: 0 }).delay(2 * dayMs), '+2日');
  });
});
