import type { Email, EmailAddress } from '../jmap/mail.ts';
import type { Id } from '../jmap/protocol.ts';
import { withoutRepeats } from './addresses.ts';

/** A mail that is being written. */
export interface Draft {
  /** The identity (RFC 8621 §6) it is sent as. */
  readonly identityId?: Id;
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly bcc: readonly EmailAddress[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** RFC 5322 §3.6.4: the mail that it answers. */
  readonly inReplyTo?: readonly string[];
  readonly references?: readonly string[];
  /** The email that gets the keyword when this one is sent. */
  readonly marks?: { readonly id: Id; readonly keyword: '$answered' | '$forwarded' };
}

export interface Attachment {
  readonly blobId: Id;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

export const emptyDraft: Draft = { to: [], cc: [], bcc: [], subject: '', text: '', attachments: [] };

/** In what words a mail is quoted. */
export interface QuoteWords {
  /** Above what is quoted in a reply: who wrote when. */
  readonly wrote: (email: Email) => string;
  /** Above what is forwarded, in a line of its own. */
  readonly forwarded: string;
}

/**
 * The answer to a mail (RFC 5322 §3.6.2: to Reply-To, else to From). With `all`, those who got it too get the answer too.
 * @param own the addresses of who answers: he does not write to himself, unless he alone had written
 */
export function replyTo(
  email: Email,
  text: string,
  { all, own, words }: { all: boolean; own: readonly EmailAddress[]; words: QuoteWords },
): Draft {
  const authors = email.replyTo?.length ? email.replyTo : (email.from ?? []);
  const isOwn = withoutRepeats(authors, own).length === 0;
  const to = isOwn ? (email.to ?? []) : authors;
  const others = all ? [...(isOwn ? [] : (email.to ?? [])), ...(email.cc ?? [])] : [];
  return {
    ...emptyDraft,
    to: withoutRepeats(to),
    cc: withoutRepeats(others, [...to, ...own]),
    subject: prefixed('Re', email.subject ?? ''),
    text: `\n\n${words.wrote(email)}\n${quoted(text)}`,
    ...(email.messageId && { inReplyTo: email.messageId }),
    references: [...(email.references ?? []), ...(email.messageId ?? [])],
    marks: { id: email.id, keyword: '$answered' },
  };
}

/** The mail for somebody else, with all that hangs on it. */
export function forward(email: Email, text: string, facts: readonly string[], words: QuoteWords): Draft {
  return {
    ...emptyDraft,
    subject: prefixed('Fwd', email.subject ?? ''),
    text: ['', '', words.forwarded, ...facts, '', text].join('\n'),
    attachments: email.attachments.flatMap(({ blobId, name, type, size }, i) =>
      blobId ? [{ blobId, name: name ?? `attachment-${i + 1}`, type, size }] : [],
    ),
    references: email.messageId ?? [],
    marks: { id: email.id, keyword: '$forwarded' },
  };
}

/** The mail once more, as it was, for other recipients. */
export function again(email: Email, text: string, to: readonly EmailAddress[]): Draft {
  return {
    ...forward(email, text, [], noWords),
    to,
    subject: email.subject ?? '',
    text,
    references: email.references ?? [],
  };
}

/** A draft as it was kept. */
export function draftOf(email: Email, text: string): Draft {
  const { to, cc, bcc, subject, inReplyTo, references } = email;
  const { attachments } = forward(email, text, [], noWords);
  return {
    ...{ to: to ?? [], cc: cc ?? [], bcc: bcc ?? [], subject: subject ?? '', text, attachments },
    ...(inReplyTo && { inReplyTo }),
    ...(references && { references }),
  };
}

const noWords: QuoteWords = { wrote: () => '', forwarded: '' };

/** RFC 5322 §3.6.5: one prefix is enough. */
const prefixed = (prefix: 'Re' | 'Fwd', subject: string): string =>
  new RegExp(`^${prefix}:`, 'i').test(subject) ? subject : `${prefix}: ${subject}`.trim();

/** RFC 3676 §4.5: a > before each line; a blank only before what is not quoted yet. */
const quoted = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : line === '' ? '>' : `> ${line}`))
    .join('\n');
