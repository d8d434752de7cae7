import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { NULL_PATH } from '../../address/path.ts';
import { decodeXtext } from '../../address/xtext.ts';
import type { QueueId, Recipient } from '../../queue/message.ts';
import type { ListFilter, Selection, SentBy } from '../../queue/queue-store.ts';
import { sentLookBackMax } from '../sent-bounds.ts';
import type { StoredMessage } from './state.ts';

/** Whether `list` shows a message. */
export function isListed({ message, recipients }: StoredMessage, filter: ListFilter): boolean {
  const shown = filter.which === 'all' ? recipients : recipients.filter(isOpen);
  if (shown.length === 0 || (filter.after !== undefined && message.queueId <= filter.after)) return false;
  const { destination, address } = filter;
  if (destination !== undefined && !shown.some((recipient) => recipient.destination === destination))
    return false;
  if (address === undefined) return true;
  const { reversePath } = message.envelope;
  const has = (candidate: MailboxAddress) => mailboxKey(candidate) === address;
  return (reversePath !== NULL_PATH && has(reversePath)) || shown.some((recipient) => has(recipient.address));
}

/** What `findSent` finds. @param messages the latest first */
export function sentMessages(messages: readonly StoredMessage[], by: SentBy): readonly StoredMessage[] {
  if ('address' in by) {
    const isHis = ({ address }: Recipient) => mailboxKey(address) === by.address;
    const all = messages.flatMap((stored) =>
      stored.recipients.filter(isHis).map((each) => ({ stored, each })),
    );
    const found = all.slice(0, sentLookBackMax).filter(({ each }) => isElsewhere(each));
    return [...new Set(found.map(({ stored }) => stored))];
  }
  return messages.filter(({ message: { facts, envelope }, isForOthers }) => {
    if (!isForOthers) return false;
    if ('messageId' in by) return facts.messageId === by.messageId;
    return envelope.envelopeId !== undefined && decodeXtext(envelope.envelopeId) === by.envelopeId;
  });
}

const isElsewhere = ({ state }: Recipient): boolean =>
  state.kind !== 'settled' || state.outcome.kind === 'relayed' || state.outcome.kind === 'failed';

/** Whether an operator's verb means this recipient. */
export function isSelected(queueId: QueueId, recipient: Recipient, selection: Selection): boolean {
  if (selection === 'all') return true;
  if ('destination' in selection) return recipient.destination === selection.destination;
  if (selection.queueId !== queueId) return false;
  return selection.recipients === 'all' || selection.recipients.includes(recipient.index);
}

export const isOpen = ({ state }: Recipient): boolean => state.kind !== 'settled';
