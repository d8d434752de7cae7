import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseIp } from '../../address/ip.ts';
import { fromUtf8, latin1 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import { invariant } from '../../base/invariant.ts';
import type { StatusCode } from '../../envelope/status-code.ts';
import { buildReport } from '../build/build.ts';
import { withoutSecrets } from '../build/confidential.ts';
import { actions, type MtaName, type Original, type Report, type ReportedRecipient } from '../report.ts';
import { address, goldenCases } from '../testing/golden-cases.ts';
import { parseReport } from './parse-report.ts';
import type { ReadReport } from './read-report.ts';

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
const ip = fc.oneof(fc.ipV4(), fc.ipV6()).map((text) => parseIp(text) ?? '192.0.2.1');
const mtaName: fc.Arbitrary<MtaName> = fc.record(
  { type: fc.constantFrom('dns', 'x-local-hostname'), name: words, ip },
  { requiredKeys: ['type', 'name'], noNullPrototype: true },
);
const atom = fc.stringMatching(/^[\w!#$%&'*+\-/=?^`{|}~]{1,12}$/);
const localPart = fc.oneof(
  fc.array(atom, { minLength: 1, maxLength: 3 }).map((atoms) => atoms.join('.')),
  fc.stringMatching(/^"(?:[ !#-[\]-~]|\\["\\]){0,20}"$/).filter((text) => !/ {2}/.test(text)),
);
const mailbox = fc.tuple(localPart, fc.domain()).map((parts) => parts.join('@'));
const finalRecipient = fc.oneof(
  fc.record({ type: fc.constant('rfc822'), address: mailbox }, { noNullPrototype: true }),
  fc.record(
    {
      type: fc.constant('utf-8'),
      address: fc
        .string({ unit: fc.constantFrom('a', 'ü', '日', '😀', '+', '=', '.'), minLength: 1 })
        .map((local) => `${local}@krustylu.test`),
    },
    { noNullPrototype: true },
  ),
);
const originalRecipient = fc.oneof(
  finalRecipient,
  fc.record({ type: fc.constant('x400'), address: words }, { noNullPrototype: true }),
);
const status = fc
  .tuple(fc.constantFrom(2, 4, 5), fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999 }))
  .map((parts) => parts.join('.') as StatusCode);
const recipient: fc.Arbitrary<ReportedRecipient> = fc
  .record(
    {
      finalRecipient,
      originalRecipient,
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

/** The fields of a recipient that have one in the report; the rest of what is read follows from them. */
type Carried = Omit<ReportedRecipient, 'alias'>;
const names: readonly (keyof Carried)[] = [
  ...(['finalRecipient', 'originalRecipient', 'action', 'status', 'remoteMta', 'diagnosticCode'] as const),
  ...(['lastAttemptDate', 'willRetryUntil', 'finalLogId'] as const),
];
const carriedFields = (value: Partial<Carried>) =>
  Object.fromEntries(names.filter((name) => name in value).map((name) => [name, value[name]]));

const comparable = (value: Report | ReadReport) => ({
  reportingMta: value.reportingMta,
  originalEnvelopeId: value.originalEnvelopeId,
  receivedFromMta: value.receivedFromMta,
  arrivalDate: value.arrivalDate,
  queueId: value.queueId,
  recipients: value.recipients.map(carriedFields),
  original: value.original && { ...value.original, message: latin1(value.original.message) },
});

function readOne(notice: Uint8Array): ReadReport {
  const [read, ...others] = parseReport(notice);
  invariant(read && others.length === 0, 'one notice is one report');
  return read;
}

describe('parseReport', () => {
  it('is the inverse of buildReport', () => {
    fc.assert(
      fc.property(report, fc.boolean(), fc.boolean(), (value, isSmtpUtf8, allows8bit) => {
        const notice = buildReport(value, { ...context, isSmtpUtf8, allows8bit });
        assert.deepEqual(comparable(readOne(notice)), comparable(carried(value)));
      }),
      { numRuns: 300 },
    );
  });

  const folder = new URL('../build/goldens/', import.meta.url);
  for (const file of readdirSync(folder)) {
    it(`reads ${file} as what it was written from`, () => {
      const name = file.replace('.eml', '');
      const golden = goldenCases[name]?.report;
      const expected = golden && withoutSecrets(golden);
      const read = readOne(readFileSync(new URL(file, folder)));
      assert.ok(expected);
      assert.equal(read.format, 'rfc3464');
      assert.equal(read.queueId, expected.queueId);
      assert.deepEqual(
        read.recipients.map(({ finalRecipient, action, status: code }) => [finalRecipient, action, code]),
        expected.recipients.map(({ finalRecipient, action, status: code }) => [finalRecipient, action, code]),
      );
      if (name.includes('hostile')) return;
      const bounded = ({ recipients: _, original: __, ...facts }: ReturnType<typeof comparable>) => facts;
      assert.deepEqual(bounded(comparable(read)), bounded(comparable(expected)));
      if (expected.original) assert.equal(read.returned?.messageId, '<b1@springfield.test>');
    });
  }

  it('tells the kind by the weightiest action', () => {
    const kinds = Object.entries(goldenCases).map(([name, each]) => {
      const { kind } = readOne(buildReport(each.report, each.context));
      return [name.split('-')[0], kind];
    });
    assert.deepEqual(Object.fromEntries(kinds), {
      failed: 'failure',
      delayed: 'delay',
      delivered: 'success',
      expanded: 'success',
      relayed: 'relay',
    });
  });
});
