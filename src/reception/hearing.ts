import { NULL_PATH } from '../address/path.ts';
import type { Verdict } from '../authentication/verdict.ts';
import { vouchingDomains } from '../authentication/vouching.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { Header } from '../message/fields.ts';
import type { Heard, IncomingMail } from '../queue/heard.ts';
import type { Incoming } from './acceptance.ts';
import type { CompleteDraft } from './draft.ts';
import type { ReceptionWorld } from './world.ts';

/**
 * Octets that are read of a mail whose facts, if it has any, stand in its text. To find them there takes long, and anybody may send
 * us such mail.
 */
export const textBytesMax = 64 * 1024;

/** RFC 3464 §2: a notice has the null reverse-path, and is a multipart/report. Many are but one of the two. */
export const mayBeNotice = ({ reversePath }: Envelope, header: Header): boolean =>
  reversePath === NULL_PATH || isReport(header);

const isReport = (header: Header): boolean =>
  /^\s*multipart\/report\b/i.test(header.value('Content-Type') ?? '');

/** RFC 3834 §5: anything but `no`, behind which parameters may stand. */
export const isAutomatic = (header: Header): boolean =>
  isReport(header) || header.values('Auto-Submitted').some((value) => !/^\s*no\s*(?:[;(]|$)/i.test(value));

/** A mail as those see it who read notices. */
export const incomingMail = (
  { queueId, arrivedAt, taken, sender }: Incoming,
  { header, head }: CompleteDraft,
  verdict: Verdict | undefined,
): IncomingMail => ({
  queueId,
  at: arrivedAt,
  to: taken.map(({ address }) => address),
  tagged: taken.filter(({ tag }) => tag === 'valid').map(({ address }) => address),
  ip: sender.ip,
  authenticatedDomains: verdict ? vouchingDomains(verdict) : [],
  head: isReport(header) ? head : head.subarray(0, textBytesMax),
});

/** What a mail says of others that we sent, if it is a notice that can be believed. */
export async function hear(
  incoming: Incoming,
  draft: CompleteDraft,
  verdict: Verdict | undefined,
  world: ReceptionWorld,
): Promise<readonly Heard[]> {
  if (!mayBeNotice(incoming.transaction.envelope, draft.header)) return [];
  try {
    return await world.hear(incomingMail(incoming, draft, verdict));
  } catch (error) {
    // A notice that we cannot understand is a mail like any other.
    world.log.error('a notice could not be read', { queueId: incoming.queueId, error });
    return [];
  }
}
