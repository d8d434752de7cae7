import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { instant } from '../../base/instant.ts';
import { parseDateText, utcDateText, zonedDateText } from './time-text.ts';

const at = (text: string) => instant(Date.parse(text));

describe('dates in JSON', () => {
  it('leaves out a fraction that is zero', () => {
    assert.equal(utcDateText(at('2014-10-30T06:12:00Z')), '2014-10-30T06:12:00Z');
    assert.equal(utcDateText(at('2014-10-30T06:12:00.250Z')), '2014-10-30T06:12:00.250Z');
  });

  it('shows the clock of the writer', () => {
    const date = { at: at('2014-10-30T06:12:00Z'), zoneMinutes: 480 };
    assert.equal(zonedDateText(date), '2014-10-30T14:12:00+08:00');
    assert.equal(zonedDateText({ ...date, zoneMinutes: -210 }), '2014-10-30T02:42:00-03:30');
    assert.equal(zonedDateText({ ...date, zoneMinutes: 99 * 60 }), '2014-10-30T06:12:00Z');
  });

  const bad = [
    ...['', '2014-10-30', '2014-10-30t06:12:00Z', '2014-10-30T06:12:00', '2014-10-30T06:12:00z'],
    ...['2014-10-30T06:12:00+24:00', '2014-02-30T06:12:00Z', '2014-10-30T24:00:00Z', '2014-10-30T06:12:61Z'],
    ...['2014-10-30T06:60:00Z', ' 2014-10-30T06:12:00Z', 5, null, undefined, ['2014-10-30T06:12:00Z']],
  ];
  for (const text of bad) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseDateText(text, false), undefined));
  }

  it('wants a UTCDate in UTC', () => {
    assert.equal(parseDateText('2014-10-30T14:12:00+08:00', true), undefined);
    assert.equal(parseDateText('2014-10-30T06:12:00Z', true)?.at, at('2014-10-30T06:12:00Z'));
  });

  it('takes a leap second, and a fraction', () => {
    assert.equal(parseDateText('2016-12-31T23:59:60Z', true)?.at, at('2017-01-01T00:00:00Z'));
    assert.equal(parseDateText('2016-12-31T23:59:59.25Z', true)?.at, at('2016-12-31T23:59:59.250Z'));
  });

  it('reads what it writes', () => {
    const time = fc.integer({ min: 0, max: 4e12 }).map(instant);
    fc.assert(
      fc.property(time, fc.integer({ min: -1439, max: 1439 }), (time, zoneMinutes) => {
        const date = { at: time, zoneMinutes };
        assert.deepEqual(parseDateText(zonedDateText(date), false), date);
      }),
    );
  });
});
