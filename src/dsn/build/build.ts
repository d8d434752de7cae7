import type { Bytes } from '../../base/bytes.ts';
import { invariant } from '../../base/invariant.ts';
import { composeMessage, type Entity } from '../../message/compose.ts';
import { Dates } from '../languages/dates.ts';
import { languageFor } from '../languages/languages.ts';
import { wordsOf } from '../languages/overrides.ts';
import { noticeContent } from '../notice/content.ts';
import type { Telling } from '../notice/telling.ts';
import { plainCause } from '../notice/why.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import { withoutSecrets } from './confidential.ts';
import type { NoticeContext } from './context.ts';
import { writeDeliveryStatus } from './delivery-status.ts';
import { noticeFields } from './header.ts';
import { type Logo, readablePart } from './readable-part.ts';
import { type Returned, returnBytesMax, returnedPart } from './returned.ts';

/** Writes the notice (RFC 3464, RFC 6522, RFC 3461 §6): the same octets for the same report and context. */
export function buildReport(report: Report, context: NoticeContext): Bytes {
  invariant(report.recipients.length > 0, 'a report is about one recipient at least');
  const told = withoutSecrets(report);
  const telling = tellingOf(context);
  const message: Entity = {
    fields: noticeFields(told, context, telling),
    content: {
      kind: 'multipart',
      subtype: 'report',
      parameters: new Map([['report-type', 'delivery-status']]),
      parts: noticeParts(told, context, telling),
    },
  };
  return composeMessage(message, { boundaryId: context.id, allows8bit: context.allows8bit ?? false });
}

function tellingOf(context: NoticeContext): Telling {
  const { at, language, overrides, timeZone, zoneMinutes = 0, recipientsInAll, fates, proof } = context;
  const words = wordsOf(languageFor(language), overrides);
  return {
    words,
    dates: new Dates(words, { zoneMinutes, ...(timeZone !== undefined && { timeZone }) }),
    at,
    reader: context.reader ?? 'sender',
    postmaster: context.postmaster.text,
    isAllClear: context.isAllClear ?? false,
    ...(recipientsInAll !== undefined && { recipientsInAll }),
    ...(fates && { fates }),
    ...(proof && { proof }),
  };
}

/** What is for people, the fields for programs, and what goes back of the message (RFC 6522 §3). */
function noticeParts(report: Report, context: NoticeContext, telling: Telling): Entity[] {
  const { isSmtpUtf8 = false, allows8bit = false, zoneMinutes = 0 } = context;
  const returned = returnedOf(report, context);
  // RFC 6533 §3: without 8-bit transport the 7-bit forms must be used, which need no global types.
  const status = writeDeliveryStatus(report, {
    allowsUtf8: isSmtpUtf8 && allows8bit,
    zoneMinutes,
    localized: (recipient) => localizedDiagnostics(recipient, telling),
  });
  return [
    readablePart(noticeContent(report, returned, telling), logoOf(context)),
    { content: { kind: 'as-is', ...status } },
    ...(returned ? [returned.entity] : []),
  ];
}

function returnedOf(report: Report, context: NoticeContext): Returned | undefined {
  if (!report.original) return undefined;
  return returnedPart(report, report.original, {
    returnContent: context.returnContent,
    requiresTls: context.requiresTls ?? false,
    isSmtpUtf8: context.isSmtpUtf8 ?? false,
    allows8bit: context.allows8bit ?? false,
    returnBytesMax: context.returnBytesMax ?? returnBytesMax,
  });
}

/** Our explanation in the language of the reader and in English, each language once (RFC 6533 §4.1). */
function localizedDiagnostics(recipient: ReportedRecipient, { words }: Telling): ReadonlyMap<string, string> {
  if (recipient.action !== 'failed' && recipient.action !== 'delayed') return new Map();
  const spoken = [words, wordsOf('en')];
  return new Map(spoken.map((each) => [each.language, plainCause(recipient, each)]));
}

function logoOf({ overrides, id, postmaster }: NoticeContext): Logo | undefined {
  if (!overrides?.logo) return undefined;
  return {
    bytes: overrides.logo,
    contentId: `logo.${id}@${postmaster.domain}`,
    alternative: postmaster.domain,
  };
}
