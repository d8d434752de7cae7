import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Instant } from '../base/instant.ts';
import type { Cause } from '../dsn/explain/causes.ts';
import { explain } from '../dsn/explain/explain.ts';
import type { AttemptFacts } from '../dsn/explain/explanation.ts';
import { replyText } from '../envelope/reply.ts';
import type { RemoteNews } from './heard.ts';
import type { QueueId } from './message.ts';
import type { Diagnostic } from './recipient-state.ts';

/** An address to which mail of an account failed for good, because of the address itself. */
export interface Suppression {
  readonly account: string;
  readonly address: MailboxAddress;
  readonly cause: Cause;
  /** What was said, in one line; untrusted. */
  readonly reason: string;
  /** The message that failed. */
  readonly about: QueueId;
  readonly at: Instant;
  /** From then on it is as if there were no entry. */
  readonly expiresAt: Instant;
  /** Its owner wants to write to it whatever happens: it is not suppressed, and does not become so. */
  readonly isAllowed: boolean;
}

/** Entries of one account; the oldest makes room. */
export const suppressionsMax = 1_000;

/** Characters of a reason that are kept. */
export const suppressionReasonMax = 500;

/** The port of their store. Each verb is one transaction. Addresses are told apart by mailboxKey. The entries of an account go when it goes. */
export interface SuppressionStore {
  /** Adds an entry, or replaces the one of the same address. Of an account that is not there, nothing is kept. */
  put(suppression: Suppression): Promise<void>;
  /** Expired or not. */
  find(account: string, address: MailboxAddress): Promise<Suppression | undefined>;
  /** The latest first. */
  list(account: string): Promise<readonly Suppression[]>;
  remove(account: string, address: MailboxAddress): Promise<'removed' | 'no-such-entry'>;
}

/**
 * Causes that lie in the address and stay: the next mail fails in the same way, whatever is in it and whoever sends it. Not those of
 * policy, of full mailboxes, of machines, or of time; and nothing that a spelling of ours may have caused.
 */
const lasting: readonly Cause[] = [
  'no-such-address',
  'no-such-domain',
  'domain-takes-no-mail',
  'address-moved',
  'mailbox-disabled',
];

/** Below this, the explanation is a guess. */
const confidenceMin = 0.8;

/** Why the address is to be suppressed after this failure; undefined if it is not. */
export function lastingCause(facts: AttemptFacts): Cause | undefined {
  const { cause, permanence, confidence } = explain(facts);
  return permanence === 'permanent' && confidence >= confidenceMin && lasting.includes(cause)
    ? cause
    : undefined;
}

/** What our own attempt found, of which a host or the DNS said that it is final. */
export function factsOfFailure(
  { status, reply, stage, text, remote }: Diagnostic,
  address: string,
): AttemptFacts {
  return {
    status,
    ...(reply && { replyCode: reply.code }),
    text: reply ? replyText(reply) : text,
    stage,
    ...(remote && { host: remote.name }),
    isOwnFinding: reply === undefined,
    // RFC 3463 §2: the class of what was tried until the time was over.
    isExpired: status.startsWith('4'),
    address,
  };
}

/** What a genuine notice says. */
export function factsOfNews({ status, text, by }: RemoteNews, address: string): AttemptFacts {
  return {
    ...(status !== undefined && { status }),
    ...(text !== undefined && { text }),
    ...(by !== undefined && { host: by }),
    address,
  };
}
