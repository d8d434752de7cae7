import { type Bytes, fromUtf8 } from '../../base/bytes.ts';
import { mailboxesOf, parseAddressList } from '../../message/address-list.ts';
import { parseDate } from '../../message/dates.ts';
import { type Header, parseHeader } from '../../message/fields.ts';
import { type MessageId, messageIdOf, parseMessageIds } from '../../message/message-id.ts';
import { decodeWords } from '../../message/words.ts';
import type { OpenedMail } from './format.ts';
import type { ReturnedMessage } from './read-report.ts';
import type { ReportDraft } from './report-draft.ts';

/** Octets of the returned message in which its header is looked for. */
const headerBytesMax = 256 * 1024;
/** Characters of a value that are kept. */
const valueLengthMax = 2_000;
/** Received fields that are kept; what loops has no more to tell. */
const receivedMax = 100;

/** Where the header of the returned message stands: in a part of its own, or in the text. */
export function returnedHeader(mail: OpenedMail, { original, returnedAt }: ReportDraft): Header | undefined {
  const bytes = original?.message ?? (returnedAt === undefined ? undefined : textFrom(mail, returnedAt));
  const header = bytes && parseHeader(bytes.subarray(0, headerBytesMax));
  return header && header.fields.length > 0 ? header : undefined;
}

/** Characters behind the line that announces the returned message in which its first field is looked for. */
const leadLengthMax = 2_000;

/** From its first field on, without the marks such as `>` or the blanks that some programs put before each line. */
function textFrom({ text }: OpenedMail, at: number): Bytes | undefined {
  const first = /^([>|] ?| {1,8}|\t)?[A-Za-z][\w-]{1,40}:/m.exec(text.slice(at, at + leadLengthMax));
  if (!first) return undefined;
  const [, mark = ''] = first;
  const lines = text.slice(at + first.index, at + first.index + headerBytesMax).split('\n');
  return fromUtf8(lines.map((line) => (line.startsWith(mark) ? line.slice(mark.length) : line)).join('\n'));
}

/** What is known of the message that a notice is about. */
export function returnedMessage(mail: OpenedMail, header: Header | undefined): ReturnedMessage {
  const value = (name: string): string | undefined => nonEmpty(header?.value(name)?.slice(0, valueLengthMax));
  const messageId = (header && messageIdOf(header)) ?? mentionedId(mail);
  const subject = value('Subject') ?? (header ? undefined : mentionedSubject(mail));
  const date = parseDate(value('Date') ?? '');
  const from = value('From');
  const to = value('To');
  const returnPath = returnPathOf(mail);
  return {
    ...(messageId && { messageId }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(subject !== undefined && { subject: decodeWords(subject) }),
    ...(date !== undefined && { date }),
    ...(returnPath !== undefined && { returnPath }),
    received: (header?.values('Received') ?? []).slice(-receivedMax).reverse(),
  };
}

/** Where no header came back: what the notice calls the subject, in the words of its language. */
const mentionedSubject = ({ text }: OpenedMail): string | undefined =>
  /^[ \t>|]{0,12}(?:Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Temat|Ämne|Тема|件名|主题|主旨)[ \t]?[:：][ \t]{0,8}(\S[^\n]{0,500})/m
    .exec(text)?.[1]
    ?.trim();

/** Where no header came back: the message that the notice answers, or names in its text. */
function mentionedId({ header, text }: OpenedMail): MessageId | undefined {
  const named = /^[ \t>]*(?:original )?message[- ]id ?[:=]? {0,20}(<[^<>\s]{1,500}>)/im.exec(text)?.[1];
  return parseMessageIds(named ?? header.value('In-Reply-To') ?? '')[0];
}

/** The address that the notice came to: as the last host wrote it down, or as the notice is addressed (RFC 3464 §2). */
function returnPathOf({ header }: OpenedMail): string | undefined {
  const value = ['X-Original-To', 'Envelope-To', 'Delivered-To', 'To']
    .map((name) => header.value(name)?.slice(0, valueLengthMax))
    .find((each) => each?.includes('@'));
  return value === undefined ? undefined : mailboxesOf(parseAddressList(value))[0]?.address;
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
