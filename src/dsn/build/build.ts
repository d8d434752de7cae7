import { hasNonAscii } from '../../address/domain.ts';
import type { MailboxAddress } from '../../address/mailbox-address.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import { invariant } from '../../base/invariant.ts';
import type { ReturnContent } from '../../envelope/dsn-parameters.ts';
import { formatAddressList } from '../../message/address-list.ts';
import { composeMessage, type Entity } from '../../message/compose.ts';
import { formatDate } from '../../message/dates.ts';
import { type Header, parseHeader } from '../../message/fields.ts';
import { makeMessageId, messageIdOf, referencesFor } from '../../message/message-id.ts';
import { decodeWords } from '../../message/words.ts';
import { type HeaderForm, writeField, writeTextField } from '../../message/write-fields.ts';
import { readableText } from '../notice/readable.ts';
import { type Action, actions, type Report } from '../report.ts';
import { writeDeliveryStatus } from './delivery-status.ts';
import { returnBytesMax, returnedPart } from './returned.ts';

/** What a notice needs beside the report: its own place and time, and the way that it goes. */
export interface NoticeContext {
  /** When it is written. */
  readonly at: Instant;
  /** Letters and digits that no other notice of ours has: for its Message-ID and its boundary. */
  readonly id: string;
  /** The return path of the message, or the postmaster; never the null path. */
  readonly to: MailboxAddress;
  /** Somebody who reads answers (RFC 3464 §2). */
  readonly postmaster: MailboxAddress;
  /** Who reads it: the sender, or the postmaster in the place of a sender who may not be told. */
  readonly reader?: 'sender' | 'postmaster';
  /** Recipients that the message has in all, for "1 of its 7 recipients". */
  readonly recipientsInAll?: number;
  /** RET, if the sender gave it. */
  readonly returnContent?: ReturnContent;
  /** The message was sent with SMTPUTF8: its sender can read UTF-8 in headers. */
  readonly isSmtpUtf8?: boolean;
  /**
   * The way to the sender is known to take 8-bit bodies: a mailbox of ours, say. Otherwise the notice is
   * ASCII.
   */
  readonly allows8bit?: boolean;
  /** See returned.ts. */
  readonly returnBytesMax?: number;
  /** Offset of our local time, east positive. */
  readonly zoneMinutes?: number;
}

/** Characters of the original subject that are repeated. */
const subjectLengthMax = 200;

/** Writes the notice (RFC 3464, RFC 6522, RFC 3461 §6): the same octets for the same report and context. */
export function buildReport(report: Report, context: NoticeContext): Bytes {
  invariant(report.recipients.length > 0, 'a report is about one recipient at least');
  const message: Entity = {
    fields: noticeFields(report, context),
    content: {
      kind: 'multipart',
      subtype: 'report',
      parameters: new Map([['report-type', 'delivery-status']]),
      parts: noticeParts(report, context),
    },
  };
  return composeMessage(message, { boundaryId: context.id, allows8bit: context.allows8bit ?? false });
}

/** The text for people, the fields for programs, and what goes back of the message (RFC 6522 §3). */
function noticeParts(report: Report, context: NoticeContext): Entity[] {
  const { isSmtpUtf8 = false, allows8bit = false, zoneMinutes = 0 } = context;
  const returned =
    report.original &&
    returnedPart(report, report.original, {
      returnContent: context.returnContent,
      isSmtpUtf8,
      allows8bit,
      returnBytesMax: context.returnBytesMax ?? returnBytesMax,
    });
  const text = readableText(report, returned, {
    at: context.at,
    zoneMinutes,
    reader: context.reader ?? 'sender',
    recipientsInAll: context.recipientsInAll,
  });
  // RFC 6533 §3: without 8-bit transport the 7-bit forms must be used, which need no global types.
  const status = writeDeliveryStatus(report, { allowsUtf8: isSmtpUtf8 && allows8bit, zoneMinutes });
  return [
    { fields: [writeField('Content-Language', 'en')], content: { kind: 'text', type: 'text/plain', text } },
    { content: { kind: 'as-is', ...status } },
    ...(returned ? [returned.entity] : []),
  ];
}

function noticeFields(report: Report, context: NoticeContext): string[] {
  const { to, postmaster } = context;
  const header = parseHeader(report.original?.message ?? new Uint8Array());
  const original = messageIdOf(header);
  // An address beyond ASCII cannot be written otherwise: such a notice needs SMTPUTF8 itself.
  const form: HeaderForm = hasNonAscii(to.text) || hasNonAscii(postmaster.text) ? 'utf8' : 'ascii';
  const from = formatAddressList([{ kind: 'mailbox', name: 'Mail Delivery', address: postmaster.text }]);
  const references = referencesFor(header);
  const failed = report.recipients
    .filter((each) => each.action === 'failed')
    .map((each) => each.finalRecipient.address);
  // Not a standard, but what Exim and Gmail write and programs look for.
  const failedInAscii = failed.filter((address) => !hasNonAscii(address));
  return [
    writeField('Date', formatDate(context.at, context.zoneMinutes)),
    writeField('From', from, form),
    // RFC 3464 §2: addressed to the return path in the header too.
    writeField('To', to.text, form),
    writeTextField('Subject', subject(report, header)),
    writeField('Message-ID', makeMessageId(context.id, postmaster.domain)),
    ...(original ? [writeField('In-Reply-To', original)] : []),
    ...(references.length > 0 ? [writeField('References', references)] : []),
    // RFC 3834 §5: a report is an answer, so it is auto-replied.
    writeField('Auto-Submitted', 'auto-replied'),
    ...(failedInAscii.length > 0 ? [writeField('X-Failed-Recipients', commaSeparated(failedInAscii))] : []),
  ];
}

const subjectWords: Readonly<Record<Action, string>> = {
  failed: 'Undelivered',
  delayed: 'Delayed',
  delivered: 'Delivered',
  relayed: 'Relayed',
  expanded: 'Expanded',
};

/** The action that matters most to the sender, and the subject of the message. */
function subject(report: Report, header: Header): string {
  const action = actions.find((each) => report.recipients.some((recipient) => recipient.action === each));
  const original = decodeWords(header.value('Subject') ?? '').trim();
  const cut =
    [...original].length > subjectLengthMax
      ? `${[...original].slice(0, subjectLengthMax).join('')}...`
      : original;
  return `${subjectWords[action ?? 'failed']}: ${cut === '' ? '(no subject)' : cut}`;
}

const commaSeparated = (words: readonly string[]): string[] =>
  words.map((word, i) => (i === words.length - 1 ? word : `${word},`));
