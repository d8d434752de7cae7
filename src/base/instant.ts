/** A point in time: milliseconds since 1970-01-01T00:00:00Z. Made by a Clock, or from a stored number. */
export type Instant = number & { readonly __brand: 'Instant' };

/** Takes a number that is known to be milliseconds since the epoch (a stored column, a test's own time). */
export const instant = (millisecondsSinceEpoch: number): Instant => millisecondsSinceEpoch as Instant;

/** The instant `ms` milliseconds after `at` (before, if negative). */
export const later = (at: Instant, ms: number): Instant => (at + ms) as Instant;

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
