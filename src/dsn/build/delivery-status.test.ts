import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { utf8 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import { diagnosticLengthMax, writeDeliveryStatus } from './delivery-status.ts';

const recipient: ReportedRecipient = {
  finalRecipient: { type: 'rfc822', address: 'bob@b.test' },
  action: 'failed',
  status: '5.0.0',
};
const report = (changes: Partial<ReportedRecipient> = {}, more: Partial<Report> = {}): Report => ({
  reportingMta: { type: 'dns', name: 'a.test' },
  recipients: [{ ...recipient, ...changes }],
  ...more,
});
const written = (value: Report, allowsUtf8 = false) => {
  const status = writeDeliveryStatus(value, { allowsUtf8, zoneMinutes: 0 });
  return { type: status.type, text: utf8(status.bytes) };
};

describe('writeDeliveryStatus', () => {
  it('writes no more than it must', () => {
    assert.equal(
      written(report()).text,
      'Reporting-MTA: dns; a.test\r\n\r\nFinal-Recipient: rfc822; bob@b.test\r\nAction: failed\r\nStatus: 5.0.0\r\n',
    );
  });

  it('keeps an address and a host in one line: many who look for them know no folding', () => {
    const address = `${'homer.'.repeat(10)}simpson@power-plant.springfield.test`;
    const { text } = written(
      report({
        finalRecipient: { type: 'rfc822', address },
        originalRecipient: { type: 'rfc822', address: `"side show ${'x'.repeat(60)}"@tv.test` },
        remoteMta: { type: 'dns', name: `mx.${'long-'.repeat(12)}name.test`, ip: '2001:db8::25' },
      }),
    );
    assert.doesNotMatch(text, /\r\n[ \t]/);
    assert.ok(text.includes(`Final-Recipient: rfc822; ${address}\r\n`));
  });

  it('writes all fields, in the order of the grammar', () => {
    const at = instant(0);
    const full = report(
      {
        originalRecipient: { type: 'rfc822', address: 'Bob@b.test' },
        action: 'delayed',
        remoteMta: { type: 'dns', name: 'mx', ip: '192.0.2.1' },
        diagnosticCode: { type: 'smtp', text: '450 later' },
        lastAttemptDate: at,
        finalLogId: 'log',
        willRetryUntil: at,
      },
      {
        originalEnvelopeId: 'QQ314159',
        receivedFromMta: { type: 'dns', name: 'client' },
        arrivalDate: at,
        queueId: 'Q1',
      },
    );
    const names = written(full)
      .text.split('\r\n')
      .map((line) => line.split(':')[0]);
    assert.deepEqual(names, [
      'Original-Envelope-Id',
      'Reporting-MTA',
      'Received-From-MTA',
      'Arrival-Date',
      'X-Evergreen-Queue-ID',
      '',
      'Original-Recipient',
      'Final-Recipient',
      'Action',
      'Status',
      'Remote-MTA',
      'Diagnostic-Code',
      'Last-Attempt-Date',
      'Final-Log-ID',
      'Will-Retry-Until',
      '',
    ]);
  });

  it('separates the recipients by empty lines', () => {
    const { text } = written(report({}, { recipients: [recipient, recipient] }));
    assert.equal(text.split('\r\n\r\n').length, 3);
  });

  it('tells of another try in delays only (RFC 3464 §2.3.9)', () => {
    assert.match(
      written(report({ action: 'delayed', willRetryUntil: instant(0) })).text,
      /^Will-Retry-Until/m,
    );
    for (const action of ['failed', 'delivered', 'relayed', 'expanded'] as const) {
      assert.doesNotMatch(written(report({ action, willRetryUntil: instant(0) })).text, /Will-Retry-Until/);
    }
  });

  it('writes dates with a numeric zone (RFC 3464 §2.2.5)', () => {
    const status = writeDeliveryStatus(report({}, { arrivalDate: instant(0) }), {
      allowsUtf8: false,
      zoneMinutes: 90,
    });
    assert.match(utf8(status.bytes), /^Arrival-Date: Thu, 1 Jan 1970 01:30:00 \+0130\r$/m);
  });

  it('bounds what a remote host said', () => {
    const said = (length: number) =>
      written(report({ diagnosticCode: { type: 'smtp', text: 'x '.repeat(length / 2) } })).text;
    assert.doesNotMatch(said(diagnosticLengthMax), /\[\.\.\.\]/);
    assert.match(said(diagnosticLengthMax + 2), /\[\.\.\.\]\r\n$/);
    assert.ok(said(1_000_000).length < diagnosticLengthMax + 500);
  });

  const utf8Recipient = { finalRecipient: { type: 'utf-8', address: 'müller@b.test' } };
  it('writes UTF-8 addresses as the way allows (RFC 6533 §3)', () => {
    assert.deepEqual(written(report(utf8Recipient)).type, 'message/delivery-status');
    assert.match(written(report(utf8Recipient)).text, /^Final-Recipient: utf-8; m\\x\{FC\}ller@b\.test\r$/m);
    assert.deepEqual(written(report(utf8Recipient), true).type, 'message/global-delivery-status');
    assert.match(written(report(utf8Recipient), true).text, /^Final-Recipient: utf-8; müller@b\.test\r$/m);
  });

  it('stays with the traditional type where nothing needs more (RFC 6533 §4.4)', () => {
    assert.equal(written(report(), true).type, 'message/delivery-status');
  });

  it('calls an address beyond ASCII what it is', () => {
    const mislabelled = report({ finalRecipient: { type: 'rfc822', address: 'müller@b.test' } });
    assert.match(written(mislabelled).text, /^Final-Recipient: utf-8; m\\x\{FC\}ller/m);
  });

  it('keeps its structure, whatever others put into it', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        '\r',
        '\n',
        '\r\n',
        '\r\n\r\n',
        ':',
        ';',
        '(',
        ')',
        'Action: delivered',
        '\0',
        'ü',
        '--=_',
      ),
    });
    fc.assert(
      fc.property(hostile, hostile, fc.boolean(), (one, two, allowsUtf8) => {
        const { text } = written(
          report(
            {
              finalRecipient: { type: 'rfc822', address: `x${one}` },
              remoteMta: { type: 'dns', name: one, ip: '192.0.2.1' },
              diagnosticCode: { type: 'smtp', text: two },
              finalLogId: two,
            },
            { originalEnvelopeId: one, receivedFromMta: { type: 'dns', name: two }, queueId: 'Q' },
          ),
          allowsUtf8,
        );
        const names = text
          .split('\r\n')
          .filter((line) => !/^[ \t]/.test(line))
          .map((line) => line.split(':')[0]);
        assert.deepEqual(names, [
          'Original-Envelope-Id',
          'Reporting-MTA',
          'Received-From-MTA',
          'X-Evergreen-Queue-ID',
          '',
          'Final-Recipient',
          'Action',
          'Status',
          'Remote-MTA',
          'Diagnostic-Code',
          'Final-Log-ID',
          '',
        ]);
        if (!allowsUtf8) assert.match(text, /^[\t -~\r\n]*$/);
      }),
    );
  });
});

describe('Localized-Diagnostic (RFC 6533 §4.1)', () => {
  const localized = () =>
    new Map([
      ['de', 'Das Postfach ist voll. Grüße!'],
      ['en', 'The mailbox is full.'],
    ]);
  const withWords = (value: Report, allowsUtf8: boolean) => {
    const { type, bytes } = writeDeliveryStatus(value, { allowsUtf8, zoneMinutes: 0, localized });
    return { type, text: utf8(bytes) };
  };
  const global = report({
    finalRecipient: { type: 'utf-8', address: 'krüsty@b.test' },
    diagnosticCode: { type: 'smtp', text: '552 full' },
  });

  it('stands behind the diagnostic, once for each language', () => {
    const { type, text } = withWords(global, true);
    assert.equal(type, 'message/global-delivery-status');
    assert.match(
      text,
      /Diagnostic-Code: smtp; 552 full\r\nLocalized-Diagnostic: de; Das Postfach ist voll\. Grüße!\r\nLocalized-Diagnostic: en; The mailbox is full\.\r\n/,
    );
  });

  it('is no reason for the global type, which fewer programs read', () => {
    const { type, text } = withWords(report(), true);
    assert.equal(type, 'message/delivery-status');
    assert.doesNotMatch(text, /Localized/);
  });

  it('does not go where UTF-8 cannot go', () => {
    const { type, text } = withWords(global, false);
    assert.equal(type, 'message/delivery-status');
    assert.doesNotMatch(text, /Localized/);
    assert.match(text, /Final-Recipient: utf-8; kr\\x\{FC\}sty@b\.test/);
  });
});
