import type { MailDomain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { SpfVerdict } from '../authentication/verdict.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { NoticeFinding, TagWorth } from '../dsn/correlate/finding.ts';
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

/** Reads a mail that may be a notice. @throws StoreError */
export type ReadNotice = (mail: IncomingMail) => Promise<NoticeReading>;

export interface NoticeReading {
  /** Whether it is about mail that its reader sent; absent for mail that is no notice. */
  readonly finding?: NoticeFinding;
  /** What it says of messages that we sent, if it may be believed. */
  readonly heard: readonly Heard[];
}

/** A mail that may be a notice, at the moment of its acceptance. */
export interface IncomingMail {
  /** What it will be accepted as. */
  readonly queueId: QueueId;
  readonly at: Instant;
  /** Its recipients, without tags. */
  readonly to: readonly MailboxAddress[];
  /** Those of them whose tag was valid. */
  readonly tagged: readonly MailboxAddress[];
  /** What the tag was worth under which it came; of several, the best. */
  readonly tag: TagWorth;
  /** What answers mail of these recipients must have come under a tag: they have sent none without for a while. */
  readonly isTagRequired: boolean;
  /** It has the null reverse-path. */
  readonly isFromNobody: boolean;
  /** The host that brings it. */
  readonly ip: IpAddress;
  readonly spf?: SpfVerdict;
  /** Domains that provably vouch for it. */
  readonly authenticatedDomains: readonly MailDomain[];
  /** The start of it as it came, without our own fields. */
  readonly head: Bytes;
}
