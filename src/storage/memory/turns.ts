import type { Instant } from '../../base/instant.ts';
import { type QueueId, type Recipient, senderKey } from '../../queue/message.ts';
import type { ClaimRequest } from '../../queue/queue-store.ts';
import { compare, type StoredMessage } from './state.ts';

/** A message and destination that may be claimed. */
export interface Candidate {
  readonly stored: StoredMessage;
  readonly sender: string;
  readonly destination: string;
  readonly due: Instant;
}

type Conditions = Pick<ClaimRequest, 'now' | 'except'>;

/** True for a recipient that a claim may take, as far as it is concerned. */
export function isClaimable({ state, held }: Recipient, now: Instant): boolean {
  return state.kind === 'waiting' && !held && state.due <= now;
}

/** The next claim when `last` had its turn: that of the next sender in order, and of its mail the longest due. */
export function nextCandidate(
  messages: readonly StoredMessage[],
  conditions: Conditions,
  last: string,
): Candidate | undefined {
  const candidates = messages.flatMap((stored) => candidatesOf(stored, conditions)).sort(byTurn);
  return candidates.find(({ sender }) => sender > last) ?? candidates[0];
}

function candidatesOf(stored: StoredMessage, { now, except }: Conditions): Candidate[] {
  const sender = senderKey(stored.message);
  if (except.senders?.includes(sender)) return [];
  return stored.recipients.flatMap((recipient) => {
    const { state, destination } = recipient;
    if (
      state.kind !== 'waiting' ||
      !isClaimable(recipient, now) ||
      except.destinations?.includes(destination)
    )
      return [];
    return [{ stored, sender, destination, due: state.due }];
  });
}

const byTurn = (a: Candidate, b: Candidate): number =>
  compare(a.sender, b.sender) ||
  a.due - b.due ||
  compare(a.destination, b.destination) ||
  compare(idOf(a), idOf(b));

const idOf = ({ stored }: Candidate): QueueId => stored.message.queueId;
