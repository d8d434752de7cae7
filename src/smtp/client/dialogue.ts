/**
 * What goes into a client session and what comes out of it. The session is a value without socket, clock or promise; the shell
 * that owns the socket carries out each output in order and hands back what it learns.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Envelope, EnvelopeRecipient } from '../../envelope/envelope.ts';
import type { Reply } from '../../envelope/reply.ts';
import type { Failure } from './failure.ts';
import type { Offer } from './offer.ts';

export type Input =
  /** The socket is open. Always the first input. */
  | { readonly kind: 'connected' }
  | { readonly kind: 'bytes'; readonly bytes: Bytes }
  /** The connection is gone; `why` is a clause for people, such as `connection reset by the host`. */
  | { readonly kind: 'eof'; readonly why?: string }
  /** The handshake that `start-tls` asked for is done. */
  | { readonly kind: 'tls-established' }
  | { readonly kind: 'tls-failed'; readonly why: string }
  /** Something to send. Only after `ready`. */
  | { readonly kind: 'transaction'; readonly transaction: Transaction }
  /** After `want-content`: a piece of the content. The next one only when the socket has taken this one. */
  | { readonly kind: 'content'; readonly chunk: Bytes }
  | { readonly kind: 'content-end' }
  /** The rest of the content cannot be had: our fault, not the host's. */
  | { readonly kind: 'content-failed' }
  /** Give up what is under way; `why` is a sentence for people. Passed over once the whole content has been sent. */
  | { readonly kind: 'abandon'; readonly why: string }
  /** There is nothing more to send: say QUIT. Only after `ready`. */
  | { readonly kind: 'quit' }
  /** The session's `deadline` is over. */
  | { readonly kind: 'deadline-passed' };

export type Output =
  | { readonly kind: 'send'; readonly bytes: Bytes }
  /** Take the socket into TLS, then answer `tls-established` or `tls-failed`. */
  | { readonly kind: 'start-tls' }
  /** A transaction may be given now. */
  | { readonly kind: 'ready'; readonly offer: Offer }
  /** The session ends without having been ready; `close` follows. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'want-content' }
  /** What came of the transaction. Comes exactly once for each; `ready` or `close` follows. */
  | { readonly kind: 'transaction-result'; readonly result: TransactionResult }
  | { readonly kind: 'close' };

/** A message, as far as a client must know it. */
export interface OutgoingMessage {
  readonly envelope: Envelope;
  /** Octets of the content. */
  readonly sizeBytes: number;
  /** Its body has octets above 127. */
  readonly is8bit: boolean;
  /** Its header section has octets above 127. */
  readonly isHeaderUtf8: boolean;
}

/** One MAIL with its RCPTs and its content (RFC 5321 §3.3). */
export interface Transaction {
  readonly message: OutgoingMessage;
  readonly recipients: readonly EnvelopeRecipient[];
  /** Ask only whether the host would take it: there is no DATA, and no content. */
  readonly isProbe?: boolean;
}

export interface TransactionResult {
  /** One for each recipient, in order. */
  readonly verdicts: readonly Verdict[];
  /** True if the connection ended before the host said anything of this transaction: nothing speaks against a new connection. */
  readonly isUnheard: boolean;
}

/** What became of one recipient. */
export type Verdict =
  /** The host took responsibility, with this reply to the end of the content. */
  | { readonly kind: 'taken'; readonly reply: Reply }
  /** The host said yes to RCPT, and was asked no more: only of a probe. */
  | { readonly kind: 'accepted'; readonly reply: Reply }
  | { readonly kind: 'failed'; readonly failure: Failure };
