import { minuteMs, secondMs } from '../base/instant.ts';

/** What an operator may set. */
export interface QueueLimits {
  /** Attempts under way at once. */
  readonly attemptsMax: number;
  /** Attempts under way at once at one destination, at best. Precedent: Postfix, default_destination_concurrency_limit 20. */
  readonly destinationAttemptsMax: number;
  /** How long a message is remembered whose recipients are all settled. */
  readonly historyKeptMs: number;
  /** How long that is kept which nobody could be told of. */
  readonly undeliverableKeptMs: number;
}

/** Attempts at once at a destination of which nothing is known. Precedent: Postfix, initial_destination_concurrency 5. */
export const destinationAttemptsInitial = 5;

/** How long a destination that could not be reached is left alone. */
export const destinationDeadMs = 5 * minuteMs;

/** How long it is remembered what a destination could bear, after the last attempt. */
export const destinationMemoryMs = 10 * minuteMs;

/** Claims taken at a time: as many may wait in memory for a destination that is busier than it seemed. */
export const claimsMax = 10;

/** RFC 5321 §4.5.3.1.8: what any host takes in one transaction. */
export const recipientsPerClaimMax = 100;

/** A lease is prolonged when half of it is over. It bounds how long a recipient lies idle whose settlement could not be written. */
export const leaseMs = 5 * minuteMs;

/** How long after a store failed it is asked again. */
export const storePauseMs = 5 * secondMs;

/** How long we try to write one settlement, before the attempt counts for nothing. */
export const settlementPatienceMs = 10 * minuteMs;

/** How long a transport has to come to an end when its attempt is called off. */
export const callOffPatienceMs = 5 * secondMs;

/** The least pause when something is due that cannot be claimed. */
export const idlePauseMs = secondMs;

export const sweepEveryMs = minuteMs;

/** Messages forgotten in one transaction. */
export const forgottenAtOnceMax = 1_000;
