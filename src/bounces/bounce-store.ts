import type { MailDomain } from '../address/domain.ts';
import type { Instant } from '../base/instant.ts';
import type { LearntException } from '../policy/return-paths.ts';
import type { DayCounts, NoticeExample, TagCount } from './day-counts.ts';
import type { Flood } from './flood.ts';

/** The port of what is remembered of notices that nobody can prove, and of tags. Each verb is one transaction. */
export interface BounceStore {
  /** One for each account, in the order of the accounts. */
  listFloods(): Promise<readonly Flood[]>;
  /** Takes the place of what was known of its account. */
  putFlood(flood: Flood): Promise<void>;
  removeFlood(account: string): Promise<void>;

  /** Counts a notice; of its kind and day the latest `examplesMax` examples are kept, and days before `forgetBefore` go. */
  countNotice(count: CountedNotice): Promise<void>;
  /** The days from `day` on that have counts, the first one first. */
  noticeCounts(day: number): Promise<readonly DayCounts[]>;

  /** In the order of the domains. */
  listTagExceptions(): Promise<readonly LearntException[]>;
  /** Takes the place of one for the same domain. Where there are more than `max` then, the oldest go. */
  putTagException(exception: LearntException, max: number): Promise<void>;
  /** False if there was none. */
  removeTagException(domain: MailDomain): Promise<boolean>;

  /** From when on tags have been written without a break; undefined if they are not. */
  taggedSince(): Promise<Instant | undefined>;
  setTaggedSince(since: Instant | undefined): Promise<void>;
}

export interface CountedNotice {
  /** As prvs.ts counts them: days since 1970-01-01 in UTC. */
  readonly day: number;
  readonly what: TagCount;
  readonly example?: NoticeExample;
  readonly forgetBefore: number;
}
