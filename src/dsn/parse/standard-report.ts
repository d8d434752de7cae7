import type { Bytes } from '../../base/bytes.ts';
import { decodeBody } from '../../message/body.ts';
import { isType } from '../../message/content-type.ts';
import { parseDate } from '../../message/dates.ts';
import type { Part } from '../../message/part-tree.ts';
import type { Original } from '../report.ts';
import { isByMachine, isByPerson } from './authorship.ts';
import { type FieldGroup, type StatusFields, statusFields } from './field-groups.ts';
import { mtaNameOf } from './field-values.ts';
import type { OpenedMail } from './format.ts';
import { draftFromFields } from './recipient-draft.ts';
import type { ReportDraft } from './report-draft.ts';
import { hiddenStatus, isWholeMessage, type ReportParts } from './report-parts.ts';

/** Reports that one mail may carry; what follows is left out. */
const reportsMax = 20;

/** The reports in the standard format (RFC 3464, RFC 6533) that a mail carries: mostly one, or none. */
export function standardReports(mail: OpenedMail, parts: ReportParts): readonly ReportDraft[] {
  if (!mayReport(mail)) return [];
  const announced = parts.statuses.slice(0, reportsMax).map((part) => fieldsOf(mail, part));
  const found = announced.filter(saysSomething);
  const [hidden] = found.length > 0 || !mayHide(mail) ? [] : hiddenFields(mail, parts);
  return (hidden ? [hidden] : found).map((fields) => draftOf(fields, mail, parts));
}

/** A person may pass on the parts of a report, but not as a report of his own (RFC 6522 §3). */
const mayReport = (mail: OpenedMail): boolean => isReport(mail) || !isByPerson(mail);

const mayHide = (mail: OpenedMail): boolean => isReport(mail) || isByMachine(mail);

const isReport = ({ root }: OpenedMail): boolean => isType(root.contentType, 'multipart/report');

const saysSomething = ({ message, recipients }: StatusFields): boolean =>
  recipients.length > 0 || message.has('reporting-mta');

/** Octets of a delivery status that are read: some thousand recipients. */
const statusBytesMax = 2 * 1024 * 1024;

/** A part that says to be encoded but is not is read as it stands. */
function fieldsOf({ bytes }: OpenedMail, whole: Part): StatusFields {
  const part = { ...whole, bodyEnd: Math.min(whole.bodyEnd, whole.bodyStart + statusBytesMax) };
  const decoded = statusFields(decodeBody(bytes, part));
  const isPlain = part.encoding !== 'base64' && part.encoding !== 'quoted-printable';
  return isPlain || saysSomething(decoded)
    ? decoded
    : statusFields(decodeBody(bytes, { ...part, encoding: '8bit' }));
}

/** Leaves of a mail in which a delivery status is looked for. */
const leavesMax = 20;

function hiddenFields(mail: OpenedMail, { others }: ReportParts): StatusFields[] {
  const contents: readonly Bytes[] = others
    .slice(0, leavesMax)
    .flatMap((part) => hiddenStatus(mail, part) ?? []);
  return contents.map(statusFields).filter(saysSomething);
}

function draftOf(fields: StatusFields, mail: OpenedMail, parts: ReportParts): ReportDraft {
  const original = parts.returned && originalOf(mail, parts.returned);
  return {
    format: 'rfc3464',
    ...messageFacts(fields.message),
    recipients: fields.recipients.map(draftFromFields),
    ...(original && { original }),
  };
}

/** RFC 3464 §2.2 */
function messageFacts(group: FieldGroup): Partial<ReportDraft> {
  const reportingMta = mtaNameOf(group.get('reporting-mta'));
  const receivedFromMta = mtaNameOf(group.get('received-from-mta'));
  const originalEnvelopeId = group.get('original-envelope-id');
  const arrivalDate = parseDate(group.get('arrival-date') ?? '');
  const queueId = group.get('x-evergreen-queue-id') ?? group.get('x-postfix-queue-id');
  return {
    ...(reportingMta && { reportingMta }),
    ...(receivedFromMta && { receivedFromMta }),
    ...(originalEnvelopeId !== undefined && { originalEnvelopeId }),
    ...(arrivalDate !== undefined && { arrivalDate }),
    ...(queueId !== undefined && { queueId }),
  };
}

/** All of the message that the part holds, or its header. */
export function originalOf({ bytes }: OpenedMail, part: Part): Original {
  const message = decodeBody(bytes, part);
  return isWholeMessage(part) ? { message, sizeBytes: message.length } : { message };
}
