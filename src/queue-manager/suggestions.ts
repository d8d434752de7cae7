import type { MailboxAddress } from '../address/mailbox-address.ts';
import { nearAddresses } from '../address/near-address.ts';
import type { Log } from '../base/ports.ts';
import { understand } from '../dsn/notice/understanding.ts';
import type { ReportedRecipient } from '../dsn/report.ts';
import { senderKey } from '../queue/message.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { PlannedReport } from '../queue/report-plan.ts';

/** Recipients settled last of a sender among which a suggestion is looked for: some thousandths of a second. */
const lookedAtMax = 500;

/**
 * What the sender may have meant where an address fails: addresses that his mail has reached, and domains that everybody knows.
 * Only for those who sign in: nobody else's correspondence is known for certain, and it is nobody else's business.
 */
export async function suggestionsFor(
  { about, action, notices, to }: PlannedReport,
  recipients: readonly ReportedRecipient[],
  { store, log }: { readonly store: Pick<QueueStore, 'reachedBy'>; readonly log: Log },
): Promise<readonly ReportedRecipient[]> {
  const isOurs = to === 'sender' && action === 'failed' && about.origin.kind === 'submission';
  if (!isOurs || !recipients.some(mayBeMistyped)) return recipients;
  const known = await store.reachedBy(senderKey(about), lookedAtMax).catch((error: unknown) => {
    // The notice is worth more than the suggestion in it.
    log.warn('whom a sender has reached is not known; a notice makes no suggestion', { error });
    return [];
  });
  return recipients.map((recipient, i) => {
    const address = notices[i]?.recipient.address;
    return address && mayBeMistyped(recipient) ? withSuggestions(recipient, address, known) : recipient;
  });
}

function withSuggestions(
  recipient: ReportedRecipient,
  address: MailboxAddress,
  known: readonly MailboxAddress[],
): ReportedRecipient {
  const near = nearAddresses(address, known);
  return near.length === 0 ? recipient : { ...recipient, didYouMean: near.map(({ text }) => text) };
}

/** True where another address may be the remedy: nobody of that name, or no such server, and the sender wrote it himself. */
function mayBeMistyped(recipient: ReportedRecipient): boolean {
  if (recipient.alias !== undefined) return false;
  const { class: about, cause } = understand(recipient);
  return about === 'address' || ['no-connection', 'dns-trouble', 'relaying-denied'].includes(cause);
}
