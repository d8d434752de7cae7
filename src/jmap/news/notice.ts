import { type MailboxAddress, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { nearAddresses } from '../../address/near-address.ts';
import type { Instant } from '../../base/instant.ts';
import { noticeFieldName, readNoticeField } from '../../dsn/correlate/notice-field.ts';
import { Dates } from '../../dsn/languages/dates.ts';
import { languageFor } from '../../dsn/languages/languages.ts';
import { Words } from '../../dsn/languages/words.ts';
import { cardOf } from '../../dsn/notice/card.ts';
import { parseReport } from '../../dsn/parse/parse-report.ts';
import type { ReadRecipient } from '../../dsn/parse/read-report.ts';
import { parseHeader } from '../../message/fields.ts';
import type { Json, JsonObject } from '../json.ts';
import type { NewsEmail } from './world.ts';

/** For whom a notice is told. */
export interface Reader {
  readonly languages: readonly string[];
  readonly at: Instant;
  readonly postmaster: string;
  /** Addresses that his mail has reached. */
  readonly reached: readonly MailboxAddress[];
}

/** What a mail says of the fate of another; null if it is no notice at all. */
export function noticeOf({ content }: NewsEmail, reader: Reader): JsonObject | null {
  const [report] = parseReport(content);
  if (!report || report.kind === 'not-a-report' || report.kind === 'auto-reply') return null;
  const words = new Words(languageFor(...reader.languages));
  const telling = {
    words,
    dates: new Dates(words, { zoneMinutes: 0 }),
    at: reader.at,
    reader: 'sender' as const,
    postmaster: reader.postmaster,
    isAllClear: false,
  };
  const meant = (recipient: ReadRecipient) => suggestions(recipient, reader.reached);
  const card = cardOf(report, telling, meant);
  return {
    kind: report.kind,
    verdict: verdictOf(content),
    queueId: report.queueId ?? null,
    messageId: report.returned?.messageId ?? null,
    subject: report.returned?.subject ?? null,
    // A value of plain objects, lists and strings.
    content: card as unknown as Json,
    recipients: report.recipients.map((recipient) => ({
      address: recipient.finalRecipient.address,
      action: recipient.action ?? null,
      status: recipient.status ?? null,
      cause: recipient.explanation.cause,
      class: recipient.explanation.class,
      owner: recipient.explanation.owner,
      permanence: recipient.explanation.permanence,
      willRetryUntil: recipient.willRetryUntil ?? null,
      didYouMean: [...meant(recipient)],
    })),
  };
}

/** What was found of it when it came in; null for our own. */
function verdictOf(content: NewsEmail['content']): string | null {
  const value = parseHeader(content).value(noticeFieldName);
  return (value !== undefined && readNoticeField(value)) || null;
}

function suggestions(
  { finalRecipient, explanation }: ReadRecipient,
  reached: readonly MailboxAddress[],
): string[] {
  if (explanation.class !== 'address') return [];
  const parsed = parseMailboxAddress(finalRecipient.address, { utf8: true });
  return parsed.ok ? nearAddresses(parsed.value, reached).map(({ text }) => text) : [];
}
