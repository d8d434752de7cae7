import { type Instant, later } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import { type Admission, Destination, type Verdict } from './destination.ts';
import { destinationMemoryMs } from './limits.ts';

/** The doors of all destinations. Only those are kept that are in use, or of which something was learned lately. */
export class Destinations {
  readonly #windowMax: number;
  readonly #byName = new Map<string, { readonly destination: Destination; usedAt: Instant }>();
  #isClosed = false;

  constructor(windowMax: number) {
    this.#windowMax = windowMax;
  }

  /** Destinations remembered. */
  get size(): number {
    return this.#byName.size;
  }

  /** The names of those where whoever comes now has to wait. */
  full(): string[] {
    return [...this.#byName].filter(([, { destination }]) => destination.isFull).map(([name]) => name);
  }

  /** Waits for a turn; see Destination. */
  async enter(name: string, now: Instant): Promise<Admission> {
    if (this.#isClosed) return { kind: 'called-off' };
    const known = this.#byName.get(name);
    const destination = known?.destination ?? new Destination(this.#windowMax);
    this.#byName.set(name, { destination, usedAt: now });
    return destination.enter(now);
  }

  leave(name: string, verdict: Verdict, now: Instant): void {
    const known = this.#byName.get(name);
    invariant(known, 'a destination is remembered as long as somebody is there');
    const { destination } = known;
    destination.leave(verdict, now);
    known.usedAt = now;
    if (destination.isIdle && destination.isPlain) this.#byName.delete(name);
  }

  /** All that were found dead are dialled again by whoever comes next. */
  forgetDeaths(): void {
    for (const { destination } of this.#byName.values()) destination.forgetDeath();
  }

  /** Forgets what was learned too long ago. */
  prune(now: Instant): void {
    for (const [name, { destination, usedAt }] of this.#byName) {
      if (destination.isIdle && now >= later(usedAt, destinationMemoryMs)) this.#byName.delete(name);
    }
  }

  /** For good: sends everybody away who waits, and whoever comes. */
  close(): void {
    this.#isClosed = true;
    for (const { destination } of this.#byName.values()) destination.callOff();
  }
}
