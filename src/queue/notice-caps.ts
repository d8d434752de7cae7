import { type MailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { NULL_PATH } from '../address/path.ts';
import { hourMs } from '../base/instant.ts';
import type { QueuedMessage } from './message.ts';
import type { Reader } from './notice.ts';
import type { CapReason } from './recipient-state.ts';

/**
 * How many reports about mail of others may be written in an hour; 0 is none. Whoever can prove a sender once may be able to do it ten
 * thousand times: a signed mail can be replayed, and what is proven is the domain, not the person whose address it names.
 */
export interface NoticeCaps {
  readonly perAddressMax: number;
  readonly perDomainMax: number;
  readonly inAllMax: number;
  /** Copies for the postmaster of what may not be told to the sender. */
  readonly postmasterMax: number;
}

/** The hour slides: it is the one before the report. */
export const capWindowMs = hourMs;

/** One of the bounds that a report counts against. */
export interface Cap {
  /** Reports with equal keys are counted together. */
  readonly key: string;
  readonly max: number;
  readonly because: CapReason | 'cap-owner' | 'cap-postmaster';
}

/** Whom a report is for. */
export interface CountedReader {
  readonly to: Reader;
  /** Who is responsible for the forward that it is about; undefined: the postmaster. */
  readonly owner?: MailboxAddress | undefined;
}

/** What a report counts against. Our own people are told whatever happens: it was they who sent it, and nobody else is bothered. */
export function capsOn(
  { origin, envelope }: Pick<QueuedMessage, 'origin' | 'envelope'>,
  { to, owner }: CountedReader,
  { perAddressMax, perDomainMax, inAllMax, postmasterMax }: NoticeCaps,
): readonly Cap[] {
  if (to === 'postmaster') return [{ key: 'postmaster', max: postmasterMax, because: 'cap-postmaster' }];
  // Whoever is responsible for a forward gets the failures of all mail that strangers send there.
  if (to === 'forward-owner')
    return owner
      ? [{ key: `owner ${mailboxKey(owner)}`, max: perAddressMax, because: 'cap-owner' }]
      : [{ key: 'postmaster', max: postmasterMax, because: 'cap-owner' }];
  const { reversePath } = envelope;
  if (origin.kind === 'submission' || reversePath === NULL_PATH) return [];
  return [
    { key: `address ${mailboxKey(reversePath)}`, max: perAddressMax, because: 'cap-address' },
    { key: `domain ${reversePath.domain}`, max: perDomainMax, because: 'cap-domain' },
    { key: 'all', max: inAllMax, because: 'cap-all' },
  ];
}
