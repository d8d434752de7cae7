import { decodeBody } from '../../message/body.ts';
import { parseHeader } from '../../message/fields.ts';
import { addressOf, diagnosticOf } from './field-values.ts';
import type { OpenedMail } from './format.ts';
import type { ReportDraft } from './report-draft.ts';
import type { ReportParts } from './report-parts.ts';
import { originalOf } from './standard-report.ts';

/** Octets of the machine-readable part that are read. */
const dispositionBytesMax = 16 * 1024;

/**
 * A mailbox whose rules refuse a message says so by the report that is meant for readers (RFC 5429 §2.1.1): it was deleted, by
 * itself. Mail programs use the same words for what was deleted unread, so that the refusal must be told in words too.
 */
export function rejectedByReader(mail: OpenedMail, parts: ReportParts): ReportDraft | undefined {
  if (!parts.disposition) return undefined;
  const fields = parseHeader(decodeBody(mail.bytes, parts.disposition).subarray(0, dispositionBytesMax));
  const finalRecipient = addressOf(fields.value('Final-Recipient'));
  const isDeleted = /automatic-action.{0,40};\s*deleted/i.test(
    fields.value('Disposition')?.slice(0, 200) ?? '',
  );
  const words = [mail.header.value('Auto-Submitted'), mail.subject, mail.text.slice(0, 1_000)].join('\n');
  if (!finalRecipient || !isDeleted || !/\b(?:rejected|refused)\b/i.test(words)) return undefined;
  const diagnosticCode = diagnosticOf(mail.text.slice(0, 1_000).replace(/\s+/g, ' ').trim());
  return {
    format: 'rfc5429',
    recipients: [{ finalRecipient, action: 'failed', ...(diagnosticCode && { diagnosticCode }) }],
    ...(parts.returned && { original: originalOf(mail, parts.returned) }),
  };
}
