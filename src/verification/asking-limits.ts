import { type Instant, later, minuteMs } from '../base/instant.ts';

export interface RateLimits {
  /** Questions to one host within a minute. */
  readonly perHostMax: number;
  /** Questions to all hosts within a minute. */
  readonly inAllMax: number;
}

/** How often hosts are asked: whoever asks often looks like one who collects addresses, and is shut out. */
export class AskingRate {
  readonly #limits: RateLimits;
  /** When hosts were asked within the last minute, in order of time. */
  #asked: { readonly at: Instant; readonly host: string }[] = [];

  constructor(limits: RateLimits) {
    this.#limits = limits;
  }

  /** Counts a question, and answers true; or answers false, if it is too much. */
  take(host: string, now: Instant): boolean {
    this.#asked = this.#asked.filter(({ at }) => later(at, minuteMs) > now);
    if (this.#asked.length >= this.#limits.inAllMax) return false;
    if (this.#asked.filter((each) => each.host === host).length >= this.#limits.perHostMax) return false;
    this.#asked.push({ at: now, host });
    return true;
  }
}
