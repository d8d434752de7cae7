import { decodeXtext } from '../address/xtext.ts';
import {
  dnsName,
  finalRecipientOf,
  type Original,
  originalRecipientOf,
  ownDiagnostic,
  type Report,
  type ReportedRecipient,
  smtpDiagnostic,
} from '../dsn/report.ts';
import type { Recipient } from '../queue/message.ts';
import type { Notice } from '../queue/notice.ts';
import type { PlannedReport } from '../queue/report-plan.ts';

/** The report as a value: what the queue knows of the message and of the recipients that it is about. */
export function reportValue(
  planned: PlannedReport,
  hostname: string,
  original: Original,
  aliasOf: (recipient: Recipient) => string | undefined,
): Report {
  const { queueId, envelope, arrival, arrivedAt } = planned.about;
  const { envelopeId } = envelope;
  return {
    reportingMta: dnsName(hostname),
    ...(envelopeId !== undefined && { originalEnvelopeId: decodeXtext(envelopeId) }),
    ...(arrival && { receivedFromMta: dnsName(arrival.greetingName, arrival.ip) }),
    arrivalDate: arrivedAt,
    queueId,
    recipients: planned.notices.map((notice) => reportedRecipient(notice, aliasOf(notice.recipient))),
    original,
  };
}

function reportedRecipient(notice: Notice, alias: string | undefined): ReportedRecipient {
  const { recipient, action } = notice;
  const { originalRecipient } = recipient.parameters;
  return {
    finalRecipient: finalRecipientOf(recipient.address),
    ...(originalRecipient && { originalRecipient: originalRecipientOf(originalRecipient) }),
    ...(alias !== undefined && { alias }),
    action,
    ...fate(notice),
  };
}

function fate(notice: Notice): Omit<ReportedRecipient, 'finalRecipient' | 'originalRecipient' | 'action'> {
  switch (notice.action) {
    case 'failed':
    case 'delayed': {
      const { status, reply, remote, text, at } = notice.diagnostic;
      return {
        status,
        // RFC 3464 §2.3.5: only where a remote host took part.
        ...(remote && { remoteMta: dnsName(remote.name, remote.ip) }),
        diagnosticCode: reply ? smtpDiagnostic(reply) : ownDiagnostic(text),
        lastAttemptDate: at,
        ...(notice.action === 'delayed' && { willRetryUntil: notice.willRetryUntil }),
      };
    }
    case 'relayed': {
      const { by, reply } = notice;
      // X.1.9 (RFC 3886): relayed to a host that does not speak this protocol, so that no more can be said.
      return { status: '2.1.9', remoteMta: dnsName(by.name, by.ip), diagnosticCode: smtpDiagnostic(reply) };
    }
    case 'delivered':
    case 'expanded':
      // RFC 3463 §3.2, X.1.5: for positive delivery reports.
      return { status: '2.1.5' };
  }
}
