import type { FateCounts } from '../dsn/notice/telling.ts';
import type { Recipient } from '../queue/message.ts';
import type { Transition } from '../queue/queue-store.ts';
import type { RecipientState } from '../queue/recipient-state.ts';

/**
 * How the recipients that the sender named stand, once a settlement is written.
 * @param recipients all of the message, as the store has them before
 */
export function fatesOf(recipients: readonly Recipient[], transitions: readonly Transition[]): FateCounts {
  const next = new Map(transitions.map((transition) => [transition.recipient, transition.next]));
  const counts = { failed: 0, waiting: 0, accepted: 0 };
  for (const { index, parent, state } of recipients) {
    if (parent === undefined) counts[fateOf(next.get(index) ?? state)]++;
  }
  return counts;
}

function fateOf(state: RecipientState): keyof FateCounts {
  if (state.kind !== 'settled') return 'waiting';
  return state.outcome.kind === 'failed' ? 'failed' : 'accepted';
}
