import type { MailboxDelivery } from './queue-store.ts';

/** One entry in each mailbox, however many recipients of the message lead to it: the first of them owns it. */
export function onePerAccount(deliveries: readonly MailboxDelivery[]): MailboxDelivery[] {
  const first = new Map<string, MailboxDelivery>();
  for (const delivery of deliveries) {
    if (!first.has(delivery.account)) first.set(delivery.account, delivery);
  }
  return [...first.values()];
}
