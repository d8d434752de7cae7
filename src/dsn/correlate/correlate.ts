import { NULL_PATH } from '../../address/path.ts';
import { dayMs, later } from '../../base/instant.ts';
import type { ReadRecipient, ReadReport } from '../parse/read-report.ts';
import { isSimilarAddress } from './addresses.ts';
import { judge } from './judge.ts';
import type { MarkedId, Marks } from './marks.ts';
import { type Match, type MatchedBy, tiesByStrength } from './match.ts';
import type { NoticeArrival } from './notice-arrival.ts';
import { type FoundRecipient, recipientOf } from './recipient-of.ts';
import type { SentRecord } from './sent-record.ts';

/** RFC 5321 §4.5.4.1: four to five days in our queue, as long in another, and the notice on its way. */
export const noticesComeWithinMs = 12 * dayMs;

/** Recipients of one notice that are matched. */
const recipientsMax = 1_000;

/**
 * Matches a notice with messages that we sent, one match for each of its recipients, and judges whether it may be believed. Pure:
 * `marks` are those of the notice (marksOf), and `records` the messages that were found by them, in no order.
 */
export function correlate(
  report: ReadReport,
  marks: Marks,
  records: readonly SentRecord[],
  arrival: NoticeArrival,
): readonly Match[] {
  return report.recipients
    .slice(0, recipientsMax)
    .flatMap((reported) => matchesOf(report, reported, marks, records, arrival));
}

/** A message that a notice may be about. */
interface Candidate {
  readonly record: SentRecord;
  readonly by: MatchedBy;
  readonly found: FoundRecipient | undefined;
}

function matchesOf(
  report: ReadReport,
  reported: ReadRecipient,
  marks: Marks,
  records: readonly SentRecord[],
  arrival: NoticeArrival,
): Match[] {
  const candidates = records.flatMap((record): Candidate[] => {
    const found = recipientOf(reported, record);
    const by = tieOf(marks, record, found, arrival);
    return by === undefined ? [] : [{ record, by, found }];
  });
  const best = bestOf(candidates);
  const isAmbiguous = best.length > 1;
  return best.map(({ record, by, found }) => {
    const recipient = found?.recipient;
    const about = { report, reported, arrival, marks, record, recipient, by, isAmbiguous };
    return {
      submission: record.queueId,
      ...(recipient && { recipient: recipient.index }),
      reported,
      by,
      confidence: confidenceOf(by, found) / (isSigned(by) ? 1 : best.length),
      genuine: judge(about),
    };
  });
}

/**
 * Each message whose signature came back: one mail can pass through here twice, as two messages. Of the weaker ties only the strongest,
 * and rather a message that has the recipient than one that has not.
 */
function bestOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const signed = candidates.filter(({ by }) => isSigned(by));
  if (signed.length > 0) return signed;
  const strongest = tiesByStrength.find((tie) => candidates.some(({ by }) => by === tie));
  const tied = candidates.filter(({ by }) => by === strongest);
  const named = tied.filter(({ found }) => found?.as === 'named');
  return named.length > 0 ? named : tied;
}

const isSigned = (by: MatchedBy): boolean => by.startsWith('signed-');

/** The strongest tie between a notice and a message. */
function tieOf(
  { ids, messageIds, envelopeIds }: Marks,
  record: SentRecord,
  found: FoundRecipient | undefined,
  arrival: NoticeArrival,
): MatchedBy | undefined {
  const { queueId, messageId, envelopeId } = record;
  const ties = new Set<MatchedBy>(ids.filter((id) => id.queueId === queueId).map(tieOfId));
  if (envelopeIds.some((id) => id === envelopeId)) ties.add('envelope-id');
  if (messageIds.some((id) => id === messageId)) ties.add('message-id');
  if (found?.as === 'named' && mayBeAbout(record, arrival)) ties.add('recipient-and-time');
  return tiesByStrength.find((tie) => ties.has(tie));
}

const tieOfId = ({ in: place, verdict }: MarkedId): MatchedBy =>
  verdict === 'valid' ? `signed-${place}` : place === 'reverse-path' ? 'received' : place;

/** As weak as it sounds: the sender wrote to that recipient, not long ago. */
function mayBeAbout({ reversePath, sentAt }: SentRecord, { to, at }: NoticeArrival): boolean {
  if (reversePath === NULL_PATH || at < sentAt || at > later(sentAt, noticesComeWithinMs)) return false;
  return to.some((address) => isSimilarAddress(address, reversePath));
}

const confidenceByTie: Readonly<Record<MatchedBy, number>> = {
  'signed-reverse-path': 1,
  'signed-envelope-id': 1,
  'signed-message-id': 1,
  'signed-received': 1,
  'envelope-id': 0.9,
  received: 0.9,
  'message-id': 0.9,
  'recipient-and-time': 0.4,
};

/** Less where the notice names an address that we did not write to. */
function confidenceOf(by: MatchedBy, found: FoundRecipient | undefined): number {
  const share = found?.as === 'named' ? 1 : found ? 0.9 : 0.5;
  return confidenceByTie[by] * share;
}
