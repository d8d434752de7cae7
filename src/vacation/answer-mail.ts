import { hasNonAscii } from '../address/domain.ts';
import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Language } from '../dsn/languages/languages.ts';
import { formatAddressList } from '../message/address-list.ts';
import { type Content, composeMessage, type Entity } from '../message/compose.ts';
import { formatDate } from '../message/dates.ts';
import type { Header } from '../message/fields.ts';
import { htmlText } from '../message/html-text.ts';
import { type MessageId, messageIdOf, referencesFor } from '../message/message-id.ts';
import { decodeWords } from '../message/words.ts';
import { type HeaderForm, writeField, writeTextField } from '../message/write-fields.ts';
import { defaultWords } from './default-words.ts';
import type { Vacation, VacationAuthor } from './vacation.ts';

/** Characters of the subject that are repeated. */
const subjectLengthMax = 200;

export interface AnswerContext {
  readonly at: Instant;
  /** Letters and digits that no other message has. */
  readonly id: string;
  readonly messageId: MessageId;
  readonly from: VacationAuthor;
  /** The reverse-path of the message that is answered (RFC 3834 §4). */
  readonly to: MailboxAddress;
  /** In which it is said where no words were chosen. */
  readonly language: Language;
  readonly allows8bit: boolean;
}

/** Writes an answer (RFC 3834 §3) to the message with this header. Nothing of it but its subject and its names goes back. */
export function writeAnswer(vacation: Vacation, answered: Header, context: AnswerContext): Bytes {
  const { at, id, messageId, from, to, allows8bit } = context;
  const form: HeaderForm = hasNonAscii(to.text) || hasNonAscii(from.address.text) ? 'utf8' : 'ascii';
  const author = { kind: 'mailbox', address: from.address.text } as const;
  const parent = messageIdOf(answered);
  const references = referencesFor(answered);
  const fields = [
    writeField('Date', formatDate(at)),
    writeField('From', formatAddressList([from.name ? { ...author, name: from.name } : author]), form),
    writeField('To', to.text, form),
    writeTextField('Subject', vacation.subject ?? subjectFor(answered)),
    writeField('Message-ID', messageId),
    // RFC 3834 §3.1.6
    ...(parent ? [writeField('In-Reply-To', parent)] : []),
    ...(references.length > 0 ? [writeField('References', references)] : []),
    // RFC 3834 §3.1.7, §5
    writeField('Auto-Submitted', 'auto-replied'),
  ];
  const entity: Entity = { fields, content: bodyOf(vacation, context) };
  return composeMessage(entity, { boundaryId: id, allows8bit });
}

/** RFC 3834 §3.1.5 */
function subjectFor(answered: Header): string {
  const subject = [...decodeWords(answered.value('Subject') ?? '').trim()];
  return `Auto: ${subject.slice(0, subjectLengthMax).join('')}`.trim();
}

/** RFC 8621 §8: what is missing of the two bodies is made of the other; without both, it is for us to find words. */
function bodyOf({ textBody, htmlBody }: Vacation, { language }: AnswerContext): Content {
  const words = textBody ?? (htmlBody === null ? defaultWords[language] : htmlText(htmlBody));
  const text = { kind: 'text', type: 'text/plain', text: ended(words) } as const;
  if (htmlBody === null) return text;
  const html = { kind: 'text', type: 'text/html', text: ended(htmlBody) } as const;
  return { kind: 'multipart', subtype: 'alternative', parts: [{ content: text }, { content: html }] };
}

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);
