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

  /** True if a message of this size fits into the quota. A message of unknown size (0) fits if anything does. */
  async hasRoom(account: string, quotaBytes: number, sizeBytes: number): Promise<boolean> {
    const now = this.#clock.now();
    const estimate = this.#estimates.get(account);
    const expected = Math.max(sizeBytes, estimateBytesMin);
    if (estimate && estimate.until > now && estimate.bytes + expected <= quotaBytes) {
      estimate.bytes += expected;
      return true;
    }
    const used = await this.#usedBytes(account);
    if (this.#estimates.size >= rememberedMax) this.#estimates.clear();
    this.#estimates.set(account, { bytes: used + expected, until: later(now, believedMs) });
    return used + Math.max(sizeBytes, 1) <= quotaBytes;
  }
}
