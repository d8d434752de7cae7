/**
 * What goes into a server session and what comes out of it. The session is a value without socket, clock or promise; the shell
 * that owns the socket carries out each output in order and hands back what it learns.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Envelope, EnvelopeRecipient } from '../../envelope/envelope.ts';
import type { Reply } from '../../envelope/reply.ts';

export type Input =
  /** The socket is open. With implicit TLS the handshake is done, and `tls` says of what kind it is. Always the first input. */
  | { readonly kind: 'connected'; readonly tls?: string }
  /** The session keeps them until it has read them: do not use their memory again. */
  | { readonly kind: 'bytes'; readonly bytes: Bytes }
  /** The peer closed its side. */
  | { readonly kind: 'eof' }
  /** The handshake that `start-tls` asked for is done. */
  | { readonly kind: 'tls-established'; readonly tls: string }
  /** The answer to the question that is open; there is at most one. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The session's `deadline` is over. */
  | { readonly kind: 'deadline-passed' }
  /** The server is going down: say 421 at the next command boundary and close. */
  | { readonly kind: 'shut-down' };

export type Output =
  | { readonly kind: 'send'; readonly bytes: Bytes }
  /** Answer it with an `answer` input; until then no bytes are read on. */
  | { readonly kind: 'ask'; readonly question: Question }
  /** A piece of the message, transparency removed. Not valid after the next `handle`: copy it or use it up. */
  | { readonly kind: 'content'; readonly chunk: Bytes }
  /** The transaction in hand is over without acceptance: forget what was collected for it. */
  | { readonly kind: 'discard' }
  /** Sent is `220`; take the socket into TLS. Bytes that came before the handshake are none of ours. */
  | { readonly kind: 'start-tls' }
  | { readonly kind: 'close'; readonly reason: CloseReason };

export type CloseReason =
  | 'quit'
  | 'peer-closed'
  | 'timeout'
  | 'too-many-errors'
  | 'too-many-transactions'
  | 'not-smtp'
  | 'early-talker'
  | 'starttls-injection'
  | 'refused'
  | 'shutting-down';

export type Question =
  /** May this host talk to us? */
  | { readonly kind: 'connect' }
  /** One step of a SASL exchange (RFC 4954 §4). First step: `response` is the initial response, if there was one. */
  | {
      readonly kind: 'auth';
      readonly mechanism: string;
      readonly isFirst: boolean;
      readonly response: Bytes | undefined;
    }
  | {
      readonly kind: 'mail';
      readonly envelope: Envelope;
      readonly declaredSizeBytes: number | undefined;
      /** Whoever sends it understands a reply for each recipient after the content (draft-hall-prdr). */
      readonly wantsEach: boolean;
    }
  | { readonly kind: 'rcpt'; readonly envelope: Envelope; readonly recipient: EnvelopeRecipient }
  /** The content is about to come: last chance to refuse before it is read. */
  | { readonly kind: 'data'; readonly transaction: Transaction }
  /** The content is complete. Accepting means: it is durable. */
  | { readonly kind: 'message'; readonly transaction: Transaction };

/** A mail transaction as far as it has come (RFC 5321 §3.3). The recipients are the accepted ones, in order. */
export interface Transaction {
  readonly envelope: Envelope;
  readonly recipients: readonly EnvelopeRecipient[];
}

export type Answer =
  /** Yes. `reply` replaces the session's own words of consent. */
  | { readonly kind: 'accept'; readonly reply?: Reply; readonly each?: EachReply }
  /** No, with these words. A 421 ends the session. */
  | { readonly kind: 'refuse'; readonly reply: Reply; readonly each?: EachReply }
  /** Only for `auth`: the next challenge. */
  | { readonly kind: 'challenge'; readonly challenge: Bytes }
  /** Only for `auth`: the exchange is over, and it is this account. */
  | { readonly kind: 'authenticated'; readonly account: string };

/**
 * Only for `message`, and only where the client wants it: what is said of each recipient, in the order of the transaction. Who is
 * refused here is not accepted, whatever the reply for all of them says. `undefined` stands for consent in the session's own words.
 */
export type EachReply = readonly (Reply | undefined)[];
