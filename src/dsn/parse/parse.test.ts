import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { equalBytes, fromUtf8, latin1 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { StatusCode } from '../../envelope/status-code.ts';
import { corpus } from '../../message/testing/corpus.ts';
import { buildReport } from '../build/build.ts';
import { actions, type MtaName, type Original, type Report, type ReportedRecipient } from '../report.ts';
import { address, goldenCases } from '../testing/golden-cases.ts';
import { parseReport } from './parse.ts';

const context = {
  at: instant(Date.parse('2026-11-23T09:14:02Z')),
  id: 'ID1',
  to: address('homer@springfield.test'),
  postmaster: address('postmaster@springfield.test'),
};

// Text as it comes through a field unchanged: no blanks at its ends or in runs, no controls, nothing that
// reads as a comment.
const word = fc.stringMatching(/^[!-'*-:<-~]{1,20}$/);
const words = fc.array(word, { minLength: 1, maxLength: 30 }).map((all) => all.join(' '));
const second = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => instant(seconds * 1000));
const mtaName: fc.Arbitrary<MtaName> = fc.record(
  { type: fc.constantFrom('dns', 'x-local-hostname'), name: words, ip: word },
  { requiredKeys: ['type', 'name'], noNullPrototype: true },
);
const typedAddress = fc.oneof(
  fc.record({ type: fc.constantFrom('rfc822', 'x400'), address: words }, { noNullPrototype: true }),
  fc.record(
    {
      type: fc.constant('utf-8'),
      address: fc.string({ unit: fc.constantFrom('a', 'ü', '日', '😀', '+', '=', '@'), minLength: 1 }),
    },
    { noNullPrototype: true },
  ),
);
const status = fc
  .tuple(fc.constantFrom(2, 4, 5), fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999 }))
  .map((parts) => parts.join('.') as StatusCode);
const recipient: fc.Arbitrary<ReportedRecipient> = fc
  .record(
    {
      finalRecipient: typedAddress,
      originalRecipient: typedAddress,
      action: fc.constantFrom(...actions),
      status,
      remoteMta: mtaName,
      diagnosticCode: fc.record({ type: fc.constant('smtp'), text: words }, { noNullPrototype: true }),
      lastAttemptDate: second,
      willRetryUntil: second,
      finalLogId: words,
    },
    { requiredKeys: ['finalRecipient', 'action', 'status'], noNullPrototype: true },
  )
  .map(({ willRetryUntil, ...rest }) =>
    rest.action === 'delayed' && willRetryUntil !== undefined ? { ...rest, willRetryUntil } : rest,
  );
const original: fc.Arbitrary<Original> = fc
  .record({
    header: fc.array(
      fc.tuple(fc.stringMatching(/^[A-Z][a-z]{0,8}$/), words).map(([name, value]) => `${name}: ${value}\r\n`),
      { minLength: 1, maxLength: 4 },
    ),
    body: words,
  })
  .map(({ header, body }) => fromUtf8(`${header.join('')}\r\n${body}\r\n`))
  .map((message) => ({ message, sizeBytes: message.length }));
const report: fc.Arbitrary<Report> = fc.record(
  {
    reportingMta: mtaName,
    originalEnvelopeId: words,
    receivedFromMta: mtaName,
    arrivalDate: second,
    queueId: word,
    recipients: fc.array(recipient, { minLength: 1, maxLength: 4 }),
    original,
  },
  { requiredKeys: ['reportingMta', 'recipients'], noNullPrototype: true },
);

/** What is left of a report on the other side: of a message that did not fail, only the header. */
function carried(value: Report): Report {
  if (!value.original || value.recipients.some(({ action }) => action === 'failed')) return value;
  const { message } = value.original;
  return { ...value, original: { message: message.subarray(0, latin1(message).indexOf('\r\n\r\n') + 2) } };
}

const comparable = (value: Report | undefined) =>
  value && {
    ...value,
    ...(value.original && { original: { ...value.original, message: latin1(value.original.message) } }),
  };

describe('parseReport', () => {
  it('is the inverse of buildReport', () => {
    fc.assert(
      fc.property(report, fc.boolean(), fc.boolean(), (value, isSmtpUtf8, allows8bit) => {
        const notice = buildReport(value, { ...context, isSmtpUtf8, allows8bit });
        assert.deepEqual(comparable(parseReport(notice)), comparable(carried(value)));
      }),
      { numRuns: 300 },
    );
  });

  it('reads every golden', () => {
    const folder = new URL('../build/goldens/', import.meta.url);
    for (const file of readdirSync(folder)) {
      const expected = goldenCases[file.replace('.eml', '')]?.report;
      const found = parseReport(readFileSync(new URL(file, folder)));
      assert.ok(expected && found, file);
      assert.deepEqual(
        found.recipients.map(({ finalRecipient, action, status: code }) => [finalRecipient, action, code]),
        expected.recipients.map(({ finalRecipient, action, status: code }) => [finalRecipient, action, code]),
        file,
      );
      assert.equal(found.queueId, expected.queueId);
      assert.equal(found.original === undefined, expected.original === undefined);
      if (found.original?.sizeBytes !== undefined && expected.original) {
        assert.ok(equalBytes(found.original.message, expected.original.message), file);
      }
    }
  });

  const notice = latin1(buildReport(goldenCases.failed?.report as Report, context));
  const variants: readonly [name: string, change: (text: string) => string, isReport: boolean][] = [
    ['as it is', (text) => text, true],
    ['with line ends of Unix', (text) => text.replaceAll('\r\n', '\n'), true],
    [
      'with names in other case',
      (text) => text.replace('Final-Recipient', 'FINAL-RECIPIENT').replace('Action', 'action'),
      true,
    ],
    [
      'with comments',
      (text) =>
        text
          .replace('Action: failed', 'Action: Failed (really)')
          .replace('Status: 5.1.1', 'Status: 5.1.1 (bad)'),
      true,
    ],
    [
      'of the global type',
      (text) => text.replace('message/delivery-status', 'message/global-delivery-status'),
      true,
    ],
    [
      'with the report type of the global type',
      (text) => text.replace('report-type=delivery', 'report-type=global-delivery'),
      true,
    ],
    [
      'with empty lines before the groups',
      (text) => text.replace('\r\n\r\nFinal-Rec', '\r\n\r\n\r\n\r\nFinal-Rec'),
      true,
    ],
    ['without a reporting host', (text) => text.replace('Reporting-MTA', 'X-Reporting-MTA'), false],
    ['without a final recipient', (text) => text.replace('Final-Recipient', 'X-Final-Recipient'), false],
    ['with an unknown action', (text) => text.replace('Action: failed', 'Action: vanished'), false],
    ['with a malformed status', (text) => text.replace('Status: 5.1.1', 'Status: 9.1.1'), false],
    [
      'of another report type',
      (text) => text.replace('report-type=delivery-status', 'report-type=feedback-report'),
      false,
    ],
    ['of another multipart', (text) => text.replace('multipart/report', 'multipart/mixed'), false],
    ['with another second part', (text) => text.replace('message/delivery-status', 'text/plain'), false],
    [
      'cut off before the second part',
      (text) => text.slice(0, text.indexOf('message/delivery-status') - 40),
      false,
    ],
    ['not at all', () => 'Subject: Hello\r\n\r\nHi\r\n', false],
  ];
  for (const [name, change, isReport] of variants) {
    it(`takes a report ${name} for ${isReport ? 'one' : 'none'}`, () => {
      const changed = change(notice);
      const found = parseReport(fromUtf8(changed));
      assert.equal(found !== undefined, isReport);
      if (found) assert.equal(found.recipients[0]?.status, '5.1.1');
    });
  }

  it('never throws', () => {
    const lines = notice.split('\r\n');
    fc.assert(
      fc.property(fc.array(fc.nat(lines.length - 1), { maxLength: 60 }), (order) => {
        parseReport(fromUtf8(order.map((i) => lines[i]).join('\r\n')));
      }),
    );
    fc.assert(
      fc.property(fc.subarray(lines), fc.nat(notice.length), (some, at) => {
        parseReport(fromUtf8(some.join('\r\n')));
        parseReport(fromUtf8(`${notice.slice(0, at)}\0${notice.slice(at + 3)}`));
      }),
    );
  });

  it('reads reports in the corpus of messages', { skip: corpus.skip }, () => {
    const found = corpus
      .files('mikel-mail/multipart_report_emails', '.eml')
      .filter((path) => parseReport(corpus.bytes(path)) !== undefined);
    assert.ok(found.length > 0);
  });
});
