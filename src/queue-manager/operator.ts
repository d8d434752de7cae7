import { later } from '../base/instant.ts';
import type { QueueId, RecipientIndex } from '../queue/message.ts';
import { settleByOperator } from '../queue/settle-claim.ts';
import { leaseMs } from './limits.ts';
import { completeSettlement, type SettlementWorld, settleContext, writeSettlement } from './settlement.ts';
import { tell } from './tell.ts';

/** What the operator wants ended, and who the operator is. */
export interface OperatorOrder {
  readonly verb: 'fail' | 'drop';
  readonly queueId: QueueId;
  readonly recipients: readonly RecipientIndex[] | 'all';
  readonly who: string;
}

/**
 * Ends recipients that wait or are held: `fail` with a report to the sender, `drop` without. An attempt under way is left alone.
 * @returns how many were ended
 */
export async function carryOut(world: SettlementWorld, order: OperatorOrder): Promise<number> {
  const { clock, store, nextQueueId } = world;
  const now = clock.now();
  const lease = { id: nextQueueId(), until: later(now, leaseMs) };
  const claim = await store.claimMessage(order.queueId, order.recipients, now, lease);
  if (!claim) return 0;
  const written = await writeSettlement(
    (objections) => {
      const context = settleContext(world, claim, now, objections);
      const decision = settleByOperator(claim, order.verb, order.who, context);
      return completeSettlement(world, claim, context, decision);
    },
    (settlement) => store.commit(settlement),
  );
  if (!written) return 0;
  tell(world, claim, written);
  return claim.recipients.length;
}
