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
import type { Stage } from '../envelope/stage.ts';
import type { Recipient } from '../queue/message.ts';
import type { Notice } from '../queue/notice.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';
import type { PlannedReport } from '../queue/report-plan.ts';

/** What a report is made of, beside what the queue has planned. */
export interface ReportMaterial {
  /** Our name. */
  readonly hostname: string;
  readonly original: Original;
  /** The alias that stands for a recipient, as the sender wrote it. */
  readonly aliasOf: (recipient: Recipient) => string | undefined;
  /** Whoever is behind an alias is not named to the sender (RFC 3464 §4.2). */
  readonly hidesAliasTargets: boolean;
}

/** The report as a value: what the queue knows of the message and of the recipients that it is about. */
export function reportValue(planned: PlannedReport, material: ReportMaterial): Report {
  const { hostname, original, aliasOf, hidesAliasTargets } = material;
  const { queueId, envelope, arrival, arrivedAt } = planned.about;
  const { envelopeId } = envelope;
  return {
    reportingMta: dnsName(hostname),
    // RFC 3461 §5.2.7.1 (b): that is between the sender and us.
    ...(envelopeId !== undefined &&
      planned.to !== 'forward-owner' && { originalEnvelopeId: decodeXtext(envelopeId) }),
    ...(arrival && { receivedFromMta: dnsName(arrival.greetingName, arrival.ip) }),
    arrivalDate: arrivedAt,
    queueId,
    recipients: planned.notices.map((notice) => {
      const alias = aliasOf(notice.recipient);
      const isConfidential = hidesAliasTargets && alias !== undefined;
      return { ...reportedRecipient(notice, alias), ...(isConfidential && { isConfidential }) };
    }),
    original,
  };
}

/** Behind one alias whose targets stay hidden, all that failed are one and the same to the sender. */
export const oncePerAlias = (recipients: readonly ReportedRecipient[]): readonly ReportedRecipient[] =>
  recipients.filter(
    ({ isConfidential, alias }, i) =>
      !isConfidential || recipients.findIndex((each) => each.isConfidential && each.alias === alias) === i,
  );

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
        stage: notice.diagnostic.stage,
        ...encryption(notice.diagnostic),
        ...attempts(notice.recipient, notice.diagnostic),
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

/** Stages at which it is known whether the connection is encrypted. */
const decidedStages: readonly Stage[] = ['auth', 'mail', 'rcpt', 'data', 'content'];

const encryption = ({ stage, tls }: Diagnostic): Pick<ReportedRecipient, 'tls'> =>
  tls !== undefined || decidedStages.includes(stage) ? { tls: tls ?? '' } : {};

/** The attempt that this is about counts; what the operator does is none. */
const attempts = ({ state }: Recipient, { stage }: Diagnostic): Pick<ReportedRecipient, 'attempts'> =>
  stage === 'queue' ? {} : { attempts: state.attempts + 1 };
