import type { MailDomain } from '../../address/domain.ts';
import type { IpAddress } from '../../address/ip.ts';
import type { MailboxAddress } from '../../address/mailbox-address.ts';
import type { Instant } from '../../base/instant.ts';
import type { MessageId } from '../../message/message-id.ts';
import type { SigningKey } from './signature.ts';

/** How a notice came to us: what we saw ourselves, whatever it says. */
export interface NoticeArrival {
  readonly at: Instant;
  /** Its recipients, without the tags that we put on reverse-paths. */
  readonly to: readonly MailboxAddress[];
  /** Those of them that it came to under a tag of ours, which is good: whoever wrote it has had mail of theirs, not long ago. */
  readonly tagged: readonly MailboxAddress[];
  /** The host that brought it. */
  readonly ip?: IpAddress;
  /** That host wrote it: no trace field tells of one before it. What a host hands on for others is not its own word. */
  readonly isFirstHand: boolean;
  /** Domains that provably vouch for the notice (SPF of its HELO name, DKIM). */
  readonly authenticatedDomains: readonly MailDomain[];
  /** The identifiers in its In-Reply-To and References (RFC 5322 §3.6.4): many a notice answers the message that it is about. */
  readonly references: readonly MessageId[];
}

/** By what we know our own. */
export interface OurMarks {
  /** Those whose signatures are known now. */
  readonly keys: readonly SigningKey[];
  /** Our name in Received fields and Message-IDs. */
  readonly hostname: MailDomain;
  /** The queue id of the message under whose tagged reverse-path a notice came; undefined for an address without a tag of ours. */
  readonly queueIdOf: (address: MailboxAddress) => string | undefined;
}
