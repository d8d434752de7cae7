import type { MailboxAddress } from '../../address/mailbox-address.ts';
import { NULL_PATH } from '../../address/path.ts';
import { dayMs, later, secondMs } from '../../base/instant.ts';
import type { ReadRecipient, ReadReport } from '../parse/read-report.ts';
import { isSimilarAddress } from './addresses.ts';
import type { MarkedId, Marks } from './marks.ts';
import type { Contradiction, Judgement, MatchedBy, Proof } from './match.ts';
import type { NoticeArrival } from './notice-arrival.ts';
import { senderProof } from './senders-side.ts';
import type { SentFate, SentRecipient, SentRecord } from './sent-record.ts';

/** A notice beside the record of a message that it seems to be about. */
export interface Case {
  readonly report: ReadReport;
  readonly reported: ReadRecipient;
  readonly arrival: NoticeArrival;
  readonly marks: Marks;
  readonly record: SentRecord;
  /** Which recipient of the message is meant; undefined if none of them can be told. */
  readonly recipient: SentRecipient | undefined;
  readonly by: MatchedBy;
  /** Other messages would fit as well. */
  readonly isAmbiguous: boolean;
}

/** By how much the clock of another host may be wrong, its time zone counted in. */
const clockErrorMs = dayMs;
/** Between our stamping of a message and our record of it. */
const stampErrorMs = 2 * secondMs;

/**
 * Whether a notice may be believed (RFC 3464 §4.1). It may if it brings back a signature of ours for this message; or if it knows
 * the message, and either comes from the side of the recipient or answers mail of the account. What contradicts our own records is
 * not believed, whoever says it. What neither a signature nor a tag can exclude: that another reader of the same message speaks
 * (signature.ts).
 */
export function judge(about: Case): Judgement {
  const proofs = proofsOf(about);
  const isSigned = proofs.some(({ kind }) => kind === 'signature');
  const isVouchedFor = proofs.some(({ kind }) => kind === 'sender');
  const contradictions = contradictionsOf(about, isSigned || isVouchedFor);
  const knowsIt = proofs.some(({ kind }) => kind === 'knowledge') && !about.isAmbiguous;
  const isAnswer = proofs.some(({ kind }) => kind === 'tag');
  const isProven = isSigned || ((isVouchedFor || isAnswer) && knowsIt);
  const verdict = contradictions.length > 0 ? 'contradicted' : isProven ? 'genuine' : 'unproven';
  return { verdict, proofs, contradictions };
}

function proofsOf({ arrival, marks, record, recipient }: Case): Proof[] {
  const ids = marks.ids.filter(({ queueId }) => queueId === record.queueId);
  const signed = ids.filter(({ verdict }) => verdict === 'valid');
  const sender = senderProof(arrival, recipient ? [recipient] : record.recipients);
  return [
    ...signed.map((id): Proof => ({ kind: 'signature', in: id.in })),
    ...(sender ? [sender] : []),
    ...(isToAny(arrival.tagged, record) ? [{ kind: 'tag' } as const] : []),
    ...knowledge(marks, record, ids).map((of): Proof => ({ kind: 'knowledge', of })),
  ];
}

function knowledge(marks: Marks, record: SentRecord, ids: readonly MarkedId[]) {
  const { messageId, envelopeId, sentAt } = record;
  const agrees = ids.some(({ at }) => at !== undefined && Math.abs(at - sentAt) <= stampErrorMs);
  return [
    ...(marks.messageIds.some((id) => id === messageId) ? ['message-id' as const] : []),
    ...(marks.envelopeIds.some((id) => id === envelopeId) ? ['envelope-id' as const] : []),
    ...(agrees ? ['received' as const] : []),
  ];
}

function contradictionsOf(about: Case, isKnownSource: boolean): Contradiction[] {
  const { marks, record, recipient } = about;
  const isForged = marks.ids.some(
    ({ queueId, verdict }) => queueId === record.queueId && verdict === 'forged',
  );
  const found: [boolean, Contradiction][] = [
    [isForged, 'forged-signature'],
    [!isToTheSender(about), 'not-to-the-sender'],
    [isTooEarly(about), 'before-the-sending'],
    // Whoever has the message may have forwarded it to others.
    [recipient === undefined && !isKnownSource, 'unknown-recipient'],
  ];
  const fate = impossibleFate(recipient ? [recipient] : record.recipients);
  return [...found.flatMap(([is, what]) => (is ? [what] : [])), ...(fate ? [fate] : [])];
}

/** RFC 5321 §6.1, §4.5.5: a notice goes to the reverse-path; what was sent without one has none. */
function isToTheSender({ arrival, marks, record }: Case): boolean {
  const { queueId, reversePath } = record;
  if (reversePath === NULL_PATH) return false;
  const isTagged = marks.ids.some((id) => id.in === 'reverse-path' && id.queueId === queueId);
  return isTagged || isToAny(arrival.to, record);
}

const isToAny = (addresses: readonly MailboxAddress[], { reversePath }: SentRecord): boolean =>
  reversePath !== NULL_PATH && addresses.some((address) => isSimilarAddress(address, reversePath));

function isTooEarly({ report, reported, arrival, record: { sentAt } }: Case): boolean {
  const told = [report.arrivalDate, reported.lastAttemptDate].filter((at) => at !== undefined);
  return arrival.at < sentAt || told.some((at) => at < later(sentAt, -clockErrorMs));
}

/** Undefined if another host may have the message for one of these. */
function impossibleFate(recipients: readonly SentRecipient[]): Contradiction | undefined {
  const why = recipients.filter(({ fate }) => fate !== 'expanded').map(({ fate }) => impossible[fate]);
  return why.every((each) => each !== undefined) ? why[0] : undefined;
}

const impossible: Readonly<Partial<Record<SentFate, Contradiction>>> = {
  untried: 'never-handed-over',
  failed: 'failed-here',
  delivered: 'delivered-here',
};
