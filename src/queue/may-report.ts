import { NULL_PATH } from '../address/path.ts';
import { provesSender } from '../authentication/vouching.ts';
import type { Arrival, QueuedMessage } from './message.ts';
import type { CapReason, SuppressionReason } from './recipient-state.ts';

/** Says whether the reverse-paths of mail from this host may be believed: it is of a network that the operator trusts. */
export type IsTrusted = (arrival: Arrival) => boolean;

/**
 * The gate against backscatter: a report goes only to a reverse-path whose owner provably sent the message. It stands above
 * NOTIFY: whoever forges a sender can ask for a report in his name as well.
 * @param cap the cap on reports that is reached
 * @returns the reason why not; undefined if the sender may be told
 */
export function whyNotReport(
  {
    origin,
    envelope,
    arrival,
    verdict,
    facts,
  }: Pick<QueuedMessage, 'origin' | 'envelope' | 'arrival' | 'verdict' | 'facts'>,
  isTrusted: IsTrusted,
  cap?: CapReason,
):
  | Extract<SuppressionReason, 'null-reverse-path' | 'automatic' | 'return-path-unproven' | CapReason>
  | undefined {
  // RFC 3461 §5.2, RFC 5321 §4.5.5: nothing answers the null reverse-path.
  if (envelope.reversePath === NULL_PATH) return 'null-reverse-path';
  // The account authenticated, and may use only reverse-paths of its own.
  if (origin.kind === 'submission') return undefined;
  // RFC 3834 §2: what no person sent is not answered; two machines would answer each other for ever.
  if (facts.isAutomatic) return 'automatic';
  if (arrival && isTrusted(arrival)) return cap;
  return verdict && provesSender(verdict, envelope.reversePath.domain) ? cap : 'return-path-unproven';
}
