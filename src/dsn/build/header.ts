import { hasNonAscii } from '../../address/domain.ts';
import { formatAddressList } from '../../message/address-list.ts';
import { formatDate } from '../../message/dates.ts';
import { type Header, parseHeader } from '../../message/fields.ts';
import { makeMessageId, messageIdOf, referencesFor } from '../../message/message-id.ts';
import { decodeWords } from '../../message/words.ts';
import { type HeaderForm, writeField, writeTextField } from '../../message/write-fields.ts';
import { newsKey } from '../notice/content.ts';
import type { Telling } from '../notice/telling.ts';
import { actions, type Report } from '../report.ts';
import type { NoticeContext } from './context.ts';

/** Characters of the original subject that are repeated. */
const subjectLengthMax = 200;

/** The header of the notice, without the fields of MIME. */
export function noticeFields(report: Report, context: NoticeContext, telling: Telling): string[] {
  const { to, postmaster } = context;
  const header = parseHeader(report.original?.message ?? new Uint8Array());
  const original = messageIdOf(header);
  // An address beyond ASCII cannot be written otherwise: such a notice needs SMTPUTF8 itself.
  const form: HeaderForm = hasNonAscii(to.text) || hasNonAscii(postmaster.text) ? 'utf8' : 'ascii';
  const name = telling.words.plain('from');
  const from = formatAddressList([{ kind: 'mailbox', name, address: postmaster.text }]);
  const references = referencesFor(header);
  return [
    writeField('Date', formatDate(context.at, context.zoneMinutes)),
    writeField('From', from, form),
    // RFC 3464 §2: addressed to the return path in the header too.
    writeField('To', to.text, form),
    writeTextField('Subject', subjectOf(report, header, telling)),
    writeField('Message-ID', makeMessageId(context.id, postmaster.domain)),
    ...(original ? [writeField('In-Reply-To', original)] : []),
    ...(references.length > 0 ? [writeField('References', references)] : []),
    // RFC 3834 §5: a report is an answer, so it is auto-replied.
    writeField('Auto-Submitted', 'auto-replied'),
    ...failedRecipients(report),
  ];
}

/** Not a standard, but what Exim and Gmail write and programs look for. */
function failedRecipients({ recipients }: Report): string[] {
  const failed = recipients
    .filter(({ action }) => action === 'failed')
    .map(({ finalRecipient }) => finalRecipient.address)
    .filter((address) => !hasNonAscii(address));
  return failed.length === 0 ? [] : [writeField('X-Failed-Recipients', commaSeparated(failed))];
}

/** The action that matters most to the sender, and the subject of the message. */
function subjectOf({ recipients }: Report, header: Header, telling: Telling): string {
  const { words } = telling;
  const action =
    actions.find((each) => recipients.some((recipient) => recipient.action === each)) ?? 'failed';
  const original = [...decodeWords(header.value('Subject') ?? '').trim()];
  const cut = original.slice(0, subjectLengthMax).join('');
  const shortened = original.length > subjectLengthMax ? `${cut}...` : cut;
  return words.plain(newsKey('subject', action, telling), {
    subject: shortened === '' ? words.plain('subject.none') : shortened,
  });
}

const commaSeparated = (words: readonly string[]): string[] =>
  words.map((word, i) => (i === words.length - 1 ? word : `${word},`));
