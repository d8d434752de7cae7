import { hasNonAscii } from '../../address/domain.ts';
import type { Bytes } from '../../base/bytes.ts';
import { formatAddressList } from '../../message/address-list.ts';
import { composeMessage } from '../../message/compose.ts';
import { formatDate } from '../../message/dates.ts';
import { makeMessageId } from '../../message/message-id.ts';
import { type HeaderForm, writeField, writeTextField } from '../../message/write-fields.ts';
import { Dates } from '../languages/dates.ts';
import { languageFor } from '../languages/languages.ts';
import { wordsOf } from '../languages/overrides.ts';
import { type Forgery, forgeryContent } from '../notice/forgery.ts';
import type { NoticeContext } from './context.ts';
import { readablePart } from './readable-part.ts';

export type CardContext = Pick<
  NoticeContext,
  'at' | 'id' | 'to' | 'postmaster' | 'language' | 'zoneMinutes' | 'overrides' | 'allows8bit'
>;

/** The mail to somebody whose address is forged: text and HTML, no report. The same octets for the same arguments. */
export function buildForgeryCard(forgery: Forgery, context: CardContext): Bytes {
  const { at, id, to, postmaster, language, overrides, zoneMinutes = 0, allows8bit = false } = context;
  const words = wordsOf(languageFor(language), overrides);
  const dates = new Dates(words, { zoneMinutes });
  const content = forgeryContent(forgery, { words, dates, postmaster: postmaster.text });
  const form: HeaderForm = hasNonAscii(to.text) || hasNonAscii(postmaster.text) ? 'utf8' : 'ascii';
  const from = formatAddressList([{ kind: 'mailbox', name: words.plain('from'), address: postmaster.text }]);
  const fields = [
    writeField('Date', formatDate(at, zoneMinutes)),
    writeField('From', from, form),
    writeField('To', to.text, form),
    writeTextField('Subject', content.headline),
    writeField('Message-ID', makeMessageId(id, postmaster.domain)),
    // RFC 3834 §5: it answers no message.
    writeField('Auto-Submitted', 'auto-generated'),
  ];
  const { content: parts } = readablePart(content);
  return composeMessage({ fields, content: parts }, { boundaryId: id, allows8bit });
}
