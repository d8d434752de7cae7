import type { MailDomain } from '../../address/domain.ts';
import type { Instant } from '../../base/instant.ts';
import type { BounceStore, CountedNotice } from '../../bounces/bounce-store.ts';
import { type DayCounts, examplesMax, noCounts } from '../../bounces/day-counts.ts';
import type { Flood } from '../../bounces/flood.ts';
import type { LearntException } from '../../policy/return-paths.ts';
import { compare } from './state.ts';

export class MemoryBounceStore implements BounceStore {
  readonly #floods = new Map<string, Flood>();
  readonly #days = new Map<number, DayCounts>();
  readonly #exceptions = new Map<MailDomain, LearntException>();
  #taggedSince: Instant | undefined;

  async listFloods(): Promise<readonly Flood[]> {
    return structuredClone([...this.#floods.values()].sort((a, b) => compare(a.account, b.account)));
  }

  async putFlood(flood: Flood): Promise<void> {
    this.#floods.set(flood.account, structuredClone(flood));
  }

  async removeFlood(account: string): Promise<void> {
    this.#floods.delete(account);
  }

  async countNotice({ day, what, example, forgetBefore }: CountedNotice): Promise<void> {
    for (const each of this.#days.keys()) if (each < forgetBefore) this.#days.delete(each);
    const { counts, examples } = this.#days.get(day) ?? noCounts(day);
    const those = [...examples[what], ...(example ? [structuredClone(example)] : [])].slice(-examplesMax);
    this.#days.set(day, {
      day,
      counts: { ...counts, [what]: counts[what] + 1 },
      examples: { ...examples, [what]: those },
    });
  }

  async noticeCounts(day: number): Promise<readonly DayCounts[]> {
    const days = [...this.#days.values()].filter((each) => each.day >= day);
    return structuredClone(days.sort((a, b) => a.day - b.day));
  }

  async listTagExceptions(): Promise<readonly LearntException[]> {
    return structuredClone([...this.#exceptions.values()].sort((a, b) => compare(a.domain, b.domain)));
  }

  async putTagException(exception: LearntException, max: number): Promise<void> {
    this.#exceptions.set(exception.domain, structuredClone(exception));
    const latest = [...this.#exceptions.values()].sort(
      (a, b) => b.learntAt - a.learntAt || compare(b.domain, a.domain),
    );
    for (const { domain } of latest.slice(max)) this.#exceptions.delete(domain);
  }

  async removeTagException(domain: MailDomain): Promise<boolean> {
    return this.#exceptions.delete(domain);
  }

  async taggedSince(): Promise<Instant | undefined> {
    return this.#taggedSince;
  }

  async setTaggedSince(since: Instant | undefined): Promise<void> {
    this.#taggedSince = since;
  }
}
