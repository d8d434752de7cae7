import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs, hourMs, instant, minuteMs, secondMs } from '../../base/instant.ts';
import { Dates, type Zone } from './dates.ts';
import type { Language } from './languages.ts';
import { wordsOf } from './overrides.ts';

const noon = instant(Date.parse('2026-11-23T12:00:00Z'));
const dates = (language: Language, zone: Zone) => new Dates(wordsOf(language), zone);

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
  ];
  for (const [language, zone, text] of table) {
    it(`in ${language} at ${zone.timeZone ?? zone.zoneMinutes}`, () => {
      assert.equal(dates(language, zone).at(noon).replaceAll('UTC−', 'UTC-'), text);
    });
  }

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
});
