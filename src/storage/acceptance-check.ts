import type { Instant } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import type { RecipientIndex } from '../queue/message.ts';
import {
  type Acceptance,
  answerBytesMax,
  type MailboxDelivery,
  type Settlement,
} from '../queue/queue-store.ts';
import type { RecipientState } from '../queue/recipient-state.ts';

/** What both stores may rely on. @throws InvariantError */
export function checkAcceptance({ message, content, recipients, deliveries, once }: Acceptance): void {
  invariant(recipients.length > 0, 'a message has at least one recipient');
  invariant(
    recipients.every((recipient, i) => recipient.index === i && recipient.state.kind !== 'attempting'),
    'recipients are numbered in their order, and none is being attempted at acceptance',
  );
  const sizeBytes = content.kind === 'bytes' ? content.bytes.length : content.sizeBytes;
  invariant(
    message.sizeBytes + message.returnPathBytes === sizeBytes,
    'the content is the Return-Path field and what is relayed',
  );
  invariant(
    !once || (content.kind === 'bytes' && sizeBytes <= answerBytesMax),
    'an automatic answer is short: whether it is left out, only the writer knows',
  );
  checkDeliveries(deliveries, new Map(recipients.map(({ index, state }) => [index, state])));
}

/** @throws InvariantError */
export function checkSettlement({ transitions, deliveries, reports }: Settlement): void {
  const next = new Map(transitions.map((transition) => [transition.recipient, transition.next]));
  invariant(next.size === transitions.length, 'a settlement has one transition for a recipient');
  invariant(
    transitions.every((transition) => transition.next.kind !== 'attempting'),
    'a settlement ends the attempt',
  );
  checkDeliveries(deliveries, next);
  for (const report of reports) checkAcceptance(report);
}

/** When a delivered recipient was delivered: the date that its mailbox entry gets (RFC 9051 §2.3.3). */
export function deliveredAt(state: RecipientState | undefined): Instant {
  invariant(
    state?.kind === 'settled' && state.outcome.kind === 'delivered',
    'a mailbox delivery is for a recipient that the same transaction settles as delivered',
  );
  return state.at;
}

function checkDeliveries(
  deliveries: readonly MailboxDelivery[],
  states: ReadonlyMap<RecipientIndex, RecipientState>,
): void {
  for (const delivery of deliveries) deliveredAt(states.get(delivery.recipient));
}
