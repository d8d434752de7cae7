/**
 * A resolver that remembers what another one said, for as long as that may be believed, and asks each question once at a time.
 */
import { type Instant, later, secondMs } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import type { DnsName } from './name.ts';
import type { DnsAnswer, RecordType, Resolver } from './resolver.ts';

export interface CacheLimits {
  /** Answers kept; beyond that the one goes that was not used for longest. */
  readonly entriesMax: number;
  /** However long a zone says that its records hold. */
  readonly ttlMaxSeconds: number;
  /** However long a zone says that a "no" holds. RFC 2308 §5 likes one to three hours; whoever waits for a new domain does not. */
  readonly negativeTtlMaxSeconds: number;
  /** For how long a failure is not asked about again: RFC 9520 §3.2 wants at least 1 second and at most 5 minutes. */
  readonly failureTtlSeconds: number;
}

export const defaultCacheLimits: CacheLimits = {
  entriesMax: 10_000,
  ttlMaxSeconds: 86_400,
  negativeTtlMaxSeconds: 900,
  failureTtlSeconds: 5,
};

interface Entry {
  readonly answer: DnsAnswer<RecordType>;
  readonly until: Instant;
}

export function cachingResolver(
  inner: Resolver,
  clock: Clock,
  limits: CacheLimits = defaultCacheLimits,
): Resolver {
  // The order of insertion of a Map is our order of use: what is used is put in anew.
  const entries = new Map<string, Entry>();
  const underWay = new Map<string, Promise<DnsAnswer<RecordType>>>();

  function recall(key: string): DnsAnswer<RecordType> | undefined {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    entries.delete(key);
    const leftMs = entry.until - clock.now();
    if (leftMs <= 0) return undefined;
    entries.set(key, entry);
    if (entry.answer.kind === 'failure') return entry.answer;
    return { ...entry.answer, ttlSeconds: Math.ceil(leftMs / secondMs) };
  }

  function remember(key: string, answer: DnsAnswer<RecordType>): void {
    const seconds = keepSeconds(answer, limits);
    if (seconds <= 0) return;
    entries.set(key, { answer, until: later(clock.now(), seconds * secondMs) });
    for (const oldest of entries.keys()) {
      if (entries.size <= limits.entriesMax) break;
      entries.delete(oldest);
    }
  }

  async function ask(key: string, name: DnsName, type: RecordType): Promise<DnsAnswer<RecordType>> {
    try {
      const answer = await inner.query(name, type);
      remember(key, answer);
      return answer;
    } finally {
      underWay.delete(key);
    }
  }

  return {
    query<T extends RecordType>(name: DnsName, type: T): Promise<DnsAnswer<T>> {
      const key = `${type} ${name}`;
      const known = recall(key);
      let answer = known === undefined ? underWay.get(key) : Promise.resolve(known);
      if (answer === undefined) {
        answer = ask(key, name, type);
        underWay.set(key, answer);
      }
      // The key names the type, so what lies under it are answers of that type.
      return answer as Promise<DnsAnswer<T>>;
    },
  };
}

function keepSeconds(answer: DnsAnswer<RecordType>, limits: CacheLimits): number {
  if (answer.kind === 'failure') return limits.failureTtlSeconds;
  const max = answer.kind === 'records' ? limits.ttlMaxSeconds : limits.negativeTtlMaxSeconds;
  return Math.min(answer.ttlSeconds, max);
}
