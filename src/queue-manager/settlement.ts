import type { Instant } from '../base/instant.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { RecipientIndex } from '../queue/message.ts';
import { noObjections, type Objections, withObjection } from '../queue/objection.ts';
import type { Claim, CommitAnswer, Settlement, Transition } from '../queue/queue-store.ts';
import {
  lastWordsOf,
  type PlannedReport,
  planReports,
  reportEntry,
  reportIds,
} from '../queue/report-plan.ts';
import { release, type SettleContext } from '../queue/settle.ts';
import { type ClaimDecision, settleClaim } from '../queue/settle-claim.ts';
import type { AttemptEnds } from './attempt.ts';
import { fileUntold } from './filing.ts';
import type { QueueWorld } from './world.ts';

/** What it takes to make a settlement: also the commands of an operator have this, without a queue manager. */
export type SettlementWorld = Pick<
  QueueWorld,
  'clock' | 'random' | 'log' | 'store' | 'rules' | 'writeReports' | 'nextQueueId' | 'onEvent'
>;

/** A settlement that can be committed, and the reports in it. */
export interface PreparedSettlement {
  readonly settlement: Settlement;
  readonly reports: readonly PlannedReport[];
}

/**
 * Prepares a settlement and commits it; again, without what the store objects to.
 * @returns what was written; undefined if the lease was lost
 */
export async function writeSettlement(
  prepare: (objections: Objections) => Promise<PreparedSettlement>,
  commit: (settlement: Settlement) => Promise<CommitAnswer>,
): Promise<PreparedSettlement | undefined> {
  let objections = noObjections;
  for (;;) {
    const prepared = await prepare(objections);
    const answer = await commit(prepared.settlement);
    if (answer === 'committed') return prepared;
    if (answer === 'lease-lost') return undefined;
    objections = withObjection(objections, answer);
  }
}

/** From the ends of an attempt to the transaction that writes them. */
export async function prepareSettlement(
  world: SettlementWorld,
  claim: Claim,
  ends: AttemptEnds,
  objections: Objections,
): Promise<PreparedSettlement> {
  const results = new Map<RecipientIndex, AttemptResult>();
  const releases: Transition[] = [];
  const now = world.clock.now();
  for (const recipient of claim.recipients) {
    const end = ends.get(recipient.index);
    if (end?.kind === 'called-off') releases.push(release(recipient, now));
    else if (end) results.set(recipient.index, end);
  }
  const ended = claim.recipients.filter(({ index }) => results.has(index));
  const context = settleContext(world, claim, now, objections);
  const decision = settleClaim({ ...claim, recipients: ended }, results, context);
  return completeSettlement(world, claim, context, {
    ...decision,
    transitions: [...decision.transitions, ...releases],
  });
}

const chanceSteps = 2 ** 30;

export function settleContext(
  world: SettlementWorld,
  { message }: Claim,
  now: Instant,
  objections: Objections,
): SettleContext {
  const { rules, random, nextQueueId } = world;
  const chance = random.below(chanceSteps) / chanceSteps;
  const { failureReport, ownerReport } = reportIds(nextQueueId);
  return { message, now, rules, chance, failureReport, ownerReport, objections };
}

/** Writes the reports that a decision owes, and files what it may not report. */
export async function completeSettlement(
  world: SettlementWorld,
  claim: Claim,
  { now, failureReport, ownerReport }: SettleContext,
  decision: ClaimDecision,
): Promise<PreparedSettlement> {
  const { nextQueueId, writeReports } = world;
  const { message, lease } = claim;
  const { transitions, deliveries, history, notices } = decision;
  const ids = { failureReport, ownerReport, next: nextQueueId };
  const reports = planReports(message, transitions, notices, ids);
  const settlement: Settlement = {
    queueId: message.queueId,
    lease,
    transitions,
    deliveries,
    history: [...history, ...reports.map((report) => reportEntry(report, now))],
    reports: reports.length > 0 ? await writeReports(reports) : [],
    lastWords: lastWordsOf(reports),
    filed: await fileUntold(world, claim, decision, now),
  };
  return { settlement, reports };
}
