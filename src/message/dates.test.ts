import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { instant } from '../base/instant.ts';
import { formatDate, parseDate, parseZonedDate } from './dates.ts';
import { unfold } from './fields.ts';
import { corpus } from './testing/corpus.ts';

const utc = (text: string) => instant(Date.parse(text));

describe('formatDate', () => {
  const at = utc('2026-11-03T09:04:02Z');
  const table: readonly [zoneMinutes: number, text: string][] = [
    [0, 'Tue, 3 Nov 2026 09:04:02 +0000'],
    [60, 'Tue, 3 Nov 2026 10:04:02 +0100'],
    [-570, 'Mon, 2 Nov 2026 23:34:02 -0930'],
    [14 * 60, 'Tue, 3 Nov 2026 23:04:02 +1400'],
    [-1, 'Tue, 3 Nov 2026 09:03:02 -0001'],
  ];
  for (const [zoneMinutes, text] of table) {
    it(`writes ${text}`, () => assert.equal(formatDate(at, zoneMinutes), text));
  }

  it('refuses what the grammar cannot hold', () => {
    assert.throws(() => formatDate(utc('1899-12-31T23:59:59Z')));
    assert.throws(() => formatDate(instant(Number.NaN)));
    assert.throws(() => formatDate(at, 6000));
    assert.throws(() => formatDate(at, 0.5));
  });
});

describe('parseDate', () => {
  const table: readonly [text: string, utc: string | undefined][] = [
    ['Fri, 21 Nov 1997 09:55:06 -0600', '1997-11-21T15:55:06Z'],
    ['Tue, 1 Jul 2003 10:52:37 +0200', '2003-07-01T08:52:37Z'],
    ['1 Jul 2003 10:52 +0200', '2003-07-01T08:52:00Z'],
    ['Thu, 13 Feb 1969 23:32:54 -0330 (Newfoundland Time)', '1969-02-14T03:02:54Z'],
    ['Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', undefined],
    ['(a) Fri (b), 21 (c) Nov ((d)) 1997 09:55:06 -0600', '1997-11-21T15:55:06Z'],
    ['21 Nov 97 09:55:06 GMT', '1997-11-21T09:55:06Z'],
    ['21 Nov 49 00:00:00 UT', '2049-11-21T00:00:00Z'],
    ['21 Nov 50 00:00:00 Z', '1950-11-21T00:00:00Z'],
    ['21 Nov 103 00:00:00 UT', '2003-11-21T00:00:00Z'],
    ['21 Nov 1997 09:55:06 EST', '1997-11-21T14:55:06Z'],
    ['21 Nov 1997 09:55:06 pdt', '1997-11-21T16:55:06Z'],
    ['21 Nov 1997 09:55:06 CET', '1997-11-21T09:55:06Z'],
    ['21 Nov 1997 09:55:06 A', '1997-11-21T09:55:06Z'],
    ['21 Nov 1997 09:55:06', '1997-11-21T09:55:06Z'],
    ['21 November 1997 09:55:06 -0000', '1997-11-21T09:55:06Z'],
    ['Friday, 21 Nov 1997 09:55:06 +0000', '1997-11-21T09:55:06Z'],
    ['Thu, 02 Apr 2020 07:53:55.516 +0000 (UTC)', '2020-04-02T07:53:55Z'],
    ['Sat, 31 Dec 2016 23:59:60 +0000', '2017-01-01T00:00:00Z'],
    ['29 Feb 2024 00:00:00 +0000', '2024-02-29T00:00:00Z'],
    ['29 Feb 2023 00:00:00 +0000', undefined],
    ['0 Feb 2023 00:00:00 +0000', undefined],
    ['32 Jan 2023 00:00:00 +0000', undefined],
    ['1 Jan 2023 24:00:00 +0000', undefined],
    ['1 Jan 2023 00:60:00 +0000', undefined],
    ['1 Jan 2023 00:00:61 +0000', undefined],
    ['1 Jan 2023 00:00:00 +0060', undefined],
    ['1 Jan 1899 00:00:00 +0000', undefined],
    ['Fri Feb 07 10:18:12 2003 -0800', '2003-02-07T18:18:12Z'],
    ['Fri Sep 14 14:36:56 EDT 2018', '2018-09-14T18:36:56Z'],
    ['Sun Nov 13 14:50:12 2005', '2005-11-13T14:50:12Z'],
    ['20 11 79 05:34:27 -0300', '1979-11-20T08:34:27Z'],
    ['20 13 79 05:34:27 -0300', undefined],
    ['yesterday', undefined],
    ['', undefined],
    ['Mon,', undefined],
  ];
  for (const [text, expected] of table) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.equal(parseDate(text), expected === undefined ? undefined : Date.parse(expected));
    });
  }

  it('is the inverse of formatDate, to the second', () => {
    const seconds = fc.integer({ min: Date.UTC(1900, 0, 2) / 1000, max: Date.UTC(9999, 11, 30) / 1000 });
    const zone = fc.integer({ min: -24 * 60, max: 24 * 60 });
    fc.assert(
      fc.property(seconds, zone, (second, zoneMinutes) => {
        const at = instant(second * 1000);
        assert.equal(parseDate(formatDate(at, zoneMinutes)), at);
      }),
    );
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'Mon',
      ',',
      ' ',
      '1',
      '31',
      'Feb',
      '2026',
      '10:00',
      ':',
      '+0100',
      '(',
      ')',
      '"',
      '[',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        parseDate(pieces.join(''));
      }),
    );
  });

  interface Expected {
    readonly header: string;
    readonly expected: Record<
      'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'tz_hour' | 'tz_minute',
      number
    > & {
      readonly tz_before_gmt: boolean;
    };
  }
  it('agrees with the mail-parser corpus', { skip: corpus.skip }, () => {
    /**
     * A list of numbers without a time, a bad fold, and a Received field are not dates for us, or only for
     * us.
     */
    const different = /4 8 15 16|\(\(invalid\)|^by 2002/;
    for (const { header, expected: e } of corpus.json<Expected[]>('mail-parser/date.json')) {
      if (different.test(header.trim())) continue;
      const sign = e?.tz_before_gmt ? 1 : -1;
      const local = e && Date.UTC(e.year, e.month - 1, e.day, e.hour, e.minute, e.second);
      const at = local === null ? undefined : local + sign * (e.tz_hour * 60 + e.tz_minute) * 60_000;
      assert.equal(parseDate(unfold(header)), at, header);
    }
  });
});

describe('parseZonedDate', () => {
  const table: readonly [text: string, zoneMinutes: number | undefined][] = [
    ['Tue, 1 Jul 2003 10:52:37 +0200', 120],
    ['Fri, 21 Nov 1997 09:55:06 -0930', -570],
    ['21 Nov 97 09:55:06 EST', -300],
    ['Feb 18 09:43:16 2003', 0],
    ['yesterday', undefined],
  ];
  for (const [text, zoneMinutes] of table) {
    it(`finds the zone of ${text}`, () => {
      assert.equal(parseZonedDate(text)?.zoneMinutes, zoneMinutes);
      assert.equal(parseZonedDate(text)?.at, parseDate(text));
    });
  }
});
