import { type MailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { type Instant, later } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';

/** A target of forwards that its host has refused for good. */
export interface BadTarget {
  readonly address: MailboxAddress;
  /** Untrusted. */
  readonly why: string;
  /** Until when mail for it is refused; the next one after that tries it again. */
  readonly until: Instant;
}

/** Targets that are remembered at once. When there are more, the one that failed longest ago is forgotten. */
export const badTargetsMax = 10_000;

/**
 * The targets of forwards that are known to fail: mail for them is refused while the sending host is on the line. They are forgotten
 * after a while, when a message arrives there after all, at the word of the operator, and at the end of the process.
 */
export class BadTargets {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #refuseMs: number;
  /** The order of insertion is that of the failures. */
  readonly #targets = new Map<string, BadTarget>();

  /** @param refuseMs for how long a failure counts; 0 is not at all */
  constructor(clock: Pick<Clock, 'now'>, refuseMs: number) {
    this.#clock = clock;
    this.#refuseMs = refuseMs;
  }

  failed(address: MailboxAddress, why: string): void {
    if (this.#refuseMs === 0) return;
    const key = mailboxKey(address);
    this.#targets.delete(key);
    this.#targets.set(key, { address, why, until: later(this.#clock.now(), this.#refuseMs) });
    const [oldest] = this.#targets.keys();
    if (oldest !== undefined && this.#targets.size > badTargetsMax) this.#targets.delete(oldest);
  }

  isBad(address: MailboxAddress): boolean {
    if (this.#targets.size === 0) return false;
    const target = this.#targets.get(mailboxKey(address));
    return target !== undefined && target.until > this.#clock.now();
  }

  /** @returns true if it was known as bad */
  forget(address: MailboxAddress): boolean {
    return this.#targets.delete(mailboxKey(address));
  }

  /** The latest first. */
  list(): readonly BadTarget[] {
    const now = this.#clock.now();
    return [...this.#targets.values()].filter(({ until }) => until > now).reverse();
  }
}
