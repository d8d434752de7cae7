import type { IpAddress } from '../../address/ip.ts';
import type { MailboxAddress } from '../../address/mailbox-address.ts';
import type { ReversePath } from '../../address/path.ts';
import type { Instant } from '../../base/instant.ts';
import type { TypedAddress } from '../report.ts';

/** What we remember of a message that we took for others. Pure data: whoever keeps the queue makes it. */
export interface SentRecord {
  readonly queueId: string;
  /** When we took it. */
  readonly sentAt: Instant;
  /** Where notices about it go. */
  readonly reversePath: ReversePath;
  /** With its angle brackets, whoever wrote it. */
  readonly messageId?: string;
  /** The ENVID that the sender gave, decoded. */
  readonly envelopeId?: string;
  readonly recipients: readonly SentRecipient[];
}

export interface SentRecipient {
  readonly index: number;
  readonly address: MailboxAddress;
  /** ORCPT, decoded. */
  readonly originalRecipient?: TypedAddress;
  /** The index of the alias that stood for this one. */
  readonly parent?: number;
  readonly fate: SentFate;
  /** The host that took it. */
  readonly relay?: RelayHost;
}

/**
 * What became of it as far as we went ourselves: `untried`, never offered to another host; `tried`, not yet settled, so that a host
 * may have it of which we have not heard; `relayed`, in the hands of another host; `delivered` here; `expanded` into others, which
 * are recipients of their own; `failed`, given up by us.
 */
export type SentFate = 'untried' | 'tried' | 'relayed' | 'delivered' | 'expanded' | 'failed';

export interface RelayHost {
  readonly name: string;
  readonly ip: IpAddress;
}
