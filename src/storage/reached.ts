import { type MailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import type { Outcome } from '../queue/recipient-state.ts';

/** The addresses that were reached, each once and as it was written last. @param settled the latest first */
export function reachedAddresses(
  settled: readonly { readonly address: MailboxAddress; readonly outcome: Outcome }[],
): readonly MailboxAddress[] {
  const latest = new Map<string, MailboxAddress>();
  for (const { address, outcome } of settled) {
    const key = mailboxKey(address);
    if ((outcome.kind === 'delivered' || outcome.kind === 'relayed') && !latest.has(key))
      latest.set(key, address);
  }
  return [...latest.values()];
}
