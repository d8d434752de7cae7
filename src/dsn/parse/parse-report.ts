import type { Bytes } from '../../base/bytes.ts';
import { type Action, actions } from '../report.ts';
import { asksForConfirmation, isAutoReply, isSurelyAutoReply } from './auto-reply.ts';
import { feedbackReport } from './feedback-report.ts';
import { foreignReport, unreadReport, withTextOf } from './foreign-report.ts';
import type { OpenedMail } from './format.ts';
import { openMail } from './open-mail.ts';
import type { ReadRecipient, ReadReport, ReportKind } from './read-report.ts';
import { completed, withoutFate } from './recipient.ts';
import { rejectedByReader } from './rejected-by-reader.ts';
import type { ReportDraft } from './report-draft.ts';
import { reportParts } from './report-parts.ts';
import { returnedHeader, returnedMessage } from './returned-message.ts';
import { standardReports } from './standard-report.ts';

/**
 * Reads what a mail reports. One element for almost every mail, one of kind `not-a-report` too; several where a mail carries several
 * reports. All of it is hearsay until it is matched to a message that we sent. Never throws; the time is linear in the octets.
 */
export function parseReport(bytes: Bytes): readonly ReadReport[] {
  const mail = openMail(bytes);
  return draftsOf(mail).map((draft) => finished(draft, mail));
}

/** Each reader is asked in its turn, the surest first. */
function draftsOf(mail: OpenedMail): readonly ReportDraft[] {
  const parts = reportParts(mail);
  const feedback = feedbackReport(mail, parts);
  if (feedback) return [feedback];
  const standard = standardReports(mail, parts);
  if (standard.length > 0) return standard.map((draft) => withTextOf(mail, draft));
  const foreign = isSurelyAutoReply(mail) ? undefined : foreignReport(mail, parts);
  const other = rejectedByReader(mail, parts) ?? foreign ?? unreadReport(mail, parts);
  if (other) return [other];
  const kind = isAutoReply(mail, parts) ? 'auto-reply' : 'not-a-report';
  return [{ kind, format: kind === 'auto-reply' ? 'rfc3834' : 'none', recipients: [] }];
}

function finished(draft: ReportDraft, mail: OpenedMail): ReadReport {
  const { kind, recipients: drafts, returnedAt: _, ...facts } = draft;
  const header = returnedHeader(mail, draft);
  const complete = kind === 'arf' ? withoutFate : completed;
  // Words beside what is said of a recipient are about him if there is no other.
  const context = drafts.length === 1 ? mail.text.slice(0, draft.returnedAt) : undefined;
  const recipients = drafts.map((each) => complete(each, draft.reportingMta, context));
  return {
    ...facts,
    kind: kind ?? kindOf(recipients),
    recipients,
    ...(kind !== 'not-a-report' && { returned: returnedMessage(mail, header) }),
  };
}

const kinds: Readonly<Record<Action, ReportKind>> = {
  failed: 'failure',
  delayed: 'delay',
  delivered: 'success',
  expanded: 'success',
  relayed: 'relay',
};

/** By the weightiest of several actions. */
function kindOf(recipients: readonly ReadRecipient[]): ReportKind {
  const action =
    actions.find((each) => recipients.some((recipient) => recipient.action === each)) ?? 'failed';
  // What was refused until the sender confirms is the question of a machine, whatever form it has.
  const isChallenge = recipients.every(({ diagnosticCode }) =>
    asksForConfirmation(diagnosticCode?.text ?? ''),
  );
  return recipients.length > 0 && isChallenge && action === 'failed' ? 'auto-reply' : kinds[action];
}
