import { NULL_PATH } from '../address/path.ts';
import type { Arrival, QueuedMessage } from './message.ts';
import type { SuppressionReason } from './recipient-state.ts';

/** Says whether the reverse-paths of mail from this host may be believed: it is of a network that the operator trusts. */
export type IsTrusted = (arrival: Arrival) => boolean;

/**
 * The gate against backscatter: a report goes only to a reverse-path whose owner provably sent the message. It stands above
 * NOTIFY: whoever forges a sender can ask for a report in his name as well.
 * @returns the reason why not; undefined if the sender may be told
 */
export function whyNotReport(
  message: Pick<QueuedMessage, 'origin' | 'envelope' | 'arrival'>,
  isTrusted: IsTrusted,
): Extract<SuppressionReason, 'null-reverse-path' | 'return-path-unproven'> | undefined {
  // RFC 3461 §5.2, RFC 5321 §4.5.5: nothing answers the null reverse-path.
  if (message.envelope.reversePath === NULL_PATH) return 'null-reverse-path';
  // The account authenticated, and may use only reverse-paths of its own.
  if (message.origin.kind === 'submission') return undefined;
  return message.arrival && isTrusted(message.arrival) ? undefined : 'return-path-unproven';
}
