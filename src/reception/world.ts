import type { AccountStore } from '../accounts/accounts.ts';
import type { Authenticator } from '../accounts/authenticator.ts';
import type { Domain } from '../address/domain.ts';
import type { Authenticate } from '../authentication/authenticate.ts';
import type { AuthenticationRules } from '../authentication/judge.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Clock, Log, Random } from '../base/ports.ts';
import type { Shield } from '../bounces/shield.ts';
import type { TagLedger } from '../bounces/tag-ledger.ts';
import type { Purpose } from '../dsn/correlate/signature.ts';
import type { BadTargets } from '../policy/bad-targets.ts';
import type { OurDomains } from '../policy/domains.ts';
import type { ForwardPaths } from '../policy/forward-paths.ts';
import type { MemoryBudget, SessionCounter } from '../policy/limits.ts';
import type { QuotaGauge } from '../policy/quota.ts';
import type { ReturnPaths } from '../policy/return-paths.ts';
import type { IncomingMail, ReadNotice } from '../queue/heard.ts';
import type { IsTrusted } from '../queue/may-report.ts';
import type { Forward, QueuedMessage, QueueId, Recipient } from '../queue/message.ts';
import type { Notice } from '../queue/notice.ts';
import type { Acceptance, QueueStore } from '../queue/queue-store.ts';
import type { RetrySchedule } from '../queue/retry-schedule.ts';
import type { Spool } from '../queue/spool.ts';
import type { Answerer } from '../vacation/answerer.ts';
import type { HandThrough } from './hand-through.ts';
import type { Meant, Preflight } from './preflight.ts';
import type { DestinationOf } from './queue-addressee.ts';

/** What all sessions of a server share. */
export interface ReceptionWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Our name in Received fields and Message-IDs. */
  readonly hostname: Domain;
  readonly ours: OurDomains;
  readonly directory: AccountStore;
  readonly quotas: QuotaGauge;
  readonly returnPaths: Pick<ReturnPaths, 'incoming' | 'isRequired' | 'tags'>;
  readonly forwardPaths: Pick<ForwardPaths, 'incoming'>;
  /** Targets of forwards that are known to fail. */
  readonly badTargets: Pick<BadTargets, 'isBad'>;
  /** By which forward of ours a message went that a notice is about; undefined if it does not tell. @throws StoreError */
  readonly forwardOf: (notice: IncomingMail) => Promise<Forward | undefined>;
  /** Without it, what is forwarded goes through the queue. */
  readonly handThrough?: HandThrough;
  readonly queue: Pick<QueueStore, 'accept'>;
  readonly spool: Spool;
  readonly memory: MemoryBudget;
  readonly sessions: SessionCounter;
  /** Octets of the largest message that is ever taken. */
  readonly contentBytesMax: number;
  /** Octets an account may hold unless it says otherwise. */
  readonly quotaBytes: number;
  /** By what the queue groups recipients of a domain (routing). */
  readonly destinationOf: DestinationOf;
  /** Which hosts' reverse-paths may be believed. */
  readonly isTrusted: IsTrusted;
  /** Finds out who vouches for the mail of strangers, and what follows from it; without it, nobody asks. */
  readonly authentication?: { readonly authenticate: Authenticate; readonly rules: AuthenticationRules };
  /** Kinds of files that strangers may not bring: endings of names, in lower case and without the dot. */
  readonly refusedFiles?: ReadonlySet<string>;
  readonly nextQueueId: () => QueueId;
  /** The id with our signature, by which a notice about the message can be proven. */
  readonly sign: (id: QueueId, purpose: Purpose) => string;
  /** How long we try. */
  readonly schedule: RetrySchedule;
  /** Writes the reports that are owed already at acceptance; they bring back only header sections. */
  readonly writeReports: WriteReports;
  readonly readNotice: ReadNotice;
  /** What is done with notices that nobody can prove. */
  readonly bounces: BounceRules;
  /** Looks at recipients elsewhere whom an account writes to; without it, they are taken as they are. */
  readonly preflight?: Preflight;
  /** Whom an account may have meant by an address of ours that nobody has; without it, nothing is suggested. */
  readonly meant?: Meant;
  /** Answers for those who are away; without it, nobody does. */
  readonly answerer?: Pick<Answerer, 'answersTo'>;
  readonly shield: Pick<Shield, 'meet'>;
  readonly tagLedger: Pick<TagLedger, 'count'>;
  /** One step of a SASL exchange. */
  readonly authenticator: Pick<Authenticator, 'start'>;
  /** Something was accepted that waits for an attempt. */
  readonly wake: () => void;
}

/** `file`: into the junk mailbox of whoever it comes to. */
export interface BounceRules {
  readonly unproven: 'file' | 'refuse';
  readonly forged: 'file' | 'refuse';
  /** How those are refused that cannot be proven, and are too many. */
  readonly surgeRefusal: 'temporary' | 'permanent';
}

/**
 * @param recipients all of the message, those behind aliases too
 * @param header the header section of the message, our fields at its top
 */
export type WriteReports = (
  about: QueuedMessage,
  notices: readonly Notice[],
  recipients: readonly Recipient[],
  header: Bytes,
) => Promise<readonly Acceptance[]>;
