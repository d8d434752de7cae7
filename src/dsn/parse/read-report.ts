import type { Instant } from '../../base/instant.ts';
import type { StatusCode } from '../../envelope/status-code.ts';
import type { MessageId } from '../../message/message-id.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Action, DiagnosticCode, MtaName, Original, TypedAddress } from '../report.ts';

/**
 * What a mail that came in turns out to be. `failure` … `relay` are delivery reports by what they say (the weightiest of several
 * actions), `arf` a complaint or another feedback report (RFC 5965), `auto-reply` what a machine answers for a person (RFC 3834).
 */
export type ReportKind = 'failure' | 'delay' | 'success' | 'relay' | 'arf' | 'auto-reply' | 'not-a-report';

/** A notice as we read it, standard or not. Hearsay, all of it, until it is matched to a message that we sent. */
export interface ReadReport {
  readonly kind: ReportKind;
  /** Which reader understood it: `rfc3464`, `qmail`, … */
  readonly format: string;
  readonly reportingMta?: MtaName;
  readonly receivedFromMta?: MtaName;
  readonly arrivalDate?: Instant;
  /** ENVID as it came back to us. */
  readonly originalEnvelopeId?: string;
  readonly queueId?: string;
  readonly recipients: readonly ReadRecipient[];
  readonly original?: Original;
  /** What is known of the message that the notice is about. */
  readonly returned?: ReturnedMessage;
}

export interface ReadRecipient {
  readonly finalRecipient: TypedAddress;
  readonly originalRecipient?: TypedAddress;
  readonly action?: Action;
  /** As it was given, or as it stands in the diagnostic. */
  readonly status?: StatusCode;
  /** True if the status was not given but made up by us from the reply code or the cause: no more than its class may be trusted. */
  readonly isStatusInferred?: boolean;
  readonly replyCode?: number;
  readonly remoteMta?: MtaName;
  readonly diagnosticCode?: DiagnosticCode;
  readonly lastAttemptDate?: Instant;
  readonly willRetryUntil?: Instant;
  readonly finalLogId?: string;
  readonly explanation: Explanation;
}

/** Facts of the returned message, from its header section if that came back, else from the words of the notice. */
export interface ReturnedMessage {
  readonly messageId?: MessageId;
  readonly from?: string;
  readonly to?: string;
  /** Decoded (RFC 2047). */
  readonly subject?: string;
  readonly date?: Instant;
  /** The return path under which the notice came to us: where we put a tag, it is in here. */
  readonly returnPath?: string;
  /** The values of its Received fields, the first hop first. */
  readonly received: readonly string[];
}
