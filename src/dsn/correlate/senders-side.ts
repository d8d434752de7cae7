import type { Proof } from './match.ts';
import type { NoticeArrival } from './notice-arrival.ts';
import type { SentRecipient } from './sent-record.ts';

/**
 * Whether a notice comes from those who had the message in their hands for a recipient: from the host to which we relayed it, or
 * from a domain that answers for that host or for the recipient's domain.
 */
export function senderProof(
  arrival: NoticeArrival,
  recipients: readonly SentRecipient[],
): Extract<Proof, { readonly kind: 'sender' }> | undefined {
  const relayed = recipients.filter(({ fate }) => fate === 'relayed' || fate === 'tried');
  const host = relayed.find(({ relay }) => relay && arrival.isFirstHand && relay.ip === arrival.ip)?.relay;
  if (host) return { kind: 'sender', as: 'host', name: host.name };
  const domain = arrival.authenticatedDomains.find((each) =>
    relayed.some(({ address, relay }) => answersFor(each, address.domain, relay?.name)),
  );
  return domain === undefined ? undefined : { kind: 'sender', as: 'domain', name: domain };
}

/**
 * A domain answers for itself and for the names below it, as it gives them out. Names below the recipient's domain are taken for it,
 * because providers send their notices from such; names beside the relay host are not, because anybody may rent one.
 */
const answersFor = (domain: string, recipientDomain: string, relay: string | undefined): boolean =>
  domain === recipientDomain ||
  isBelow(recipientDomain, domain) ||
  isBelow(domain, recipientDomain) ||
  (relay !== undefined && (relay === domain || isBelow(relay, domain)));

/** A name of one label is nobody's. */
const isBelow = (name: string, above: string): boolean => above.includes('.') && name.endsWith(`.${above}`);
