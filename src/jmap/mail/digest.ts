import type { Bytes } from '../../base/bytes.ts';
import type { Digest, DigestAddress, ShownDigest } from '../../mailbox/digest.ts';
import { searchedBodyMax } from '../../mailbox/digest.ts';
import { htmlText } from '../../message/html-text.ts';
import { bodyValue } from './body-value.ts';
import { isText, mediaType } from './message-parts.ts';
import { defaultBodyRequest, ParsedEmail } from './parsed-email.ts';

/** What lists, searches and threads need to know of a message, as ParsedEmail shows it. */
export function digestOf(bytes: Bytes): Digest {
  const email = new ParsedEmail(bytes);
  const shown = shownDigest(email);
  const { subject, from, to, cc, bcc, sentAt } = shown;
  const time = sentAt === null ? Number.NaN : Date.parse(sentAt);
  return {
    shown,
    sentAt: Number.isNaN(time) ? undefined : time,
    texts: {
      subject: subject ?? '',
      from: addressText(from),
      to: addressText(to),
      cc: addressText(cc),
      bcc: addressText(bcc),
      body: bodyText(email),
    },
  };
}

const shownProperties = [
  ...(['messageId', 'inReplyTo', 'references', 'sender', 'from', 'to', 'cc', 'bcc', 'replyTo'] as const),
  ...(['subject', 'sentAt', 'hasAttachment', 'preview'] as const),
] satisfies readonly (keyof ShownDigest)[];

function shownDigest(email: ParsedEmail): ShownDigest {
  const entries = shownProperties.map((name) => [name, email.property(name, defaultBodyRequest, (id) => id)]);
  return Object.fromEntries(entries) as ShownDigest;
}

const addressText = (list: readonly DigestAddress[] | null): string =>
  (list ?? []).map(({ name, email }) => `${name ?? ''} ${email}`).join('\n');

/**
 * The words that a reader sees, of all parts that are text, those of files too (RFC 8621 §4.4.1: markup is no content). Of an alternative,
 * both kinds count.
 */
export function bodyText(email: ParsedEmail): string {
  let text = '';
  for (const part of email.parts.leaves) {
    if (!isText(part)) continue;
    if (text.length >= searchedBodyMax) break;
    // A character of HTML is not always one of its text.
    const { value } = bodyValue(email.parts, part, 4 * searchedBodyMax);
    text += `${mediaType(part) === 'text/html' ? htmlText(value) : value}\n`;
  }
  return text.slice(0, searchedBodyMax).toWellFormed();
}
