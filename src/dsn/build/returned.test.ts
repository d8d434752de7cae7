import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromLatin1, fromUtf8, latin1 } from '../../base/bytes.ts';
import type { Action, Original, Report } from '../report.ts';
import { type ReturnOptions, returnBytesMax, returnedPart } from './returned.ts';

const options: ReturnOptions = {
  returnContent: undefined,
  requiresTls: false,
  isSmtpUtf8: false,
  allows8bit: false,
  returnBytesMax,
};
const reportOf = (...recipientActions: Action[]): Report => ({
  reportingMta: { type: 'dns', name: 'a.test' },
  recipients: recipientActions.map((action) => ({
    finalRecipient: { type: 'rfc822', address: 'a@b.test' },
    action,
    status: '5.0.0',
  })),
});
const whole = (message: Uint8Array): Original => ({ message, sizeBytes: message.length });
const message = fromUtf8('Subject: x\r\nTo: y\r\n\r\nbody\r\n');

/** What goes back, in short: `extent type reason`. */
function chosen(
  original: Original,
  changes: Partial<ReturnOptions> = {},
  report = reportOf('failed'),
): string {
  const { entity, extent, reason } = returnedPart(report, original, { ...options, ...changes });
  return [extent, 'type' in entity.content && entity.content.type, reason].filter(Boolean).join(' ');
}

function bytesOf(original: Original, changes: Partial<ReturnOptions> = {}): string {
  const { content } = returnedPart(reportOf('failed'), original, { ...options, ...changes }).entity;
  return 'bytes' in content ? latin1(content.bytes) : '';
}

describe('returnedPart', () => {
  it('brings failed messages back whole, and others never (RFC 3461 §4.3)', () => {
    assert.equal(chosen(whole(message)), 'whole message/rfc822');
    assert.equal(chosen(whole(message), { returnContent: 'full' }), 'whole message/rfc822');
    assert.equal(
      chosen(whole(message), { returnContent: 'headers' }),
      'header text/rfc822-headers asked-for',
    );
    assert.equal(chosen(whole(message), {}, reportOf('delayed', 'failed')), 'whole message/rfc822');
    for (const action of ['delayed', 'delivered', 'relayed', 'expanded'] as const) {
      const said = 'header text/rfc822-headers no-failure';
      assert.equal(chosen(whole(message), { returnContent: 'full' }, reportOf(action)), said);
    }
  });

  it('brings back no more than the bound', () => {
    assert.equal(chosen(whole(message), { returnBytesMax: message.length }), 'whole message/rfc822');
    const said = 'header text/rfc822-headers too-large';
    assert.equal(chosen(whole(message), { returnBytesMax: message.length - 1, returnContent: 'full' }), said);
    assert.equal(chosen({ message, sizeBytes: message.length + 1 }), said);
    assert.equal(chosen({ message }), said);
  });

  it('cuts a header behind the last field that fits', () => {
    const bytes = fromUtf8('A: 1\r\nB: 2\r\n folded\r\nC: 3\r\n\r\n');
    assert.equal(bytesOf({ message: bytes }, { returnBytesMax: 100 }), 'A: 1\r\nB: 2\r\n folded\r\nC: 3\r\n');
    assert.equal(bytesOf({ message: bytes }, { returnBytesMax: 21 }), 'A: 1\r\nB: 2\r\n folded\r\n');
    assert.equal(bytesOf({ message: bytes }, { returnBytesMax: 20 }), 'A: 1\r\n');
    assert.equal(bytesOf({ message: bytes }, { returnBytesMax: 3 }), '');
  });

  it('returns the header without the empty line (RFC 6522 §4)', () => {
    assert.equal(bytesOf({ message }), 'Subject: x\r\nTo: y\r\n');
    assert.equal(bytesOf({ message: fromUtf8('no header at all') }), '');
  });

  it('sends 8-bit bodies as they are, or not', () => {
    const body8bit = whole(fromUtf8('Subject: x\r\n\r\nü\r\n'));
    assert.equal(chosen(body8bit, { allows8bit: true }), 'whole message/rfc822');
    assert.equal(chosen(body8bit), 'header text/rfc822-headers not-lawful');
  });

  it('sends no lines that SMTP does not carry', () => {
    for (const body of ['a\nb', 'a\0b', 'a\rb', 'x'.repeat(999)]) {
      assert.equal(
        chosen(whole(fromUtf8(`A: b\r\n\r\n${body}`)), { allows8bit: true }),
        'header text/rfc822-headers not-lawful',
      );
    }
  });

  it('has types of their own for UTF-8 headers (RFC 6533 §4)', () => {
    const utf8 = whole(fromUtf8('Subject: ü\r\n\r\nbody\r\n'));
    assert.equal(chosen(utf8, { isSmtpUtf8: true, allows8bit: true }), 'whole message/global');
    assert.equal(chosen(utf8, { isSmtpUtf8: true }), 'whole message/global');
    assert.equal(
      chosen(utf8, { isSmtpUtf8: true, returnContent: 'headers' }),
      'header message/global-headers asked-for',
    );
    assert.equal(chosen(whole(message), { isSmtpUtf8: true }), 'whole message/rfc822');
    // Sent without SMTPUTF8 it was no lawful message, so it is not returned as one.
    assert.equal(chosen(utf8, { allows8bit: true }), 'header text/rfc822-headers not-lawful');
    const latin = whole(fromLatin1('Subject: \xfc\r\n\r\nbody\r\n'));
    assert.equal(
      chosen(latin, { isSmtpUtf8: true, allows8bit: true }),
      'header text/rfc822-headers not-lawful',
    );
  });
});
