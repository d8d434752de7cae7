import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import { instant, later, minuteMs } from '../../base/instant.ts';
import { Dates } from '../languages/dates.ts';
import { wordsOf } from '../languages/overrides.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import type { Telling } from './telling.ts';
import { plainText } from './text.ts';
import { wayOfMessage } from './way.ts';

const noon = instant(Date.parse('2026-11-23T12:00:00Z'));
const words = wordsOf('en');
const telling: Telling = {
  words,
  dates: new Dates(words, { zoneMinutes: 0 }),
  at: noon,
  reader: 'sender',
  postmaster: 'p@x.test',
  isAllClear: false,
};
const failed: ReportedRecipient = {
  finalRecipient: { type: 'rfc822', address: 'a@b.test' },
  action: 'failed',
  status: '5.1.1',
};

/** The rows of the way, as text. */
function way(received: readonly string[], ...recipients: ReportedRecipient[]): string[][] {
  const report: Report = {
    reportingMta: { type: 'dns', name: 'mail.x.test' },
    recipients: recipients.length > 0 ? recipients : [failed],
    original: { message: fromUtf8(`${received.map((each) => `Received: ${each}\r\n`).join('')}\r\n`) },
  };
  const [table] = wayOfMessage(report, telling);
  if (table?.kind !== 'table') return [];
  return table.rows.map((row) => row.map((line) => plainText(line, 'ltr')));
}

describe('the way of a message', () => {
  it('goes from the first hop to the last, with the time that passed between them', () => {
    assert.deepEqual(
      way([
        'from b.test by c.test with ESMTPS id 2; Mon, 23 Nov 2026 12:03:00 +0000',
        'from a.test by b.test with SMTP id 1; Mon, 23 Nov 2026 13:00:00 +0100',
      ]),
      [
        ['a.test → b.test (SMTP)', 'November 23, 2026, 12:00:00 UTC', ''],
        ['b.test → c.test (ESMTPS)', 'November 23, 2026, 12:03:00 UTC', '+3 min'],
      ],
    );
  });

  it('ends at the host that we tried, if it was one for all', () => {
    const tried = {
      ...failed,
      remoteMta: { type: 'dns', name: 'mx.b.test' },
      lastAttemptDate: later(noon, 5 * minuteMs),
    };
    const received = 'from a.test by mail.x.test; Mon, 23 Nov 2026 12:00:00 +0000';
    assert.deepEqual(way([received], tried).at(-1), [
      'mail.x.test → mx.b.test',
      'November 23, 2026, 12:05:00 UTC',
      '+5 min',
    ]);
    assert.equal(
      way([received], tried, { ...tried, remoteMta: { type: 'dns', name: 'mx.c.test' } }).length,
      1,
    );
    assert.equal(way([received], tried, failed).length, 1);
    assert.equal(way([], tried).length, 1);
  });

  it('tells what it knows where hops say little', () => {
    assert.deepEqual(way(['by b.test; nonsense', 'from [192.0.2.1]; Mon, 23 Nov 2026 12:00:00 +0000', '']), [
      ['?', '', ''],
      ['[192.0.2.1]', 'November 23, 2026, 12:00:00 UTC', ''],
      ['b.test', '', ''],
    ]);
  });

  it('says of clocks that differ what they say', () => {
    const [, second] = way([
      'from b.test by c.test; Mon, 23 Nov 2026 11:59:50 +0000',
      'from a.test by b.test; Mon, 23 Nov 2026 12:00:00 +0000',
    ]);
    assert.equal(second?.[2], '−10 s');
  });

  it('tells the last twenty hops of a message that went in a circle', () => {
    const hops = Array.from({ length: 100 }, (_, i) => `from h${i}.test by h${i + 1}.test; x`).reverse();
    const rows = way(hops);
    assert.equal(rows.length, 20);
    assert.equal(rows.at(-1)?.[0], 'h99.test → h100.test');
  });

  it('is nothing where nothing is known', () => assert.deepEqual(way([]), []));
});
