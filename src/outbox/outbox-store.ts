import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Envelope, EnvelopeRecipient } from '../envelope/envelope.ts';
import type { QueueId } from '../queue/message.ts';

/**
 * A mail that its author has let go (RFC 8621 §7). `pending`: nothing has happened yet, and he may take it back. `sending`: its time
 * has come, and it is being accepted into the queue; a crash leaves it here, and it is accepted at the next start. `sent`: the queue has
 * it, under the id of the submission. `canceled`: he took it back. The last two are for ever.
 */
export type SubmissionPhase = 'pending' | 'sending' | 'sent' | 'canceled';

export interface Submission {
  /** The queue id, given before the queue has it: so that it is accepted once, whatever happens. */
  readonly id: QueueId;
  readonly account: string;
  readonly identityId: string;
  readonly emailId: string;
  readonly threadId: string;
  readonly envelope: Envelope;
  readonly recipients: readonly EnvelopeRecipient[];
  /** When it is released. */
  readonly sendAt: Instant;
  /** What its author is told of that: when he let it go, or the time that he chose (RFC 8621 §7). */
  readonly announcedAt: Instant;
  /** An earlier submission that this one repeats. */
  readonly resendOf?: QueueId;
  readonly phase: SubmissionPhase;
}

export type NewSubmission = Omit<Submission, 'phase'>;

/** What became of an account's submissions since a state. */
export interface SubmissionChanges {
  readonly state: number;
  readonly hasMore: boolean;
  readonly created: readonly QueueId[];
  readonly updated: readonly QueueId[];
  readonly destroyed: readonly QueueId[];
}

/** The port of the outbox: what was submitted, and what of it still waits for its time. Each verb is one transaction. */
export interface OutboxStore {
  /** Keeps a submission, pending, with its content. @throws StoreFullError, StoreError */
  add(submission: NewSubmission, content: Bytes): Promise<void>;
  /** Takes a submission back, if nothing has happened yet. */
  cancel(account: string, id: QueueId): Promise<'canceled' | 'final' | 'unknown'>;
  /** Forgets that there was a submission. If it still waits, it is sent all the same. */
  destroy(account: string, id: QueueId): Promise<'destroyed' | 'unknown'>;

  /** Those whose time has come, the longest due first: they are `sending` from now on. Those that were before come again. */
  claimDue(now: Instant, limit: number): Promise<readonly Submission[]>;
  /** When the next one is due; undefined if none waits. */
  nextDue(): Promise<Instant | undefined>;
  /** Undefined once it is sent or canceled. */
  content(id: QueueId): Promise<Bytes | undefined>;
  /** The queue has it. */
  markSent(id: QueueId): Promise<void>;

  /** Those of an account with these ids, or all, the latest first; none that was destroyed. */
  find(account: string, ids: readonly QueueId[] | undefined): Promise<readonly Submission[]>;
  /** Those that repeat this one, the earliest first. */
  repeatsOf(account: string, id: QueueId): Promise<readonly QueueId[]>;
  /** Grows with each change of a submission, and of what the queue knows of its recipients. 0 if there was never any. */
  state(account: string): Promise<number>;
  /** The changes after the state `since`, the oldest first, of at most `limit` submissions; undefined for a state that there was not. */
  changes(account: string, since: number, limit: number): Promise<SubmissionChanges | undefined>;
}
