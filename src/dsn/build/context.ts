import type { MailboxAddress } from '../../address/mailbox-address.ts';
import type { Instant } from '../../base/instant.ts';
import type { ReturnContent } from '../../envelope/dsn-parameters.ts';
import type { Overrides } from '../languages/overrides.ts';
import type { FateCounts, NoticeReader, SenderProof } from '../notice/telling.ts';

/** What a notice needs beside the report: its own place and time, its reader, and the way that it goes. */
export interface NoticeContext {
  /** When it is written. */
  readonly at: Instant;
  /** Letters and digits that no other notice of ours has: for its Message-ID and its boundary. */
  readonly id: string;
  /** The return path of the message, or whoever reads it instead; never the null path. */
  readonly to: MailboxAddress;
  /** Somebody who reads answers (RFC 3464 §2). */
  readonly postmaster: MailboxAddress;
  readonly reader?: NoticeReader;
  /** The language that the reader likes best, as a tag (RFC 5646); languages.ts says what is made of it. */
  readonly language?: string;
  /** Where the reader's clock stands, by its name in the IANA database: `Europe/Berlin`. Goes before `zoneMinutes`, for people. */
  readonly timeZone?: string;
  /** Offset of our local time, east positive. */
  readonly zoneMinutes?: number;
  /** Recipients that the message has in all, for "1 of 7 recipients". */
  readonly recipientsInAll?: number;
  /** What became of all of them so far, for "the other 6 were accepted". Goes before `recipientsInAll`. */
  readonly fates?: FateCounts;
  /** Its good news ends a delay of which the sender was told. */
  readonly isAllClear?: boolean;
  /** How it is known that the reader sent the message. */
  readonly proof?: SenderProof;
  /** RET, if the sender gave it. */
  readonly returnContent?: ReturnContent;
  /** The message was sent with REQUIRETLS: only its header goes back, and the notice too must travel so (RFC 8689 §5). */
  readonly requiresTls?: boolean;
  /** The message was sent with SMTPUTF8: its sender can read UTF-8 in headers. */
  readonly isSmtpUtf8?: boolean;
  /**
   * The way to the sender is known to take 8-bit bodies: a mailbox of ours, say. Otherwise the notice is
   * ASCII.
   */
  readonly allows8bit?: boolean;
  /** See returned.ts. */
  readonly returnBytesMax?: number;
  /** Texts and a logo of the operator. */
  readonly overrides?: Overrides;
}
