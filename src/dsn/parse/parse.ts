import { decodeUtf8AddressXtext, isUtf8AddressXtext } from '../../address/utf8-xtext.ts';
import type { Bytes } from '../../base/bytes.ts';
import { parseStatusCode } from '../../envelope/status-code.ts';
import { decodeBody } from '../../message/body.ts';
import { isType } from '../../message/content-type.ts';
import { parseDate } from '../../message/dates.ts';
import { type Header, parseHeader } from '../../message/fields.ts';
import { type Part, parsePartTree } from '../../message/part-tree.ts';
import {
  actions,
  type DiagnosticCode,
  type MtaName,
  type Original,
  type Report,
  type ReportedRecipient,
  type TypedAddress,
} from '../report.ts';

/** Recipients that are read from one report; what follows is left out. */
const reportRecipientsMax = 1000;

/**
 * Reads a report in the standard format (RFC 3464 within RFC 6522, or RFC 6533); undefined for any other
 * message. The inverse of buildReport. All of it is hearsay until it is matched to a message that we sent.
 */
export function parseReport(message: Bytes): Report | undefined {
  const root = parsePartTree(message);
  const reportType = root.contentType.parameters.get('report-type')?.toLowerCase();
  const [, status, third] = root.children;
  if (!isType(root.contentType, 'multipart/report') || !status || !isDeliveryStatus(status)) return undefined;
  if (reportType !== 'delivery-status' && reportType !== 'global-delivery-status') return undefined;
  const [about, ...groups] = groupsOf(decodeBody(message, status));
  const reportingMta = about && mtaNameIn(about, 'Reporting-MTA');
  const recipients = groups.map(recipientIn).filter((each) => each !== undefined);
  if (!reportingMta || recipients.length === 0) return undefined;
  const original = third && originalIn(message, third);
  return { reportingMta, ...messageFactsIn(about), recipients, ...(original && { original }) };
}

/** RFC 6533 §4.4: the traditional and the global type are to be treated alike. */
const isDeliveryStatus = ({ contentType }: Part): boolean =>
  isType(contentType, 'message/delivery-status') || isType(contentType, 'message/global-delivery-status');

/** The groups of fields, which empty lines separate; the first is about the message. */
function groupsOf(bytes: Bytes): Header[] {
  const groups: Header[] = [];
  for (let at = 0; at < bytes.length && groups.length <= reportRecipientsMax; ) {
    const group = parseHeader(bytes, at);
    if (group.fields.length > 0) groups.push(group);
    at = Math.max(group.bodyStart, at + 1);
  }
  return groups;
}

function messageFactsIn(group: Header): Partial<Report> {
  const originalEnvelopeId = group.value('Original-Envelope-Id');
  const receivedFromMta = mtaNameIn(group, 'Received-From-MTA');
  const arrivalDate = parseDate(group.value('Arrival-Date') ?? '');
  const queueId = group.value('X-Evergreen-Queue-ID');
  return {
    ...(originalEnvelopeId !== undefined && { originalEnvelopeId }),
    ...(receivedFromMta && { receivedFromMta }),
    ...(arrivalDate !== undefined && { arrivalDate }),
    ...(queueId !== undefined && { queueId }),
  };
}

/** Undefined for a group that lacks one of the three fields that RFC 3464 §2.3 requires. */
function recipientIn(group: Header): ReportedRecipient | undefined {
  const finalRecipient = addressIn(group, 'Final-Recipient');
  // A comment may stand behind either (RFC 3464 §2.1.1, §2.3.4).
  const actionWord = /^[a-z]+/i.exec(group.value('Action') ?? '')?.[0].toLowerCase();
  const action = actions.find((each) => each === actionWord);
  const status = parseStatusCode(/^[\d.]+/.exec(group.value('Status') ?? '')?.[0] ?? '');
  if (!finalRecipient || !action || !status) return undefined;
  const originalRecipient = addressIn(group, 'Original-Recipient');
  const remoteMta = mtaNameIn(group, 'Remote-MTA');
  const diagnosticCode = diagnosticIn(group);
  const lastAttemptDate = parseDate(group.value('Last-Attempt-Date') ?? '');
  const willRetryUntil = parseDate(group.value('Will-Retry-Until') ?? '');
  const finalLogId = group.value('Final-Log-ID');
  return {
    finalRecipient,
    ...(originalRecipient && { originalRecipient }),
    action,
    status,
    ...(remoteMta && { remoteMta }),
    ...(diagnosticCode && { diagnosticCode }),
    ...(lastAttemptDate !== undefined && { lastAttemptDate }),
    ...(willRetryUntil !== undefined && { willRetryUntil }),
    ...(finalLogId !== undefined && { finalLogId }),
  };
}

/** `type; value`, as most fields have it (RFC 3464 §2.1.2). */
function typedIn(group: Header, name: string): [type: string, value: string] | undefined {
  const match = /^([^;\s]+)\s*;\s*(.*)$/s.exec(group.value(name) ?? '');
  return match?.[1] === undefined || !match[2] ? undefined : [match[1], match[2]];
}

function mtaNameIn(group: Header, field: string): MtaName | undefined {
  const [type, value] = typedIn(group, field) ?? [];
  if (type === undefined || value === undefined) return undefined;
  const match = /^([^()]*[^()\s])\s*\(([^()]*)\)$/.exec(value);
  return match?.[1] === undefined || match[2] === undefined
    ? { type, name: value }
    : { type, name: match[1], ip: match[2] };
}

function addressIn(group: Header, field: string): TypedAddress | undefined {
  const [type, value] = typedIn(group, field) ?? [];
  if (type === undefined || value === undefined) return undefined;
  const isEncoded = type.toLowerCase() === 'utf-8' && isUtf8AddressXtext(value);
  return { type, address: isEncoded ? decodeUtf8AddressXtext(value) : value };
}

function diagnosticIn(group: Header): DiagnosticCode | undefined {
  const [type, text] = typedIn(group, 'Diagnostic-Code') ?? [];
  return type === undefined || text === undefined ? undefined : { type, text };
}

function originalIn(message: Bytes, part: Part): Original | undefined {
  const { contentType } = part;
  const content = decodeBody(message, part);
  if (isType(contentType, 'message/rfc822') || isType(contentType, 'message/global')) {
    return { message: content, sizeBytes: content.length };
  }
  const isHeader =
    isType(contentType, 'text/rfc822-headers') || isType(contentType, 'message/global-headers');
  return isHeader ? { message: content } : undefined;
}
