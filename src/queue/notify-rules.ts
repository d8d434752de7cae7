import { NULL_PATH } from '../address/path.ts';
import { unreachable } from '../base/invariant.ts';
import type { Action } from '../dsn/report.ts';
import { type IsTrusted, whyNotReport } from './may-report.ts';
import type { QueuedMessage, Recipient } from './message.ts';
import type { Reader } from './notice.ts';
import { noObjections, type Objections } from './objection.ts';
import type { SuppressionReason } from './recipient-state.ts';

/** Who has to be told of an action. A suppression has a reason; `undefined` where nobody expects to be told. */
export type Telling =
  | { readonly to: Exclude<Reader, 'postmaster'> }
  | { readonly to: 'postmaster' | 'nobody'; readonly because: SuppressionReason };

/** Applies the recipient's NOTIFY and the gate against backscatter to one action. */
export function whoIsTold(
  action: Action,
  recipient: Recipient,
  message: QueuedMessage,
  isTrusted: IsTrusted,
  objections: Objections = noObjections,
): Telling {
  if (recipient.forward) return whoIsToldOfForward(action, recipient, message, objections);
  if (!isAskedFor(action, recipient, message)) return { to: 'nobody', because: 'not-asked-for' };
  const { cap, told, isPostmasterCapped } = objections;
  const { original } = recipient;
  if (isLastWord(action) && original !== undefined && told.includes(original))
    return { to: 'nobody', because: 'already-told' };
  const because = whyNotReport(message, isTrusted, cap);
  if (because === undefined) return { to: 'sender' };
  // RFC 3461 §5.2: where the sender cannot be told of a failure, the local postmaster should be. Other news is not his affair.
  return { to: action === 'failed' && !isPostmasterCapped ? 'postmaster' : 'nobody', because };
}

/**
 * RFC 3461 §5.2.7.4, RFC 3464 §4.2: for its sender a message has arrived where it is forwarded. Where it went from there he does not
 * know, and is not told; whoever lets it be forwarded is, and nobody who forges a sender can tell whom.
 */
function whoIsToldOfForward(
  action: Action,
  { parameters }: Recipient,
  { envelope }: QueuedMessage,
  { isOwnerCapped, isPostmasterCapped }: Objections,
): Telling {
  if (action !== 'failed' || parameters.notify === 'never') return { to: 'nobody', because: 'not-asked-for' };
  if (envelope.reversePath !== NULL_PATH)
    return isOwnerCapped ? { to: 'nobody', because: 'cap-owner' } : { to: 'forward-owner' };
  return { to: isPostmasterCapped ? 'nobody' : 'postmaster', because: 'null-reverse-path' };
}

/** RFC 3464 §3: of these, the sender gets one at most for each recipient that he named. */
export const isLastWord = (action: Action): boolean => action === 'failed' || action === 'delivered';

/** What the sender wants to know of this recipient, said or unsaid (RFC 3461 §4.1). */
function isAskedFor(action: Action, recipient: Recipient, message: QueuedMessage): boolean {
  const { notify } = recipient.parameters;
  if (notify === 'never') return false;
  switch (action) {
    case 'failed':
      // RFC 3461 §5.2.6 (a)–(c)
      return notify?.failure ?? true;
    case 'delayed':
      // RFC 3461 §5.2.5: unasked, it is at our discretion. Our own people get it; strangers are spared.
      return notify?.delay ?? message.origin.kind === 'submission';
    case 'delivered':
    case 'relayed':
    case 'expanded':
      // RFC 3461 §5.2.3 (a)–(c), §5.2.2 (b) and (e), §5.2.7.3 (c)
      return notify?.success ?? false;
    default:
      return unreachable(action);
  }
}
