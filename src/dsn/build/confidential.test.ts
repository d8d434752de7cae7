import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { latin1 } from '../../base/bytes.ts';
import { languages } from '../languages/languages.ts';
import type { ReportedRecipient } from '../report.ts';
import { goldenCase, htmlOf, noticeOf, textOf } from '../testing/readable.ts';
import { withoutSecrets } from './confidential.ts';

const golden = goldenCase('failed-confidential');
const secrets = /krustyClown|krustylu|192\.0\.2\.25|no such person|TLSv1|Klown/i;

/** What the message itself says is no secret: its sender wrote it. */
const withoutOriginal = (notice: string): string => {
  const third = notice.indexOf('Content-Type: message/rfc822');
  return third === -1 ? notice : notice.slice(0, third);
};
const { original: _, ...report } = golden.report;
const told = { ...golden, report };

describe('a confidential forward (RFC 3464 §4.2)', () => {
  it('is told by the alias, in every part and language', () => {
    for (const language of languages) {
      const notice = noticeOf(told, { language });
      assert.match(textOf(notice), /fun@springfield\.test/);
      for (const each of [latin1(notice), textOf(notice), htmlOf(notice)]) assert.doesNotMatch(each, secrets);
    }
  });

  it('has no field from which its target could be guessed', () => {
    const notice = latin1(noticeOf(told));
    assert.match(notice, /^Final-Recipient: rfc822; fun@springfield\.test\r$/m);
    assert.match(notice, /^X-Failed-Recipients: fun@springfield\.test\r$/m);
    assert.doesNotMatch(notice, /^(?:Remote-MTA|Diagnostic-Code|Final-Log-ID):/m);
  });

  it('has a status that is true of the alias', () => {
    const secret = golden.report.recipients[0] as ReportedRecipient;
    const statusOf = (status: ReportedRecipient['status']) =>
      withoutSecrets({ ...golden.report, recipients: [{ ...secret, status }] }).recipients[0]?.status;
    assert.equal(statusOf('5.1.1'), '5.0.0');
    assert.equal(statusOf('4.1.8'), '4.0.0');
    assert.equal(statusOf('5.2.2'), '5.2.2');
    assert.equal(statusOf('4.4.7'), '4.4.7');
  });

  it('says what became of it, and who can do something', () => {
    const text = textOf(noticeOf(told)).replace(/\s+/g, ' ');
    assert.match(text, /passed on from this address to another one, and could not be delivered there/);
    assert.match(text, /springfield\.test: said no, the recipient has to act/);
    assert.doesNotMatch(text, /nobody there has this address/);
  });

  it('leaves the others of the same report as they are', () => {
    const open: ReportedRecipient = {
      ...(golden.report.recipients[0] as ReportedRecipient),
      isConfidential: false,
    };
    const mixed = { ...golden.report, recipients: [open, ...golden.report.recipients] };
    const [first, second] = withoutSecrets(mixed).recipients;
    assert.equal(first, open);
    assert.equal(second?.remoteMta, undefined);
    assert.equal(withoutSecrets({ ...golden.report, recipients: [open] }).recipients[0], open);
  });

  it('is not told without an alias', () => {
    const { alias: _alias, ...rest } = golden.report.recipients[0] as ReportedRecipient;
    assert.throws(() => withoutSecrets({ ...golden.report, recipients: [rest] }), /has an alias/);
  });

  it('brings back the message that its sender wrote', () => {
    assert.match(withoutOriginal(latin1(noticeOf(golden))), /Final-Recipient: rfc822; fun@/);
    assert.match(latin1(noticeOf(golden)), /^Content-Type: message\/rfc822\r$/m);
  });
});
