import { latin1 } from '../../base/bytes.ts';
import { decodeBody } from '../../message/body.ts';
import { parseDate } from '../../message/dates.ts';
import { type Header, parseHeader } from '../../message/fields.ts';
import type { Part } from '../../message/part-tree.ts';
import { addressOf, mtaNameOf } from './field-values.ts';
import type { OpenedMail } from './format.ts';
import type { RecipientDraft } from './recipient-draft.ts';
import type { ReportDraft } from './report-draft.ts';
import type { ReportParts } from './report-parts.ts';
import { originalOf } from './standard-report.ts';

/** Octets of the machine-readable part that are read. */
const feedbackBytesMax = 256 * 1024;
/** Recipients that are read from one report. */
const recipientsMax = 1_000;

/** A complaint or another report of feedback (RFC 5965), or what providers without it send in its place. */
export function feedbackReport(mail: OpenedMail, parts: ReportParts): ReportDraft | undefined {
  if (parts.feedback) return standardFeedback(mail, parts, fieldsOf(mail, parts.feedback));
  const hidden = parts.others.slice(0, 20).find((part) => holdsFeedback(mail, part));
  if (hidden && parts.others.length > 1) return standardFeedback(mail, parts, fieldsOf(mail, hidden));
  return foreignFeedback(mail, parts);
}

function fieldsOf({ bytes }: OpenedMail, part: Part): Header {
  return parseHeader(decodeBody(bytes, part).subarray(0, feedbackBytesMax));
}

/** In a part that bears another type. */
const holdsFeedback = ({ bytes }: OpenedMail, part: Part): boolean =>
  /^(?:[\w-]+:[^\n]*\n){0,20}Feedback-Type:/i.test(latin1(decodeBody(bytes, part), 0, 4_000));

function standardFeedback(mail: OpenedMail, parts: ReportParts, fields: Header): ReportDraft {
  // RFC 5965 §3.1, §3.2; the last is of older programs.
  const addresses = ['Original-Rcpt-To', 'Removal-Recipient'].flatMap((name) => fields.values(name));
  const reportingMta = mtaNameOf(fields.value('Reporting-MTA'));
  const arrivalDate = parseDate(fields.value('Arrival-Date') ?? fields.value('Received-Date') ?? '');
  const originalEnvelopeId = fields.value('Original-Envelope-Id');
  return {
    kind: 'arf',
    format: 'rfc5965',
    ...(reportingMta && { reportingMta }),
    ...(arrivalDate !== undefined && { arrivalDate }),
    ...(originalEnvelopeId !== undefined && { originalEnvelopeId }),
    recipients: recipientsFrom(addresses),
    ...originalPart(mail, parts),
  };
}

/** Fields by which providers tell the recipient, in the notice or in the message that it encloses. */
const foreignFields = ['X-HmXmrOriginalRecipient', 'X-Original-Complaint-Recipient'];

/**
 * Feedback without a machine-readable part: Hotmail's programme puts a field before the message, Apple answers to the address for
 * leaving a list.
 */
function foreignFeedback(mail: OpenedMail, parts: ReportParts): ReportDraft | undefined {
  const inner = parts.returned?.children[0]?.header;
  const addresses = [mail.header, ...(inner ? [inner] : [])].flatMap((header) =>
    foreignFields.flatMap((name) => header.values(name)),
  );
  if (addresses.length > 0) {
    return {
      kind: 'arf',
      format: 'jmrp',
      recipients: recipientsFrom(addresses),
      ...originalPart(mail, parts),
    };
  }
  if (mail.header.has('X-Apple-Unsubscribe')) {
    return { kind: 'arf', format: 'apple-unsubscribe', recipients: recipientsFrom([mail.from]) };
  }
  if (!isComplaint(mail, parts)) return undefined;
  return { kind: 'arf', format: 'complaint', recipients: [], ...originalPart(mail, parts) };
}

/** Complaints of other makes, which name nobody: providers that hide who complained, SpamCop, and X-ARF. */
const isComplaint = ({ header, from, subject }: OpenedMail, { returned }: ReportParts): boolean =>
  header.has('X-XARF') ||
  header.has('X-ARF') ||
  from.endsWith('@reports.spamcop.net') ||
  (returned !== undefined && complaintSender.test(from) && complaintSubject.test(subject));

const complaintSender = /^(?:scomp|fbl|feedback|feedback-?loop|complaints?|abuse(?:-?reports?|desk)?|staff)@/;
const complaintSubject = /complaint|feedback|abuse|spam report|TOS notification/i;

const originalPart = (mail: OpenedMail, { returned }: ReportParts): Pick<ReportDraft, 'original'> =>
  returned ? { original: originalOf(mail, returned) } : {};

/** Each once, though several fields may name him. Feedback tells no action: the message arrived. */
function recipientsFrom(values: readonly string[]): RecipientDraft[] {
  const byAddress = new Map<string, RecipientDraft>();
  for (const value of values.slice(0, recipientsMax)) {
    const finalRecipient = addressOf(value);
    const key = finalRecipient?.address.toLowerCase();
    if (finalRecipient && key !== undefined && !byAddress.has(key)) byAddress.set(key, { finalRecipient });
  }
  return [...byAddress.values()];
}
