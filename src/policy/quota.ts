import { type Instant, later, secondMs } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';

/** How long a usage that was looked up is believed, with an estimate of what has come since. */
const believedMs = secondMs;
/** What a message is taken to have at least: its declared size may be less than it will be, or not there at all. */
const estimateBytesMin = 64 * 1024;
/** Accounts that are remembered. When there are more, all are forgotten. */
const rememberedMax = 10_000;

interface Estimate {
  bytes: number;
  readonly until: Instant;
}

/** What is known of the size of a message, in octets. */
export interface ExpectedSize {
  /** What was announced; 0 if nothing was. */
  readonly announcedBytes: number;
  /** What it can have at most. */
  readonly bytesMax: number;
}

/** `unsure`: it depends on how large the message turns out to be. */
export type Room = 'enough' | 'unsure' | 'none';

/**
 * Tells whether a mailbox has room. A busy mailbox is not looked up for each of its messages: while a generous estimate of what
 * came since the last look still fits, it has room for certain.
 */
export class QuotaGauge {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #usedBytes: (account: string) => Promise<number>;
  readonly #estimates = new Map<string, Estimate>();

  /** @param usedBytes looks up what an account holds */
  constructor(clock: Pick<Clock, 'now'>, usedBytes: (account: string) => Promise<number>) {
    this.#clock = clock;
    this.#usedBytes = usedBytes;
  }

  /** Whether a message fits into the quota. One of unknown size may fit if anything does. */
  async roomFor(account: string, quotaBytes: number, size: ExpectedSize): Promise<Room> {
    const { announcedBytes, bytesMax } = size;
    const largest = announcedBytes > 0 ? announcedBytes : bytesMax;
    const now = this.#clock.now();
    const estimate = this.#estimates.get(account);
    const expected = Math.max(announcedBytes, estimateBytesMin);
    if (estimate && estimate.until > now && estimate.bytes + Math.max(expected, largest) <= quotaBytes) {
      estimate.bytes += expected;
      return 'enough';
    }
    const used = await this.#usedBytes(account);
    if (this.#estimates.size >= rememberedMax) this.#estimates.clear();
    this.#estimates.set(account, { bytes: used + expected, until: later(now, believedMs) });
    if (used + Math.max(announcedBytes, 1) > quotaBytes) return 'none';
    return used + largest <= quotaBytes ? 'enough' : 'unsure';
  }
}
