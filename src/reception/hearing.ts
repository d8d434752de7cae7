import type { MailboxAddress } from '../address/mailbox-address.ts';
import { NULL_PATH } from '../address/path.ts';
import type { Verdict } from '../authentication/verdict.ts';
import { vouchingDomains } from '../authentication/vouching.ts';
import { isFromMailSystem } from '../dsn/parse/authorship.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { Header } from '../message/fields.ts';
import type { IncomingMail } from '../queue/heard.ts';
import type { Incoming } from './acceptance.ts';
import type { WholeMessage } from './draft.ts';
import type { TakenRecipient } from './rcpt.ts';

/**
 * Octets that are read of a mail whose facts, if it has any, stand in its text. To find them there takes long, and anybody may send
 * us such mail.
 */
export const textBytesMax = 64 * 1024;

/** RFC 3464 §2: a notice has the null reverse-path, and is a multipart/report. Many are but one of the two, or neither. */
export const mayBeNotice = ({ reversePath }: Envelope, header: Header): boolean =>
  reversePath === NULL_PATH || isReport(header) || isFromMailSystem(header);

const isReport = (header: Header): boolean =>
  /^\s*multipart\/report\b/i.test(header.value('Content-Type') ?? '');

/** RFC 3834 §5: anything but `no`, behind which parameters may stand. */
export const isAutomatic = (header: Header): boolean =>
  isReport(header) || header.values('Auto-Submitted').some((value) => !/^\s*no\s*(?:[;(]|$)/i.test(value));

/** A mail as those see it who read notices. */
export function incomingMail(
  { queueId, arrivedAt, transaction, taken, sender }: Incoming,
  { header, head }: Pick<WholeMessage, 'header' | 'head'>,
  verdict: Verdict | undefined,
  isTagRequired: boolean,
): IncomingMail {
  return {
    queueId,
    at: arrivedAt,
    // The hash of a forward proves as much as a tag does.
    to: taken.map(senderBehind),
    tagged: taken.filter(({ tag }) => tag === 'valid').map(senderBehind),
    tag: worths.find((worth) => taken.some(({ tag }) => tag === worth)) ?? 'none',
    isTagRequired,
    isFromNobody: transaction.envelope.reversePath === NULL_PATH,
    ip: sender.ip,
    ...(verdict && { spf: verdict.spf }),
    authenticatedDomains: verdict ? vouchingDomains(verdict) : [],
    head: isReport(header) ? head : head.subarray(0, textBytesMax),
  };
}

/** Whose mail a notice to this recipient is about. */
const senderBehind = ({ address, author }: TakenRecipient): MailboxAddress => author ?? address;

/** The best first. */
const worths = ['valid', 'expired', 'forged', 'none'] as const;
