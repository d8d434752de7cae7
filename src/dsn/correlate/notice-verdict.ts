import { NULL_PATH } from '../../address/path.ts';
import type { ReadReport } from '../parse/read-report.ts';
import { isSimilarAddress } from './addresses.ts';
import {
  type Evidence,
  evidenceMax,
  type NoticeFinding,
  type NoticeVerdict,
  type TagWorth,
} from './finding.ts';
import type { Marks } from './marks.ts';
import type { Match } from './match.ts';
import type { NoticeArrival } from './notice-arrival.ts';
import type { SentRecord } from './sent-record.ts';
import type { Purpose } from './signature.ts';

/** One of the reports that a mail carries, and what was found by its marks. */
export interface ExaminedReport {
  readonly report: ReadReport;
  readonly marks: Marks;
  /** The messages that it names, by anything but a forged signature. */
  readonly named: readonly SentRecord[];
  /** If it names none: the latest messages to the addresses of which it speaks. */
  readonly sentTo: readonly SentRecord[];
  readonly matches: readonly Match[];
}

/** What a notice shows at the door, beside itself. */
export interface NoticePapers {
  readonly tag: TagWorth;
  /** All mail of its recipients has left under a tag, for so long that none without can still be answered. */
  readonly isTagRequired: boolean;
  /** It has the null reverse-path. */
  readonly isFromNobody: boolean;
  readonly spf?: { readonly result: string; readonly domain?: string };
}

/**
 * Layer by layer: what is believed is about mail that was sent; a signature that we did not make is forged; then whatever ties the
 * notice to its reader's mail counts for it; then, where all mail has a tag, none or a false one counts against it. What is left
 * may be about mail that went another way. Pure.
 */
export function findingOf(
  examined: readonly [ExaminedReport, ...ExaminedReport[]],
  arrival: NoticeArrival,
  papers: NoticePapers,
): NoticeFinding {
  const facts = examined.flatMap((each) => evidenceOf(each, arrival));
  const evidence: Evidence[] = [
    ...distinct(facts).slice(0, evidenceMax),
    { kind: 'tag', worth: papers.tag },
    ...(papers.spf ? [{ kind: 'spf' as const, ...papers.spf }] : []),
  ];
  return { verdict: verdictOf(facts, papers), kind: examined[0].report.kind, evidence };
}

function verdictOf(
  facts: readonly Evidence[],
  { tag, isTagRequired, isFromNobody }: NoticePapers,
): NoticeVerdict {
  const has = (is: (fact: Evidence) => boolean) => facts.some(is);
  if (has(({ kind }) => kind === 'believed')) return 'about-mail-you-sent';
  const isSigned = has((fact) => fact.kind === 'signature' && fact.isOurs);
  const isForged = has((fact) => fact.kind === 'signature' && !fact.isOurs && standsBesideOurName(fact.in));
  if (isForged && !isSigned) return 'forged';
  if (isForged || has(({ kind }) => kind === 'contradiction')) return 'cannot-be-proven';
  const namesYours = has((fact) => fact.kind === 'names' && fact.isYours);
  // Whoever has an account with the other side can write in its name, but not without a sender.
  const isFromOtherSide = isFromNobody && has(({ kind }) => kind === 'other-side');
  if (tag === 'valid' || namesYours || isFromOtherSide) return 'about-mail-you-sent';
  // A tag that is no longer good was good once: a notice may come late.
  return isTagRequired && tag !== 'expired' ? 'forged' : 'cannot-be-proven';
}

/** An ENVID stands alone: another server of our kind may have written it. */
const standsBesideOurName = (place: Purpose): boolean => place === 'received' || place === 'message-id';

function evidenceOf({ marks, named, sentTo, matches }: ExaminedReport, arrival: NoticeArrival): Evidence[] {
  const isYours = ({ reversePath }: SentRecord) =>
    reversePath !== NULL_PATH && arrival.to.some((to) => isSimilarAddress(to, reversePath));
  const firm = matches.filter(({ by }) => by !== 'recipient-and-time');
  const believed = matches.filter(({ genuine }) => genuine.verdict === 'genuine');
  const proofs = matches.flatMap(({ genuine }) => genuine.proofs);
  const signed = marks.ids.filter(({ verdict }) => verdict === 'valid' || verdict === 'forged');
  return [
    ...believed.map(({ submission }): Evidence => ({ kind: 'believed', about: submission })),
    ...signed.map(
      (id): Evidence => ({ kind: 'signature', in: id.in, isOurs: id.verdict === 'valid', about: id.queueId }),
    ),
    ...named.flatMap((record) =>
      namings(marks, record).map(
        (by): Evidence => ({ kind: 'names', by, about: record.queueId, isYours: isYours(record) }),
      ),
    ),
    ...proofs.flatMap((proof): Evidence[] =>
      proof.kind === 'sender' ? [{ kind: 'other-side', as: proof.as, name: proof.name }] : [],
    ),
    ...firm.flatMap(({ genuine }) =>
      genuine.contradictions.map((what): Evidence => ({ kind: 'contradiction', what })),
    ),
    ...(named.length === 0 && marks.addresses.length > 0
      ? [{ kind: 'correspondence' as const, isThere: sentTo.some(isYours) }]
      : []),
  ];
}

function namings({ ids, messageIds, envelopeIds }: Marks, { queueId, messageId, envelopeId }: SentRecord) {
  return [
    ...(messageIds.some((id) => id === messageId) ? ['message-id' as const] : []),
    ...(envelopeIds.some((id) => id === envelopeId) ? ['envelope-id' as const] : []),
    ...(ids.some((id) => id.queueId === queueId && id.verdict !== 'forged') ? ['received' as const] : []),
  ];
}

const distinct = (facts: readonly Evidence[]): readonly Evidence[] => [
  ...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values(),
];
