import type { MailDomain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Action } from '../dsn/report.ts';
import type { StatusCode } from '../envelope/status-code.ts';
import type { QueueId, RecipientIndex } from './message.ts';

/** What a genuine notice of another host says of one message that we sent. Only what is judged genuine becomes one of these. */
export interface Heard {
  readonly about: QueueId;
  /** None where the notice names an address that the sender did not write to. */
  readonly recipients: readonly RecipientIndex[];
  readonly news: RemoteNews;
}

/** What another host says became of a recipient. It stands beside the outcome, which says what we did ourselves, and changes nothing of that. */
export interface RemoteNews {
  readonly at: Instant;
  readonly action: Action;
  readonly status?: StatusCode;
  /** The host that says so, by the name that it gives itself; untrusted. */
  readonly by?: string;
  /** The address of which it speaks; untrusted. */
  readonly address?: string;
  /** The diagnostic, in the words of the notice; untrusted. */
  readonly text?: string;
  /** The notice, which was accepted as this. */
  readonly notice: QueueId;
}

/** RFC 3464 §2.3.3: only the first two are a last word. A failure weighs more, as some reader of the recipient's has not got the mail. */
const byWeight: readonly Action[] = ['failed', 'delivered', 'expanded', 'relayed', 'delayed'];

/** What stands beside the recipient when more is heard: the weightier; of two alike, the later. */
export function weightier(before: RemoteNews | undefined, news: RemoteNews): RemoteNews {
  if (!before) return news;
  return byWeight.indexOf(news.action) <= byWeight.indexOf(before.action) ? news : before;
}

/** What a mail says of others that we sent, if it is a genuine notice. Whether or not this can be found out, the mail is accepted. */
export type Hear = (mail: IncomingMail) => Promise<readonly Heard[]>;

/** Whether a mail answers one that was sent by somebody to whom it comes, as far as that can be told by what it names. */
export type IsAnswer = (mail: IncomingMail) => Promise<boolean>;

/** A mail that may be a notice, at the moment of its acceptance. */
export interface IncomingMail {
  /** What it will be accepted as. */
  readonly queueId: QueueId;
  readonly at: Instant;
  /** Its recipients, without tags. */
  readonly to: readonly MailboxAddress[];
  /** Those of them whose tag was valid. */
  readonly tagged: readonly MailboxAddress[];
  /** The host that brings it. */
  readonly ip: IpAddress;
  /** Domains that provably vouch for it. */
  readonly authenticatedDomains: readonly MailDomain[];
  /** The start of it as it came, without our own fields. */
  readonly head: Bytes;
}
