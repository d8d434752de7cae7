import { hourMs, type Instant, later } from '../base/instant.ts';
import type { NoticeVerdict } from '../dsn/correlate/finding.ts';

/**
 * Notices to one account that nobody can prove. When many come within an hour, somebody forges its address, and other servers send
 * their notices here: a surge. From then on only a few are kept as samples, until it has been quiet for a while.
 */
export interface Flood {
  readonly account: string;
  /** Notices of the hour in hand, and of that before it. */
  readonly hour: number;
  readonly count: number;
  readonly countBefore: number;
  /** Since it began: after a time without any, it begins anew. */
  readonly notices: number;
  /** Of them, those that were found to be forged; of the others nothing is known. */
  readonly forged: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Some of what was seen, the first ones: addresses here, hosts and subjects. Untrusted, bounded in length. */
  readonly addresses: readonly string[];
  readonly hosts: readonly string[];
  readonly subjects: readonly string[];
  readonly surge?: Surge;
}

export interface Surge {
  readonly beganAt: Instant;
  /** When there were last enough within an hour for a surge. */
  readonly busyAt: Instant;
  readonly refused: number;
  /** Kept as samples, in all and in the hour in hand. */
  readonly filed: number;
  readonly filedInHour: number;
  /** The mail that tells the person. Not written yet, if the server ended between the two. */
  readonly card: { readonly queueId: string; readonly isWritten: boolean };
  /** The mail that takes the place of the card when it is over; set just before that is written. */
  readonly farewell?: string;
}

export interface FloodRules {
  /** So many within an hour are a surge. */
  readonly surgeFrom: number;
  /** Samples that are kept in an hour of a surge. */
  readonly samplesPerHour: number;
  /** A surge is over when there were never enough for one in so long. */
  readonly quietMs: number;
}

export interface UnprovenNotice {
  readonly at: Instant;
  readonly verdict: Exclude<NoticeVerdict, 'about-mail-you-sent'>;
  readonly to: string;
  readonly host: string;
  readonly subject: string;
}

/** `usual`: there is no surge. `sample`: it is kept for the person to see. `flooded`: it is one too many. */
export type FloodAnswer = 'usual' | 'sample' | 'flooded';

export interface FloodStep {
  readonly flood: Flood;
  readonly answer: FloodAnswer;
  /** It is with this notice that the surge begins: the person is to be told. */
  readonly begins: boolean;
}

/** Samples of forged notices in all of a surge: they teach nothing new. */
export const forgedSamplesMax = 3;
/** Different addresses, hosts and subjects that are kept. */
export const seenMax = 10;
/** Characters of each. */
export const seenLengthMax = 150;

/** Another notice has come. @param cardId of the mail that tells of the surge, if one begins */
export function meet(
  before: Flood | undefined,
  account: string,
  notice: UnprovenNotice,
  rules: FloodRules,
  cardId: () => string,
): FloodStep {
  const flood = counted(isOver(before, notice.at, rules) ? undefined : before, account, notice);
  const isBusy = rateOf(flood, notice.at) >= rules.surgeFrom;
  if (!flood.surge && !isBusy) return { flood, answer: 'usual', begins: false };
  const surge = flood.surge ?? begun(notice.at, cardId());
  const isSample =
    surge.filedInHour < rules.samplesPerHour &&
    (notice.verdict !== 'forged' || surge.filed < forgedSamplesMax);
  return {
    flood: {
      ...flood,
      surge: {
        ...surge,
        busyAt: isBusy ? notice.at : surge.busyAt,
        refused: surge.refused + Number(!isSample),
        filed: surge.filed + Number(isSample),
        filedInHour: surge.filedInHour + Number(isSample),
      },
    },
    answer: isSample ? 'sample' : 'flooded',
    begins: !flood.surge,
  };
}

/** Nothing of it counts any more; true of none, too. */
export function isOver(flood: Flood | undefined, now: Instant, { quietMs }: FloodRules): boolean {
  if (!flood) return true;
  if (flood.surge) return now >= later(flood.surge.busyAt, quietMs);
  return hourOf(now) > flood.hour + 1;
}

/** Notices within the hour before `now`, as far as that can be told from two counts. */
export function rateOf({ hour, count, countBefore }: Flood, now: Instant): number {
  const hours = hourOf(now) - hour;
  const [recent, former] = hours === 0 ? [count, countBefore] : hours === 1 ? [0, count] : [0, 0];
  const isGone = (now % hourMs) / hourMs;
  return recent + former * (1 - isGone);
}

const hourOf = (at: Instant): number => Math.floor(at / hourMs);

function counted(before: Flood | undefined, account: string, notice: UnprovenNotice): Flood {
  const { at, verdict, to, host, subject } = notice;
  const hour = hourOf(at);
  const isSameHour = before?.hour === hour;
  const surge = before?.surge && { ...before.surge, filedInHour: isSameHour ? before.surge.filedInHour : 0 };
  return {
    account,
    hour,
    count: (isSameHour ? before.count : 0) + 1,
    countBefore: isSameHour ? before.countBefore : before?.hour === hour - 1 ? before.count : 0,
    notices: (before?.notices ?? 0) + 1,
    forged: (before?.forged ?? 0) + Number(verdict === 'forged'),
    firstAt: before?.firstAt ?? at,
    lastAt: at,
    addresses: seen(before?.addresses, to),
    hosts: seen(before?.hosts, host),
    subjects: seen(before?.subjects, subject),
    ...(surge && { surge }),
  };
}

const begun = (at: Instant, queueId: string): Surge => ({
  beganAt: at,
  busyAt: at,
  refused: 0,
  filed: 0,
  filedInHour: 0,
  card: { queueId, isWritten: false },
});

function seen(before: readonly string[] = [], text: string): readonly string[] {
  const cut = text.slice(0, seenLengthMax).toWellFormed();
  return cut === '' || before.includes(cut) || before.length >= seenMax ? before : [...before, cut];
}
