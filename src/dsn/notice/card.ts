import type { ReadRecipient, ReadReport } from '../parse/read-report.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import type { NoticeContent } from './blocks.ts';
import { noticeContent } from './content.ts';
import { readingOf } from './reading.ts';
import type { Telling } from './telling.ts';

/** Addresses that may have been meant, for one that failed. */
export type DidYouMean = (recipient: ReadRecipient) => readonly string[];

/**
 * A notice that came in, told as one of our own: what happened, who must act, what to do. Only one that says of each recipient what
 * was done and which host says so can be told like that; of any other, what it says is told.
 */
export function cardOf(read: ReadReport, telling: Telling, didYouMean: DidYouMean): NoticeContent {
  const report = asReport(read, didYouMean);
  return report ? noticeContent(report, undefined, telling) : readingOf(read, telling);
}

function asReport({ recipients, ...read }: ReadReport, didYouMean: DidYouMean): Report | undefined {
  const { reportingMta, receivedFromMta, arrivalDate, originalEnvelopeId, queueId, original } = read;
  const reported = recipients.flatMap((each) => asReported(each, didYouMean) ?? []);
  if (!reportingMta || reported.length === 0 || reported.length < recipients.length) return undefined;
  return {
    reportingMta,
    ...(originalEnvelopeId !== undefined && { originalEnvelopeId }),
    ...(receivedFromMta && { receivedFromMta }),
    ...(arrivalDate !== undefined && { arrivalDate }),
    ...(queueId !== undefined && { queueId }),
    recipients: reported,
    ...(original && { original }),
  };
}

function asReported(recipient: ReadRecipient, didYouMean: DidYouMean): ReportedRecipient | undefined {
  const { action, status, replyCode: _, isStatusInferred: __, explanation, ...facts } = recipient;
  if (action === undefined || status === undefined) return undefined;
  const meant = explanation.class === 'address' && action === 'failed' ? didYouMean(recipient) : [];
  return { ...facts, action, status, ...(meant.length > 0 && { didYouMean: meant }) };
}
