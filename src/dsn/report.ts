import { hasNonAscii } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import type { MailboxAddress } from '../address/mailbox-address.ts';
import { decodeUtf8AddressXtext, isUtf8AddressXtext } from '../address/utf8-xtext.ts';
import { decodeXtext } from '../address/xtext.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { OriginalRecipient } from '../envelope/dsn-parameters.ts';
import type { Reply } from '../envelope/reply.ts';
import type { Stage } from '../envelope/stage.ts';
import type { StatusCode } from '../envelope/status-code.ts';

/**
 * What became of a message for some of its recipients: a delivery status notification (RFC 3464) as a value.
 */
export interface Report {
  /** The host that tried to deliver: ours, in what we build. */
  readonly reportingMta: MtaName;
  /** ENVID, decoded; only if the sender gave one (RFC 3461 §6.3 (a)). */
  readonly originalEnvelopeId?: string;
  /** The host that handed the message in; its name is what it called itself. */
  readonly receivedFromMta?: MtaName;
  readonly arrivalDate?: Instant;
  /** Our id of the message, by which logs can be searched. */
  readonly queueId?: string;
  /** At least one. */
  readonly recipients: readonly ReportedRecipient[];
  readonly original?: Original;
}

/**
 * RFC 3464 §2.3.3. Not the outcome of the queue: `delayed` is one too, and what is only delayed may still
 * arrive.
 */
export type Action = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

export const actions: readonly Action[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];

export interface ReportedRecipient {
  /** The address as the reporting host accepted it, case kept (RFC 3464 §2.3.2). */
  readonly finalRecipient: TypedAddress;
  /** ORCPT; only if the sender gave it (RFC 3461 §6.3 (d)). */
  readonly originalRecipient?: TypedAddress;
  /** The alias of ours that the sender wrote to. People are told of it; it has no field. */
  readonly alias?: string;
  readonly action: Action;
  /** Of an expired message it stays 4.x.x, although the action is `failed` (RFC 3464 §2.3.3, note). */
  readonly status: StatusCode;
  /** The host that was tried; only if one took part (RFC 3464 §2.3.5). */
  readonly remoteMta?: MtaName;
  readonly diagnosticCode?: DiagnosticCode;
  readonly lastAttemptDate?: Instant;
  /** Only told in `delayed` (RFC 3464 §2.3.9). */
  readonly willRetryUntil?: Instant;
  readonly finalLogId?: string;
  /**
   * It was passed on from the alias to an address that the sender may not learn (RFC 3464 §4.2). What could betray that address
   * stays out of the notice; there must be an alias.
   */
  readonly isConfidential?: boolean;
  // What follows is for people and has no field.
  /** Where in the dialogue the diagnostic was said or found. */
  readonly stage?: Stage;
  /** TLS version and cipher of that connection; empty if it was not encrypted. */
  readonly tls?: string;
  /** How often delivery was tried, the last time included. */
  readonly attempts?: number;
  /** Addresses that the sender may have meant, the likeliest first. */
  readonly didYouMean?: readonly string[];
}

/** The name of a mail host (RFC 3464 §2.1.2 (c)): type `dns`, or another if it is not known in the DNS. */
export interface MtaName {
  readonly type: string;
  readonly name: string;
  readonly ip?: string;
}

/** An address in the clear, no xtext. The type is `rfc822`, `utf-8` or what ORCPT said. */
export interface TypedAddress {
  readonly type: string;
  readonly address: string;
}

/** Why it went as it did (RFC 3464 §2.3.6): type `smtp` for a reply, or our own words. */
export interface DiagnosticCode {
  readonly type: string;
  readonly text: string;
}

/** The message that the report is about. */
export interface Original {
  /** All of it, or no more than its header section. */
  readonly message: Bytes;
  /**
   * Octets of the whole message, where they are known; equal to the length of `message` if that is all of it.
   */
  readonly sizeBytes?: number;
}

/** The diagnostic type of what no other host said. */
const ownDiagnosticType = 'X-Evergreen';
/** RFC 3464 §2.3.6: the diagnostic type of a reply. */
const replyDiagnosticType = 'smtp';

/** False where a host was tried but gave no answer, or where the reason is one that we found ourselves. */
export const isSaidByOther = ({ remoteMta, diagnosticCode }: ReportedRecipient): boolean =>
  remoteMta !== undefined && diagnosticCode?.type.toLowerCase() === replyDiagnosticType;

export const dnsName = (name: string, ip?: IpAddress): MtaName => ({ type: 'dns', name, ...(ip && { ip }) });

export const finalRecipientOf = ({ text }: MailboxAddress): TypedAddress => typedByLetters(text);

/** An address of the mail of the Internet, by whether it is ASCII (RFC 6533 §3). */
export const typedByLetters = (address: string): TypedAddress => ({
  type: hasNonAscii(address) ? 'utf-8' : 'rfc822',
  address,
});

/**
 * ORCPT without its encoding (RFC 3461 §4.2, RFC 6533 §3). What would not be printable then stays encoded.
 */
export function originalRecipientOf({ addressType, address }: OriginalRecipient): TypedAddress {
  if (addressType.toLowerCase() === 'utf-8') {
    const isEncoded = isUtf8AddressXtext(address);
    return { type: addressType, address: isEncoded ? decodeUtf8AddressXtext(address) : address };
  }
  const decoded = decodeXtext(address);
  return { type: addressType, address: /^[ -~]+$/.test(decoded) ? decoded : address };
}

/** A reply, word for word (RFC 3461 §9.2): of several lines each keeps its code. */
export function smtpDiagnostic({ code, status, lines }: Reply): DiagnosticCode {
  const words = status === undefined ? '' : `${status} `;
  const all = lines.length === 0 ? [''] : lines;
  const text = all.map((line, i) => `${code}${i === all.length - 1 ? ' ' : '-'}${words}${line}`).join(' ');
  return { type: replyDiagnosticType, text };
}

export const ownDiagnostic = (text: string): DiagnosticCode => ({ type: ownDiagnosticType, text });
