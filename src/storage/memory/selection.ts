import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { NULL_PATH } from '../../address/path.ts';
import type { QueueId, Recipient } from '../../queue/message.ts';
import type { ListFilter, Selection } from '../../queue/queue-store.ts';
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

/** Whether an operator's verb means this recipient. */
export function isSelected(queueId: QueueId, recipient: Recipient, selection: Selection): boolean {
  if (selection === 'all') return true;
  if ('destination' in selection) return recipient.destination === selection.destination;
  if (selection.queueId !== queueId) return false;
  return selection.recipients === 'all' || selection.recipients.includes(recipient.index);
}

export const isOpen = ({ state }: Recipient): boolean => state.kind !== 'settled';
