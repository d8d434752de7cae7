import { type MailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { type Instant, later } from '../base/instant.ts';
import type { Finding } from './finding.ts';

export interface MemoryLimits {
  /** How long it is believed that an address exists, or that a domain accepts everything. */
  readonly goodMs: number;
  /** How long it is believed that an address does not exist. */
  readonly badMs: number;
  /** Findings kept; the one that was not used for longest makes room. */
  readonly findingsMax: number;
}

/** For so long nobody is asked again who did not say anything: enough for a program that repeats its question. */
export const unknownKeptMs = 60_000;

/** What hosts have said lately. */
export class FindingMemory {
  readonly #limits: MemoryLimits;
  /** The order of insertion of a Map is the order of use: what is used is put in anew. */
  readonly #findings = new Map<string, { readonly finding: Finding; readonly until: Instant }>();

  constructor(limits: MemoryLimits) {
    this.#limits = limits;
  }

  recall(address: MailboxAddress, now: Instant): Finding | undefined {
    return this.#recall(mailboxKey(address), now) ?? this.#recall(everybodyAt(address), now);
  }

  /** What is said of everybody of a domain spares the question about each. */
  remember(address: MailboxAddress, finding: Finding, now: Instant): void {
    const until = later(now, this.#keptMs(finding));
    if (until <= now) return;
    const key = finding.kind === 'accepts-everything' ? everybodyAt(address) : mailboxKey(address);
    this.#findings.delete(key);
    this.#findings.set(key, { finding, until });
    const [oldest] = this.#findings.keys();
    if (this.#findings.size > this.#limits.findingsMax && oldest !== undefined) this.#findings.delete(oldest);
  }

  #recall(key: string, now: Instant): Finding | undefined {
    const entry = this.#findings.get(key);
    if (!entry) return undefined;
    this.#findings.delete(key);
    if (entry.until <= now) return undefined;
    this.#findings.set(key, entry);
    return entry.finding;
  }

  #keptMs({ kind }: Finding): number {
    if (kind === 'unknown') return unknownKeptMs;
    return kind === 'does-not-exist' ? this.#limits.badMs : this.#limits.goodMs;
  }
}

/** No address has this key: an address has a local part. */
const everybodyAt = ({ domain }: MailboxAddress): string => `@${domain}`;
