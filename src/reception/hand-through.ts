import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Reply } from '../envelope/reply.ts';
import type { Addressee } from '../policy/addressees.ts';
import { isOurDomain, type OurDomains } from '../policy/domains.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { Forward, QueuedMessage } from '../queue/message.ts';
import type { Content } from '../queue/queue-store.ts';

/** The way straight through to another host, while the one that brings a message waits for our answer. */
export interface HandThrough {
  /** Whether it is worth while to try now. */
  isReady(destination: string): boolean;
  /** Never rejects. */
  hand(mail: HandedMail): Promise<Handed>;
}

/** A message that nobody has accepted yet, for the one address that it is forwarded to. */
export interface HandedMail {
  readonly message: QueuedMessage;
  /** The Return-Path field, then what is relayed. Whoever brought it keeps it. */
  readonly content: Content;
  readonly target: MailboxAddress;
  readonly destination: string;
  readonly forward: Forward;
}

export type Handed =
  /** The other host has it. */
  | { readonly kind: 'relayed'; readonly result: Extract<AttemptResult, { readonly kind: 'relayed' }> }
  /** The other host does not want it, and never will: so says this reply, which tells nobody who that is. */
  | { readonly kind: 'refused'; readonly reply: Reply }
  /** It takes too long, or does not work at present: let it wait in the queue. */
  | { readonly kind: 'not-now' };

/** The one target of an alias that leads to another host, and nowhere else. */
export function soleTarget(addressee: Addressee, ours: OurDomains) {
  if (addressee.kind !== 'alias') return undefined;
  const [target, second] = addressee.targets;
  const isElsewhere = target && !second && !target.account && !isOurDomain(ours, target.address.domain);
  return isElsewhere ? target : undefined;
}
