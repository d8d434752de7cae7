import type { IpAddress } from '../address/ip.ts';
import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { ReversePath } from '../address/path.ts';
import type { Verdict } from '../authentication/verdict.ts';
import type { Instant } from '../base/instant.ts';
import type { NoticeFinding } from '../dsn/correlate/finding.ts';
import type { Envelope, RecipientParameters } from '../envelope/envelope.ts';
import type { RemoteNews } from './heard.ts';
import type { RecipientState } from './recipient-state.ts';

/**
 * Our id of an accepted message: in the 250 reply, in Received, in each log line. Unique for ever on this server; later messages
 * have greater ids.
 */
export type QueueId = string & { readonly __brand: 'QueueId' };

/** A recipient within its message: 0, 1, 2 … in the order of the RCPT commands. */
export type RecipientIndex = number;

/** Where a message came from, which decides who may be told of its fate. */
export type Origin =
  /** Submitted by an account of ours that authenticated. */
  | { readonly kind: 'submission'; readonly account: string }
  /** Came in by SMTP from another host. */
  | { readonly kind: 'relay-in' }
  /** A report that we wrote about `about`. */
  | { readonly kind: 'report'; readonly about: QueueId }
  /** What we wrote to a person here, about no message of his: that his address is forged. */
  | { readonly kind: 'card' }
  /** What an account answers by itself, while its owner is away, to the message `about`. */
  | { readonly kind: 'answer'; readonly account: string; readonly about: QueueId };

/** The session by which a message came. Absent for what we wrote ourselves. */
export interface Arrival {
  readonly ip: IpAddress;
  /** The argument of EHLO or HELO, as given; untrusted. */
  readonly greetingName: string;
  /** TLS version and cipher, such as `TLSv1.3 TLS_AES_256_GCM_SHA384`; absent for plain text. */
  readonly tls?: string;
}

/** Facts of the content that reports and operators quote. Untrusted text, bounded in length. */
export interface ContentFacts {
  /** The Message-ID with its angle brackets, if there was one. */
  readonly messageId?: string;
  /** Subject, decoded (RFC 2047). */
  readonly subject?: string;
  /** True if it says that no person sent it (RFC 3834 §5), or is a report. */
  readonly isAutomatic?: true;
  /** True if the content has octets above 127 in its body: it needs 8BITMIME on its way. */
  readonly is8bit: boolean;
  /** True if its header section has octets above 127: it needs SMTPUTF8 on its way. */
  readonly isHeaderUtf8: boolean;
}

/** An accepted message, without its recipients. */
export interface QueuedMessage {
  readonly queueId: QueueId;
  readonly envelope: Envelope;
  readonly origin: Origin;
  readonly arrival?: Arrival;
  /** Who vouched for it when it was accepted. Absent for our own, for trusted networks', and for what older versions accepted. */
  readonly verdict?: Verdict;
  /** What was found of it, if it is a notice that came in. */
  readonly notice?: NoticeFinding;
  readonly arrivedAt: Instant;
  /** When we give up on what is still waiting: arrival plus the maximum queue life. */
  readonly expiresAt: Instant;
  /** Octets of the content as it is relayed: without the Return-Path field that stands before it in the blob. */
  readonly sizeBytes: number;
  /** Octets at the start of the blob that only final delivery shows (the Return-Path field, RFC 5321 §4.4). */
  readonly returnPathBytes: number;
  readonly facts: ContentFacts;
}

/** One accepted recipient and its fate so far. */
export interface Recipient {
  readonly index: RecipientIndex;
  /** The address as accepted; reports echo its text. A bare postmaster has been completed with our domain. */
  readonly address: MailboxAddress;
  /** The recipient (an alias) that was expanded into this one. */
  readonly parent?: RecipientIndex;
  readonly parameters: RecipientParameters;
  /** Set where an alias here sends the mail on to another address: what becomes of it is not the sender's business. */
  readonly forward?: Forward;
  /**
   * The recipient that the sender named, where several of ours come of it (an alias with several targets, an address that he named
   * twice): of those, only one has a last word reported to him. Absent where this is the only one.
   */
  readonly original?: RecipientIndex;
  /** The report that told the sender the last word (failed or delivered) on those whose original this is. */
  readonly lastWord?: QueueId;
  /** By what the queue groups recipients for attempts: a domain, or a fixed next hop. Made by routing. */
  readonly destination: string;
  readonly state: RecipientState;
  /** The weightiest of what genuine notices of other hosts say became of it. Whatever it says, `state` is what we did ourselves. */
  readonly heard?: RemoteNews;
  /** Stopped by the operator: not claimed, whatever `state` says, until released. */
  readonly held: boolean;
  /** True once its sender was told of the delay, or it was decided that he is not to be told. */
  readonly isDelayReported: boolean;
}

/** How a recipient came to be one. */
export interface Forward {
  /** Who is told where it fails; undefined = the postmaster. */
  readonly owner?: MailboxAddress;
}

/** Whose turn it is: claims go round by sender, so that a busy one does not starve the others. */
export function senderKey(message: {
  readonly origin: Origin;
  readonly envelope: { readonly reversePath: ReversePath };
}): string {
  const { origin, envelope } = message;
  if (origin.kind === 'submission') return origin.account;
  if (envelope.reversePath === 'null-path') return '<>';
  return `@${envelope.reversePath.domain}`;
}
