import type { Bytes } from '../../base/bytes.ts';
import { mailboxesOf, parseAddressList } from '../../message/address-list.ts';
import { decodeWords } from '../../message/words.ts';
import type { OpenedMail } from './format.ts';
import { readableText } from './readable-text.ts';
import { repairedMail } from './repaired-mail.ts';

/** Characters of a header value that are read. */
const valueLengthMax = 4_000;

/** Opens a mail, whatever it is: never throws. */
export function openMail(received: Bytes): OpenedMail {
  const { bytes, root } = repairedMail(received);
  const { header } = root;
  const value = (name: string): string => (header.value(name) ?? '').slice(0, valueLengthMax);
  const [from] = mailboxesOf(parseAddressList(value('From')));
  return {
    bytes,
    root,
    header,
    subject: decodeWords(value('Subject')).trim(),
    from: (from?.address ?? '').toLowerCase(),
    fromName: from?.name ?? '',
    text: readableText(bytes, root),
  };
}
