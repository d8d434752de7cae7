import { isType } from '../../message/content-type.ts';
import { dnsName } from '../report.ts';
import { isAutomatic, isByMachine, isByPerson, isBySystem } from './authorship.ts';
import type { Finding, OpenedMail } from './format.ts';
import { formats } from './formats/all.ts';
import { draftFromText, mergedDraft, type RecipientDraft } from './recipient-draft.ts';
import { stageInText } from './reply-in-text.ts';
import type { ReportDraft } from './report-draft.ts';
import type { ReportParts } from './report-parts.ts';
import { originalOf } from './standard-report.ts';
import { delaySubject, failureSubject, goodsSubject, overviewSubject } from './subjects.ts';

/** What the first format that knows this mail finds in it. */
export function foreignReport(mail: OpenedMail, { returned }: ReportParts): ReportDraft | undefined {
  const found = isAboutOther(mail) ? undefined : firstFinding(mail);
  return (
    found && {
      format: found.format,
      ...factsOf(found.finding),
      recipients: found.finding.recipients.map(draftFromText),
      ...(returned && { original: originalOf(mail, returned) }),
    }
  );
}

/** No words make a report of what is no mail at all. */
const isMail = ({ header }: OpenedMail): boolean =>
  ['From', 'Subject', 'Date', 'Received', 'Return-Path'].some((name) => header.has(name));

const isAboutOther = (mail: OpenedMail): boolean =>
  !isMail(mail) ||
  isByPerson(mail) ||
  (goodsSubject.test(mail.subject) && !isByMachine(mail)) ||
  (overviewSubject.test(mail.subject) && !failureSubject.test(mail.subject));

/**
 * What reports by all appearances, though nobody can be found in it of whom it speaks: then who was written to may be known from the
 * message that came back.
 */
export function unreadReport(mail: OpenedMail, { returned }: ReportParts): ReportDraft | undefined {
  if (!isBySystem(mail)) return undefined;
  const isReport =
    isType(mail.root.contentType, 'multipart/report') && reportType(mail) === 'delivery-status';
  const action = delaySubject.test(mail.subject) ? 'delayed' : 'failed';
  const hasSubject = action === 'delayed' || failureSubject.test(mail.subject);
  // Postmasters write mail of their own too.
  if (!isReport && !(hasSubject && (returned || isAutomatic(mail) || !/^p[o0]+st/.test(mail.from))))
    return undefined;
  return {
    kind: action === 'delayed' ? 'delay' : 'failure',
    format: 'unread',
    recipients: [],
    ...(returned && { original: originalOf(mail, returned) }),
  };
}

const reportType = ({ root }: OpenedMail): string | undefined =>
  root.contentType.parameters.get('report-type')?.toLowerCase();

/** A standard report, and from the text what it does not say: who it is, or why. */
export function withTextOf(mail: OpenedMail, draft: ReportDraft): ReportDraft {
  const { recipients } = draft;
  const isWhole = recipients.every(({ finalRecipient, diagnosticCode }) => finalRecipient && diagnosticCode);
  if (recipients.length > 0 && isWhole && draft.original) {
    if (!tellsStage.test(mail.text)) return draft;
    if (recipients.length === 1) return { ...draft, recipients: recipients.map(withStage(mail.text)) };
  }
  const finding = firstFinding(mail)?.finding;
  if (!finding) return draft;
  const found = finding.recipients.map(draftFromText);
  const isNamed = recipients.some(({ finalRecipient }) => finalRecipient);
  return {
    ...factsOf(finding),
    ...draft,
    recipients: isNamed
      ? recipients.map((each) => merged(each, sameIn(found, each) ?? onlyOne(recipients, found)))
      : found.map((each) => mergedDraft(recipients[0] ?? {}, each)),
  };
}

/** What no field tells: to what a host said no. */
const tellsStage = /in reply to|remote mail server after|>>> (?:RCPT|MAIL|DATA)/i;

function withStage(text: string): (draft: RecipientDraft) => RecipientDraft {
  const stage = stageInText(text);
  return (draft) => ({ ...(stage && { stage }), ...draft });
}

function firstFinding(mail: OpenedMail): { readonly format: string; readonly finding: Finding } | undefined {
  for (const format of formats) {
    const finding = format.read(mail);
    if (finding && finding.recipients.length > 0) return { format: format.name, finding };
  }
  return undefined;
}

const factsOf = ({ reportingHost, returnedAt }: Finding): Partial<ReportDraft> => ({
  ...(reportingHost !== undefined && { reportingMta: dnsName(reportingHost) }),
  ...(returnedAt !== undefined && { returnedAt }),
});

function sameIn(found: readonly RecipientDraft[], draft: RecipientDraft): RecipientDraft | undefined {
  const keys = [draft.finalRecipient, draft.originalRecipient].map((each) => each?.address.toLowerCase());
  return found.find(({ finalRecipient }) => keys.includes(finalRecipient?.address.toLowerCase()));
}

/** Of one recipient, the text speaks of him whatever he is called there. */
const onlyOne = (recipients: readonly RecipientDraft[], found: readonly RecipientDraft[]) =>
  recipients.length === 1 && found.length === 1 ? found[0] : undefined;

function merged(draft: RecipientDraft, same: RecipientDraft | undefined): RecipientDraft {
  if (!same) return draft;
  // Fields that the report could have had are not made up from its text; that only helps to understand why.
  const { status, replyCode, diagnosticCode } = same;
  const words = diagnosticCode?.text;
  const stage = same.stage ?? stageInText(words ?? '');
  if (draft.diagnosticCode) return { ...(stage && { stage }), ...draft };
  return {
    ...(status && { status }),
    ...(replyCode !== undefined && { replyCode }),
    ...(stage && { stage }),
    ...(words !== undefined && { words }),
    ...draft,
  };
}
