import { type MailDomain, parseMailDomain } from '../../address/domain.ts';
import type { MailboxAddress } from '../../address/mailbox-address.ts';
import { decodeXtext, parseXtext } from '../../address/xtext.ts';
import type { Instant } from '../../base/instant.ts';
import { parseReceived } from '../../message/hops.ts';
import type { MessageId } from '../../message/message-id.ts';
import type { ReadReport } from '../parse/read-report.ts';
import { addressesIn } from './addresses.ts';
import type { NoticeArrival, OurMarks } from './notice-arrival.ts';
import { type Purpose, readSignedId, type SignedId } from './signature.ts';

/** What a notice brings back of the message that it is about: by this the message can be looked up, and the notice judged. */
export interface Marks {
  /** Queue ids of ours, signed or not. */
  readonly ids: readonly MarkedId[];
  /** As they stand; the one in the returned message first. */
  readonly messageIds: readonly MessageId[];
  /** Original-Envelope-Id, as it stands and without the encoding that some hosts leave in it. */
  readonly envelopeIds: readonly string[];
  /** Whom the notice speaks of. */
  readonly addresses: readonly MailboxAddress[];
}

export interface MarkedId {
  readonly queueId: string;
  readonly in: Purpose;
  readonly verdict: SignedId['verdict'] | 'unsigned';
  /** The time beside it. */
  readonly at?: Instant;
}

/** Bounds on what is looked at: nobody has that many, and whoever writes more wants to keep us busy. */
const hopsMax = 100;
const messageIdsMax = 20;
const addressesMax = 100;

export function marksOf(report: ReadReport, arrival: NoticeArrival, ours: OurMarks): Marks {
  const { returned, originalEnvelopeId } = report;
  const messageIds = [
    ...new Set([...(returned?.messageId === undefined ? [] : [returned.messageId]), ...arrival.references]),
  ].slice(0, messageIdsMax);
  const envelopeIds = originalEnvelopeId === undefined ? [] : envelopeIdForms(originalEnvelopeId);
  const received = (returned?.received ?? []).slice(0, hopsMax);
  return {
    ids: [
      ...arrival.to.flatMap((address) => idInReversePath(address, ours)),
      ...envelopeIds.flatMap((text) => signedIn(text, 'envelope-id', ours)),
      ...messageIds.flatMap((id) => idInMessageId(id, ours)),
      ...received.flatMap((value) => idInReceived(value, ours)),
    ],
    messageIds,
    envelopeIds,
    addresses: report.recipients
      .slice(0, addressesMax)
      .flatMap(({ finalRecipient, originalRecipient }) => [
        ...addressesIn(finalRecipient.address),
        ...addressesIn(originalRecipient?.address ?? ''),
      ]),
  };
}

/** RFC 3464 §2.2.1: the field has it decoded. */
function envelopeIdForms(text: string): string[] {
  const xtext = parseXtext(text);
  const decoded = xtext === undefined ? text : decodeXtext(xtext);
  return decoded === text ? [text] : [text, decoded];
}

function idInReversePath(address: MailboxAddress, { queueIdOf }: OurMarks): MarkedId[] {
  const queueId = queueIdOf(address);
  return queueId === undefined ? [] : [{ queueId, in: 'reverse-path', verdict: 'valid' }];
}

function signedIn(text: string, purpose: Purpose, { keys }: OurMarks): MarkedId[] {
  const signed = readSignedId(text, purpose, keys);
  return signed ? [{ queueId: signed.id, in: purpose, verdict: signed.verdict }] : [];
}

function idInMessageId(messageId: MessageId, ours: OurMarks): MarkedId[] {
  const [, left = '', right = ''] = /^<([^@]*)@(.*)>$/.exec(messageId) ?? [];
  return signedIn(left, 'message-id', ours).filter((id) => isOfOurs(id, right, ours.hostname));
}

/** RFC 5321 §4.4: each host puts its name and its id into the field. */
function idInReceived(value: string, ours: OurMarks): MarkedId[] {
  const { id = '', by = '', at } = parseReceived(value);
  const time = at === undefined ? {} : { at };
  const [signed] = signedIn(id, 'received', ours);
  if (signed) return isOfOurs(signed, by, ours.hostname) ? [{ ...signed, ...time }] : [];
  if (!isName(by, ours.hostname) || !/^[0-9a-z]{10,64}$/i.test(id)) return [];
  return [{ queueId: id.toLowerCase(), in: 'received', verdict: 'unsigned', ...time }];
}

/** Another server of our kind writes in the same form, with keys of its own: that is no forgery. */
const isOfOurs = ({ verdict }: MarkedId, host: string, hostname: MailDomain): boolean =>
  verdict === 'valid' || isName(host, hostname);

function isName(text: string, hostname: MailDomain): boolean {
  const domain = parseMailDomain(text);
  return domain.ok && domain.value === hostname;
}
