import type { ForwardPath, ReversePath } from '../address/path.ts';
import type { Xtext } from '../address/xtext.ts';
import type { Notify, OriginalRecipient, ReturnContent } from './dsn-parameters.ts';

/** What MAIL says of a message, beside its recipients (RFC 5321 §2.3.1). */
export interface Envelope {
  readonly reversePath: ReversePath;
  /** BODY (RFC 6152): what the client declared; 7bit if it said nothing. */
  readonly body: BodyType;
  /** The client asked for SMTPUTF8 (RFC 6531 §3.4). */
  readonly smtpUtf8: boolean;
  /** RET, if given. */
  readonly returnContent?: ReturnContent;
  /** ENVID as given, still in xtext. */
  readonly envelopeId?: Xtext;
}

export type BodyType = '7bit' | '8bitmime';

/** What RCPT says of one recipient beside its forward-path (RFC 3461 §4). */
export interface RecipientParameters {
  readonly notify?: Notify;
  readonly originalRecipient?: OriginalRecipient;
}

/** One accepted RCPT. Two with equal paths are two recipients. */
export interface EnvelopeRecipient extends RecipientParameters {
  readonly path: ForwardPath;
}
