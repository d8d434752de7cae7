import { invariant } from '../base/invariant.ts';
import { attemptEvent } from './attempt-event.ts';
import type { AttemptResult } from './attempt-result.ts';
import type { RecipientIndex } from './message.ts';
import type { Notice } from './notice.ts';
import { onePerAccount } from './one-per-account.ts';
import type { Claim, HistoryEntry, HistoryEvent, MailboxDelivery, Transition } from './queue-store.ts';
import type { Diagnostic } from './recipient-state.ts';
import { type Decision, dropByOperator, failByOperator, type SettleContext, settle } from './settle.ts';

/** A settlement whose reports are still to be written. */
export interface ClaimDecision {
  readonly transitions: readonly Transition[];
  readonly deliveries: readonly MailboxDelivery[];
  readonly history: readonly HistoryEntry[];
  readonly notices: readonly Notice[];
}

/** Settles a claim by the results of its attempt. @throws InvariantError if they say nothing of a recipient */
export function settleClaim(
  claim: Claim,
  results: ReadonlyMap<RecipientIndex, AttemptResult>,
  context: SettleContext,
): ClaimDecision {
  const decisions: Decision[] = [];
  const deliveries: MailboxDelivery[] = [];
  const happened: Happened[] = [];
  for (const recipient of claim.recipients) {
    const { index } = recipient;
    const result = results.get(index);
    invariant(result, `the attempt says nothing of recipient ${index}`);
    decisions.push(settle(recipient, result, context));
    happened.push({ index, event: attemptEvent(result) });
    if (result.kind === 'delivered') deliveries.push({ account: result.account, recipient: index });
  }
  return conclude(decisions, onePerAccount(deliveries), happened, context);
}

/** The operator's last word: `fail` tells the sender, `drop` tells nobody. */
export function settleByOperator(
  claim: Claim,
  verb: 'fail' | 'drop',
  who: string,
  context: SettleContext,
): ClaimDecision {
  const diagnostic: Diagnostic = {
    at: context.now,
    stage: 'queue',
    // RFC 3463 §3.1: X.0.0 where only the class is known.
    status: '5.0.0',
    text: 'The operator of this server has stopped the delivery of this message.',
  };
  const decisions = claim.recipients.map((recipient) =>
    verb === 'fail'
      ? failByOperator(recipient, diagnostic, context)
      : dropByOperator(recipient, diagnostic, context.now),
  );
  const event: HistoryEvent = { kind: 'operator', verb, who };
  const happened = claim.recipients.map(({ index }) => ({ index, event }));
  return conclude(decisions, [], happened, context);
}

interface Happened {
  readonly index: RecipientIndex;
  readonly event: HistoryEvent;
}

function conclude(
  decisions: readonly Decision[],
  deliveries: readonly MailboxDelivery[],
  happened: readonly Happened[],
  context: SettleContext,
): ClaimDecision {
  const silences = decisions.flatMap(({ transition, suppressed }): Happened[] =>
    suppressed === undefined
      ? []
      : [{ index: transition.recipient, event: { kind: 'suppressed', reason: suppressed } }],
  );
  return {
    transitions: decisions.map(({ transition }) => transition),
    deliveries,
    history: entries([...happened, ...silences], context),
    notices: decisions.flatMap(({ notice }) => notice ?? []),
  };
}

/** One entry for all recipients that the same thing happened to. */
function entries(happened: readonly Happened[], { message, now }: SettleContext): HistoryEntry[] {
  const groups = Map.groupBy(happened, ({ event }) => JSON.stringify(event));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const recipients = group.map(({ index }) => index);
    return [{ at: now, queueId: message.queueId, recipients, event: first.event }];
  });
}
