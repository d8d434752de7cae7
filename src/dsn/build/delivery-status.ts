import { hasNonAscii } from '../../address/domain.ts';
import { encodeUtf8AddressXtext } from '../../address/utf8-xtext.ts';
import { type Bytes, fromUtf8, isAscii } from '../../base/bytes.ts';
import { formatDate } from '../../message/dates.ts';
import { type HeaderForm, writeField, writeLine } from '../../message/write-fields.ts';
import type { DiagnosticCode, MtaName, Report, ReportedRecipient, TypedAddress } from '../report.ts';

/**
 * Characters of a remote host's reply that a report repeats. A reply line has at most 512 (RFC 5321
 * §4.5.3.1.5).
 */
export const diagnosticLengthMax = 2000;

/** The machine-readable part. */
export interface DeliveryStatus {
  readonly type: 'message/delivery-status' | 'message/global-delivery-status';
  readonly bytes: Bytes;
}

export interface DeliveryStatusOptions {
  /** UTF-8 may stand in it where it has some: it becomes the global type then (RFC 6533 §4.1). */
  readonly allowsUtf8: boolean;
  readonly zoneMinutes: number;
  /** What a failure or delay means, in words of a language, by its tag (RFC 5646): no tag twice. */
  readonly localized?: (recipient: ReportedRecipient) => ReadonlyMap<string, string>;
}

/** Writes the fields about the message, then a group of fields for each recipient (RFC 3464 §2.1). */
export function writeDeliveryStatus(report: Report, options: DeliveryStatusOptions): DeliveryStatus {
  const { localized: _, ...plain } = options;
  const bytes = writeGroups(report, plain);
  if (isAscii(bytes)) return { type: 'message/delivery-status', bytes };
  // RFC 6533 §4.1: Localized-Diagnostic belongs to this type. It alone is no reason for it: more programs read the other one.
  return { type: 'message/global-delivery-status', bytes: writeGroups(report, options) };
}

function writeGroups(report: Report, options: DeliveryStatusOptions): Bytes {
  const form: HeaderForm = options.allowsUtf8 ? 'utf8' : 'ascii';
  const groups = [
    messageFields(report, form, options),
    ...report.recipients.map((each) => recipientFields(each, form, options)),
  ];
  return fromUtf8(groups.map((fields) => fields.join('')).join('\r\n'));
}

/** per-message-fields (RFC 3464 §2.2) */
function messageFields(report: Report, form: HeaderForm, { zoneMinutes }: DeliveryStatusOptions): string[] {
  const { originalEnvelopeId, reportingMta, receivedFromMta, arrivalDate, queueId } = report;
  return present([
    originalEnvelopeId !== undefined && writeLine('Original-Envelope-Id', originalEnvelopeId, form),
    writeLine('Reporting-MTA', mtaName(reportingMta), form),
    receivedFromMta && writeLine('Received-From-MTA', mtaName(receivedFromMta), form),
    arrivalDate !== undefined && writeField('Arrival-Date', formatDate(arrivalDate, zoneMinutes)),
    queueId !== undefined && writeField('X-Evergreen-Queue-ID', queueId),
  ]);
}

/** per-recipient-fields (RFC 3464 §2.3) */
function recipientFields(
  recipient: ReportedRecipient,
  form: HeaderForm,
  { zoneMinutes, localized }: DeliveryStatusOptions,
): string[] {
  const { originalRecipient, finalRecipient, action, status, remoteMta, diagnosticCode } = recipient;
  const { lastAttemptDate, finalLogId, willRetryUntil } = recipient;
  // RFC 3464 §2.3.9: it MUST NOT appear in other reports.
  const retryUntil = action === 'delayed' ? willRetryUntil : undefined;
  return present([
    originalRecipient && writeLine('Original-Recipient', typedAddress(originalRecipient, form), form),
    writeLine('Final-Recipient', typedAddress(finalRecipient, form), form),
    writeField('Action', action),
    writeField('Status', status),
    remoteMta && writeLine('Remote-MTA', mtaName(remoteMta), form),
    diagnosticCode && writeField('Diagnostic-Code', diagnostic(diagnosticCode), form),
    ...[...(localized?.(recipient) ?? [])].map(([tag, text]) =>
      writeField('Localized-Diagnostic', `${tag}; ${text}`, form),
    ),
    lastAttemptDate !== undefined &&
      writeField('Last-Attempt-Date', formatDate(lastAttemptDate, zoneMinutes)),
    finalLogId !== undefined && writeField('Final-Log-ID', finalLogId, form),
    retryUntil !== undefined && writeField('Will-Retry-Until', formatDate(retryUntil, zoneMinutes)),
  ]);
}

/**
 * RFC 3464 §2.2.4: the network address as a comment. A host can call itself anything, but not end the name
 * with a comment.
 */
const mtaName = ({ type, name, ip }: MtaName): string =>
  `${type}; ${name.replace(/[()]/g, '?')}${ip === undefined ? '' : ` (${ip})`}`;

/** RFC 6533 §3: without UTF-8 an address of that type takes the form of utf-8-addr-xtext. */
function typedAddress({ type, address }: TypedAddress, form: HeaderForm): string {
  const isEncoded = type.toLowerCase() === 'utf-8' && form === 'ascii';
  // Whatever the type says: an address of another alphabet is of type utf-8.
  if (form === 'ascii' && !isEncoded && hasNonAscii(address))
    return `utf-8; ${encodeUtf8AddressXtext(address)}`;
  return `${type}; ${isEncoded ? encodeUtf8AddressXtext(address) : address}`;
}

const diagnostic = ({ type, text }: DiagnosticCode): string =>
  `${type}; ${text.length > diagnosticLengthMax ? `${text.slice(0, diagnosticLengthMax)} [...]` : text}`;

const present = (fields: readonly (string | false | undefined)[]): string[] =>
  fields.filter((field) => field !== false && field !== undefined);
