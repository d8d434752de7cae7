import type { IpAddress } from '../address/ip.ts';
import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Instant } from '../base/instant.ts';
import type { Reply } from '../envelope/reply.ts';
import type { Stage } from '../envelope/stage.ts';
import type { StatusCode } from '../envelope/status-code.ts';
import type { QueueId } from './message.ts';

/**
 * The fate of one recipient. `waiting` and `attempting` follow each other until one attempt (or the operator, or the clock) settles
 * it; `settled` is for ever. Only advance() in life-cycle.ts makes these values.
 */
export type RecipientState = Waiting | Attempting | Settled;

/** In the queue, nobody is working on it. Entered at acceptance, after a transient failure, when a lease ends. Left by a claim. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly due: Instant;
  /** Attempts made so far. */
  readonly attempts: number;
  /** What the last attempt met. */
  readonly last?: Diagnostic;
}

/** Claimed. Whoever holds the lease is the only one who may write the next state; after `lease.until` anybody may take it back. */
export interface Attempting {
  readonly kind: 'attempting';
  readonly lease: Lease;
  readonly since: Instant;
  readonly attempts: number;
  readonly last?: Diagnostic;
}

export interface Settled {
  readonly kind: 'settled';
  readonly at: Instant;
  readonly attempts: number;
  readonly outcome: Outcome;
}

/** The exclusive right to attempt some recipients until a time. Every claim makes a new one. */
export interface Lease {
  readonly id: string;
  readonly until: Instant;
}

/** How it ended. `failed` cannot be built without saying who was told, or why nobody was. */
export type Outcome =
  | { readonly kind: 'delivered' }
  | {
      readonly kind: 'relayed';
      readonly by: RemoteHost;
      readonly reply: Reply;
      readonly dsnPassedOn: boolean;
    }
  | { readonly kind: 'expanded'; readonly into: readonly MailboxAddress[] }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic; readonly report: ReportFate };

export type ReportFate = { readonly as: QueueId } | { readonly suppressed: SuppressionReason };

export type SuppressionReason =
  /** RFC 3461 §4.1: NOTIFY=NEVER, or NOTIFY without FAILURE. */
  | 'not-asked-for'
  /** RFC 5321 §4.5.5: it came with the null reverse-path. */
  | 'null-reverse-path'
  /** It is a report or an automatic answer itself, or says that no person sent it. */
  | 'automatic'
  /** Nothing proves that the owner of the reverse-path sent this. */
  | 'return-path-unproven'
  /** As many reports as may be went to this address, to its domain, or to others in all, within an hour (notice-caps.ts). */
  | CapReason
  /** The same of whoever is responsible for the forward where it failed. */
  | 'cap-owner'
  /** RFC 3464 §3: the sender has had the last word on the recipient that he named, and this is another behind it. */
  | 'already-told'
  /** The operator dropped it. */
  | 'dropped-by-operator';

export type CapReason = 'cap-address' | 'cap-domain' | 'cap-all';

export interface RemoteHost {
  /** The name we looked up (the MX host), or an address literal. */
  readonly name: string;
  readonly ip: IpAddress;
  readonly port: number;
}

/** Why a recipient has not got the message: what reports and `trace` tell. */
export interface Diagnostic {
  readonly at: Instant;
  readonly stage: Stage;
  readonly status: StatusCode;
  /** One sentence for people, ours. */
  readonly text: string;
  /** What the remote host said, if it said it. Untrusted. */
  readonly reply?: Reply;
  readonly remote?: RemoteHost;
  /** TLS version and cipher of the session, if any. */
  readonly tls?: string;
}
