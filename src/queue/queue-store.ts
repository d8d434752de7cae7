import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Heard, RemoteNews } from './heard.ts';
import type { QueuedMessage, QueueId, Recipient, RecipientIndex } from './message.ts';
import type { Cap } from './notice-caps.ts';
import type { CapObjection, Objection } from './objection.ts';
import type { Diagnostic, Lease, RecipientState, SuppressionReason } from './recipient-state.ts';
import type { Undeliverable } from './undeliverable.ts';

/**
 * The port of the durable queue. Each verb is one transaction: when its promise resolves, what it did survives a crash; when it
 * rejects, nothing of it happened. No verb needs memory in proportion to the queue.
 */
export interface QueueStore {
  /**
   * Makes messages ours: contents, recipients and mailbox entries of all of them, together. This is the one write that makes a
   * message queued. Files of the spool are taken over in any case: when it rejects, they are removed. When it answers a cap, the
   * reports that count against caps are left out, and all else is written. Answers that are due once (OncePerSender) are left out
   * without a word if they were given.
   * @throws StoreFullError, StoreError
   */
  accept(acceptances: readonly Acceptance[]): Promise<'accepted' | CapObjection>;

  /**
   * Takes due recipients (waiting, not held, due ≤ now) and marks them attempting under new leases: one claim per message and
   * destination. Senders with due recipients take turns (message.ts, senderKey), and within a sender the longest due comes first.
   */
  claimDue(request: ClaimRequest): Promise<readonly Claim[]>;

  /**
   * Writes what an attempt came to, if each recipient is still under this lease, and no report goes past a cap or repeats a last word;
   * otherwise nothing at all.
   */
  commit(settlement: Settlement): Promise<CommitAnswer>;

  /** Prolongs a lease that is still held. */
  extendLease(queueId: QueueId, lease: Lease, until: Instant): Promise<'extended' | 'lease-lost'>;

  /** Puts recipients whose lease ended before `now` (all of them if `now` is undefined: at start) back to waiting, due at once. */
  releaseExpired(now: Instant | undefined): Promise<number>;

  /** When the next recipient becomes due that is not held and not in `except`. */
  nextDue(except: Exceptions): Promise<Instant | undefined>;

  /** The message and all of its recipients; undefined if unknown or long forgotten. */
  find(queueId: QueueId): Promise<MessageRecord | undefined>;

  /** The messages that match, oldest first, at most `limit`, after the cursor. */
  list(filter: ListFilter): Promise<readonly MessageRecord[]>;

  /**
   * Messages that were not only for mailboxes here, the latest first, at most `limit`: those under a Message-ID (with its brackets)
   * or a sender's ENVID (decoded), or those for an address elsewhere (mailbox-address.ts, mailboxKey), if they are not long ago.
   */
  findSent(by: SentBy, limit: number): Promise<readonly MessageRecord[]>;

  /** Everything that happened to a message after its acceptance, in order. */
  history(queueId: QueueId): Promise<readonly HistoryEntry[]>;

  /** What waits, by counting rows. */
  statistics(): Promise<QueueStatistics>;

  /**
   * The operator's changes to recipients that are not settled. Answers how many were changed. An attempt under way is left alone;
   * if its recipient was held meanwhile and comes back, it is held then.
   */
  setHeld(selection: Selection, held: boolean, entry: OperatorEntry): Promise<number>;
  makeDue(selection: Selection, due: Instant, entry: OperatorEntry): Promise<number>;

  /**
   * Takes waiting recipients of one message out of turn under a new lease, held or not and whatever their destinations (the claim
   * names that of the first), for the operator's fail and drop.
   */
  claimMessage(
    queueId: QueueId,
    recipients: readonly RecipientIndex[] | 'all',
    now: Instant,
    lease: Lease,
  ): Promise<Claim | undefined>;

  /**
   * The addresses that mail of this sender (senderKey, of one who submitted it) reached: delivered here or taken by another host.
   * Each once, the latest first, among the `limit` recipients of his that were settled last and are not forgotten.
   */
  reachedBy(sender: string, limit: number): Promise<readonly MailboxAddress[]>;

  /** The content from `offset` (0 = with its Return-Path field). @throws StoreError if the message has no content any more */
  readContent(queueId: QueueId, offset: number): AsyncIterable<Bytes>;

  /**
   * Forgets messages whose recipients were all settled before `before`, the longest settled first, at most `limit`. Answers how many.
   * (A content goes at once when neither an unsettled recipient nor a mailbox needs it.)
   */
  forgetSettled(before: Instant, limit: number): Promise<number>;
}

/** A message on its way in, with everything that its acceptance makes durable. */
export interface Acceptance {
  readonly message: QueuedMessage;
  /** The Return-Path field, then what is relayed (our Received field first). */
  readonly content: Content;
  readonly recipients: readonly Recipient[];
  readonly deliveries: readonly MailboxDelivery[];
  /**
   * What it says of other messages, if it is a genuine notice: written beside their recipients and into their histories. Messages that
   * are not there any more are passed over.
   */
  readonly heard?: readonly Heard[];
  /** What happened to it before it was accepted. */
  readonly history?: readonly HistoryEntry[];
  /** Of a report: what it counts against, for an hour from the arrival of its message. */
  readonly caps?: readonly Cap[];
  /** Of an automatic answer: it is left out if its like went to the same sender, and is remembered otherwise. */
  readonly once?: OncePerSender;
}

/** RFC 3834 §2: the same answer goes to the same sender once in several days. */
export interface OncePerSender {
  readonly account: string;
  /** As by mailboxKey. */
  readonly sender: string;
  /** From when on he may be answered again. */
  readonly until: Instant;
  /** Senders that are remembered of an account at once; beyond them, nobody is answered. */
  readonly sendersMax: number;
}

/** Octets of an automatic answer, which is never a file. */
export const answerBytesMax = 128 * 1024;

export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Bytes }
  /** A file in the store's own spool folder, written and synced; the store takes it over. */
  | { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number };

/** An email in a mailbox of an account, made in the same transaction that settles the recipient as delivered. */
export interface MailboxDelivery {
  readonly account: string;
  readonly recipient: RecipientIndex;
  /** Where it lies then; the inbox, if it does not say. */
  readonly mailbox?: 'inbox' | 'junk';
}

export interface ClaimRequest {
  readonly now: Instant;
  readonly leaseUntil: Instant;
  /** Makes the id of each lease. */
  readonly leaseId: () => string;
  readonly claimsMax: number;
  /** Recipients in one claim (RFC 5321 §4.5.3.1.8: a next hop must take 100). */
  readonly recipientsMax: number;
  readonly except: Exceptions;
}

/** What is passed over, because it has enough attempts under way. */
export interface Exceptions {
  readonly destinations?: readonly string[];
  /** As senderKey names them. */
  readonly senders?: readonly string[];
}

/** Recipients of one message and destination, under one lease. Their states are all attempting. */
export interface Claim {
  readonly message: QueuedMessage;
  readonly destination: string;
  readonly recipients: readonly Recipient[];
  readonly lease: Lease;
}

export interface Transition {
  readonly recipient: RecipientIndex;
  readonly next: RecipientState;
  /** Set when this settlement writes the delay report, or decides against it. */
  readonly isDelayReported: boolean;
}

export interface Settlement {
  readonly queueId: QueueId;
  readonly lease: Lease;
  readonly transitions: readonly Transition[];
  readonly deliveries: readonly MailboxDelivery[];
  readonly history: readonly HistoryEntry[];
  /** The reports that this settlement owes. */
  readonly reports: readonly Acceptance[];
  /** What they say for the last time; each original once. */
  readonly lastWords: readonly LastWord[];
  /** Failures that the sender is not told of. */
  readonly filed: readonly Undeliverable[];
}

export type CommitAnswer = 'committed' | 'lease-lost' | Objection;

/** A report that tells the sender that a recipient, for which several stand, failed or was delivered. */
export interface LastWord {
  readonly original: RecipientIndex;
  readonly report: QueueId;
}

export interface HistoryEntry {
  readonly at: Instant;
  readonly queueId: QueueId;
  readonly recipients: readonly RecipientIndex[];
  readonly event: HistoryEvent;
}

export type HistoryEvent =
  | {
      readonly kind: 'attempt';
      readonly result: 'delivered' | 'relayed' | 'transient' | 'permanent';
      readonly detail: AttemptDetail;
    }
  | {
      readonly kind: 'report';
      readonly action: 'failed' | 'delayed' | 'relayed' | 'delivered' | 'expanded';
      readonly as: QueueId;
    }
  | { readonly kind: 'suppressed'; readonly reason: SuppressionReason }
  /** Another host says so, in a notice that is genuine. */
  | { readonly kind: 'heard'; readonly news: RemoteNews }
  | {
      readonly kind: 'operator';
      readonly verb: 'hold' | 'release' | 'retry' | 'fail' | 'drop';
      readonly who: string;
    };

/** A verb of the operator's: it is remembered in the history of each message that it changes. */
export interface OperatorEntry {
  readonly at: Instant;
  readonly event: Extract<HistoryEvent, { readonly kind: 'operator' }>;
}

/** What `trace` shows of an attempt: host, TLS and reply, or our own words. */
export interface AttemptDetail {
  readonly text: string;
  readonly diagnostic?: Diagnostic;
  readonly remote?: Diagnostic['remote'];
  readonly tls?: string;
}

export interface MessageRecord {
  readonly message: QueuedMessage;
  readonly recipients: readonly Recipient[];
}

export type SentBy =
  | { readonly messageId: string }
  | { readonly envelopeId: string }
  | { readonly address: string };

export interface ListFilter {
  /**
   * `queue`: messages with a recipient that is not settled, and by destination and address only such recipients count;
   * `all`: settled ones too.
   */
  readonly which: 'queue' | 'all';
  readonly destination?: string;
  /** Key of the reverse-path's or of a recipient's address (mailbox-address.ts, mailboxKey). */
  readonly address?: string;
  readonly after?: QueueId;
  readonly limit: number;
}

export type Selection =
  | { readonly queueId: QueueId; readonly recipients: readonly RecipientIndex[] | 'all' }
  | { readonly destination: string }
  | 'all';

export interface QueueStatistics {
  /** Waiting and not held. */
  readonly waiting: number;
  readonly attempting: number;
  /** Held and not being attempted. */
  readonly held: number;
}

/** The store is in working order but has no room (disk full, or the configured bound): try again later. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
}

/** The store failed; the message says at what. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
