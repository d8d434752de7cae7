import type { Instant } from '../../base/instant.ts';
import type { Dates } from '../languages/dates.ts';
import type { Words } from '../languages/words.ts';

/** To whom a notice is told, how, and what is known beside the report. */
export interface Telling {
  readonly words: Words;
  readonly dates: Dates;
  /** When the notice is written. */
  readonly at: Instant;
  readonly reader: NoticeReader;
  /** An address at which answers are read. */
  readonly postmaster: string;
  /** Recipients that the message has in all, where that may be told. */
  readonly recipientsInAll?: number;
  readonly fates?: FateCounts;
  /** Good news that ends a delay of which the sender was told. */
  readonly isAllClear: boolean;
  readonly proof?: SenderProof;
}

/**
 * The postmaster is told of what its sender may not be told; whoever is responsible for a forward, of what became of mail that went on
 * by it.
 */
export type NoticeReader = 'sender' | 'postmaster' | 'forward-owner';

/** What has become of all the recipients of a message so far, those of this report included. */
export interface FateCounts {
  readonly failed: number;
  readonly waiting: number;
  /** In a mailbox, or taken by the next host. */
  readonly accepted: number;
}

/** How it is known that the reader sent the message: he was signed in, or the return path was verified. */
export type SenderProof = 'signed-in' | 'return-path';
