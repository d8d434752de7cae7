import { NULL_PATH, type ReversePath } from '../address/path.ts';
import { dayMs, hourMs, type Instant, instant, later, minuteMs, secondMs } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import { err, ok, type Result } from '../base/result.ts';

/** When to try again, when to tell of a delay, when to give up (RFC 5321 §4.5.4.1). All in milliseconds. */
export interface RetrySchedule {
  /** The pauses after the first, the second … attempt. Each grows by up to a tenth, by chance. */
  readonly delaysMs: readonly number[];
  /** Every pause after those: by chance between these two, both counted in. */
  readonly laterMs: { readonly from: number; readonly to: number };
  readonly giveUpAfterMs: number;
  /** For mail with the null reverse-path. */
  readonly giveUpNoticesAfterMs: number;
  /** The first attempt that fails after this time makes a delay report. */
  readonly delayNoticeAfterMs: number;
}

/** The first attempts come soon, the later ones 90 minutes apart on average; RFC 5321 §4.5.4.1 asks for 4–5 days in all. */
export const defaultRetrySchedule: RetrySchedule = {
  delaysMs: [5, 10, 20, 40].map((minutes) => minutes * minuteMs),
  laterMs: { from: 60 * minuteMs, to: 120 * minuteMs },
  giveUpAfterMs: 5 * dayMs,
  giveUpNoticesAfterMs: 2 * dayMs,
  delayNoticeAfterMs: 4 * hourMs,
};

/** RFC 5321 §4.5.4.1: "The sender MUST delay retrying a particular destination after one attempt has failed." */
export const pauseMsMin = secondMs;

/** How much of an early pause is added by chance, so that what failed together does not come back together. */
export const delayJitter = 0.1;

/** Checks a schedule that somebody configured. */
export function checkRetrySchedule(schedule: RetrySchedule): Result<RetrySchedule> {
  const { delaysMs, laterMs, giveUpAfterMs, giveUpNoticesAfterMs, delayNoticeAfterMs } = schedule;
  const numbers = [
    ...delaysMs,
    laterMs.from,
    laterMs.to,
    giveUpAfterMs,
    giveUpNoticesAfterMs,
    delayNoticeAfterMs,
  ];
  if (!numbers.every(Number.isSafeInteger))
    return err('every time of the retry schedule must be a whole number');
  if (Math.min(...delaysMs, laterMs.from) < pauseMsMin) {
    return err(`a pause of the retry schedule is shorter than ${pauseMsMin} ms`);
  }
  if (laterMs.from > laterMs.to) return err('the later pauses of the retry schedule end before they begin');
  if (Math.min(giveUpAfterMs, giveUpNoticesAfterMs) <= 0) return err('the time to give up must not be zero');
  if (delayNoticeAfterMs <= 0) return err('the time of the delay notice must not be zero');
  return ok(schedule);
}

/** When we give up on a message that arrives now. RFC 5321 §4.5.4.1 allows less patience with notices. */
export function expiryOf(schedule: RetrySchedule, reversePath: ReversePath, arrivedAt: Instant): Instant {
  const isNotice = reversePath === NULL_PATH;
  return later(arrivedAt, isNotice ? schedule.giveUpNoticesAfterMs : schedule.giveUpAfterMs);
}

/** The circumstances of a pause. */
export interface Pause {
  readonly now: Instant;
  /** Attempts made so far, the one that has just failed counted in. */
  readonly attempts: number;
  /** There is a last attempt at this time, and none after it. */
  readonly expiresAt: Instant;
  /** 0 ≤ chance < 1. Recipients with the same chance come due together. */
  readonly chance: number;
}

/** When the next attempt is due: never after the expiry. */
export function nextAttemptAt(schedule: RetrySchedule, pause: Pause): Instant {
  invariant(pause.attempts >= 1, 'a pause comes after an attempt');
  const { from, to } = schedule.laterMs;
  const delayMs = schedule.delaysMs[pause.attempts - 1];
  const pauseMs =
    delayMs === undefined
      ? from + Math.floor(pause.chance * (to - from + 1))
      : delayMs + Math.floor(pause.chance * delayMs * delayJitter);
  const due = later(pause.now, pauseMs);
  return instant(Math.min(due, pause.expiresAt));
}
