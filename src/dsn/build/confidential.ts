import { invariant } from '../../base/invariant.ts';
import { classOf, type StatusCode } from '../../envelope/status-code.ts';
import { type Report, type ReportedRecipient, typedByLetters } from '../report.ts';

/**
 * The report as its reader may see it: a recipient behind a confidential forward goes by the alias, and what the target's hosts are
 * called and said, which may name it, is gone (RFC 3464 §4.2 (c), RFC 3461 §5.2.7.4).
 */
export const withoutSecrets = (report: Report): Report =>
  report.recipients.some(({ isConfidential }) => isConfidential)
    ? { ...report, recipients: report.recipients.map(disclosed) }
    : report;

function disclosed(recipient: ReportedRecipient): ReportedRecipient {
  if (!recipient.isConfidential) return recipient;
  const { alias, originalRecipient, action, status, lastAttemptDate, willRetryUntil } = recipient;
  invariant(alias !== undefined, 'a confidential forward has an alias');
  return {
    finalRecipient: typedByLetters(alias),
    ...(originalRecipient && { originalRecipient }),
    action,
    status: speaksOfAddress(status) ? withoutDetail(status) : status,
    ...(lastAttemptDate !== undefined && { lastAttemptDate }),
    ...(willRetryUntil !== undefined && { willRetryUntil }),
    isConfidential: true,
  };
}

/** X.1.X (RFC 3463 §3.2) is true of the hidden address, not of the one that is named. */
const speaksOfAddress = (status: StatusCode): boolean => status.split('.')[1] === '1';

const withoutDetail = (status: StatusCode): StatusCode => `${classOf(status)}.0.0`;
