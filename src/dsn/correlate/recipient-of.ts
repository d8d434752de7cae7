import type { MailboxAddress } from '../../address/mailbox-address.ts';
import type { ReadRecipient } from '../parse/read-report.ts';
import { addressesIn, isSameAddress, isSimilarAddress } from './addresses.ts';
import type { SentRecipient, SentRecord } from './sent-record.ts';

/** Which recipient of a message a notice speaks of. */
export interface FoundRecipient {
  readonly recipient: SentRecipient;
  /** `named`: by an address of its own. `sole`: by one that we do not know, but nobody else can be meant. */
  readonly as: 'named' | 'sole';
}

/**
 * The recipient that is meant, by the address at which it ended, else by the one that was written to. Where neither is one of the
 * message, it was forwarded: then only a sole recipient can be told.
 */
export function recipientOf(read: ReadRecipient, record: SentRecord): FoundRecipient | undefined {
  const leaves = record.recipients.filter(({ fate }) => fate !== 'expanded');
  const finals = addressesIn(read.finalRecipient.address);
  const originals = addressesIn(read.originalRecipient?.address ?? '');
  const named = [finals, originals].map((addresses) => namedBy(addresses, leaves, record)).find(Boolean);
  if (named) return { recipient: named, as: 'named' };
  const [sole, ...others] = leaves;
  return sole && others.length === 0 ? { recipient: sole, as: 'sole' } : undefined;
}

function namedBy(
  addresses: readonly MailboxAddress[],
  leaves: readonly SentRecipient[],
  record: SentRecord,
): SentRecipient | undefined {
  for (const isOne of [isSameAddress, isSimilarAddress]) {
    const isNamed = (names: readonly MailboxAddress[]) =>
      names.some((name) => addresses.some((address) => isOne(name, address)));
    // Of two recipients with one address, nobody can tell which is meant.
    const own = leaves.find(({ address }) => isNamed([address]));
    if (own) return own;
    const [other, ...more] = leaves.filter((leaf) => isNamed(otherNames(leaf, record)));
    if (other && more.length === 0) return other;
  }
  return undefined;
}

/** What the sender wrote to: ORCPT, and the alias. Several recipients may have them in common. */
function otherNames({ originalRecipient, parent }: SentRecipient, record: SentRecord): MailboxAddress[] {
  const alias = record.recipients.find(({ index }) => index === parent);
  return [...addressesIn(originalRecipient?.address ?? ''), ...(alias ? [alias.address] : [])];
}
