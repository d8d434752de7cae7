import type { ReadRecipient } from '../parse/read-report.ts';
import type { Purpose } from './signature.ts';

/** One recipient of a notice, matched to a message that we sent. */
export interface Match {
  /** The queue id of the message. */
  readonly submission: string;
  /** The recipient of the message; undefined where the notice names an address that we did not write to, of several that we did. */
  readonly recipient?: number;
  /** What the notice says of it. */
  readonly reported: ReadRecipient;
  readonly by: MatchedBy;
  /** 0 … 1: how sure it is that the notice is about this message and recipient, whoever wrote it. */
  readonly confidence: number;
  /** Whether it may be believed. Judged apart: who forges a notice can match it well. */
  readonly genuine: Judgement;
}

/** The strongest of the ties between a notice and a message, the best first. */
export const tiesByStrength = [
  'signed-reverse-path',
  'signed-envelope-id',
  'signed-message-id',
  'signed-received',
  'envelope-id',
  'received',
  'message-id',
  'recipient-and-time',
] as const;

export type MatchedBy = (typeof tiesByStrength)[number];

export interface Judgement {
  /** Only `genuine` changes anything. `contradicted`: it says what cannot be so. */
  readonly verdict: 'genuine' | 'unproven' | 'contradicted';
  /** What speaks for it. */
  readonly proofs: readonly Proof[];
  /** What speaks against it. */
  readonly contradictions: readonly Contradiction[];
}

export type Proof =
  /** It brings back what only we can have written, for this message. */
  | { readonly kind: 'signature'; readonly in: Purpose }
  /** It comes from the host that took the message, or from a domain that answers for it or for the recipient. */
  | { readonly kind: 'sender'; readonly as: 'host' | 'domain'; readonly name: string }
  /** It came under the tag of the sender's reverse-path: it answers mail of that account. Which mail, the tag does not say. */
  | { readonly kind: 'tag' }
  /** It knows what a stranger would have to guess. Proves nothing by itself: many a reader knows it too. */
  | { readonly kind: 'knowledge'; readonly of: 'message-id' | 'envelope-id' | 'received' };

export type Contradiction =
  /** It bears a signature in our form, and we did not sign it. */
  | 'forged-signature'
  /** It came to somebody who is not the sender of the message (RFC 5321 §6.1: notices go to the reverse-path). */
  | 'not-to-the-sender'
  /** It tells of a time before the message was sent. */
  | 'before-the-sending'
  /** We never wrote to this recipient. */
  | 'unknown-recipient'
  /** We never offered the message to another host, for this recipient. */
  | 'never-handed-over'
  /** We gave up on this recipient ourselves, so that nobody else has it. */
  | 'failed-here'
  | 'delivered-here';
