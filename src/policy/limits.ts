import { customerOf, type IpAddress } from '../address/ip.ts';
import { invariant } from '../base/invariant.ts';

/** How many sessions a listener serves at once. */
export interface SessionLimits {
  /** In all. Precedent: Postfix, default_process_limit 100 processes; a session here is an object of some KiB. */
  readonly sessionsMax: number;
  /** From one IPv4 address, or 64 bits of IPv6. Precedent: Postfix, smtpd_client_connection_count_limit 50. */
  readonly sessionsPerAddressMax: number;
}

export type Admission = 'admitted' | 'too-many-sessions' | 'too-many-from-address';

/** Counts the sessions that are open. Whoever is admitted must leave. */
export class SessionCounter {
  readonly #limits: SessionLimits;
  readonly #byCustomer = new Map<string, number>();
  #total = 0;

  constructor(limits: SessionLimits) {
    this.#limits = limits;
  }

  get total(): number {
    return this.#total;
  }

  enter(ip: IpAddress): Admission {
    const customer = customerOf(ip);
    const fromAddress = this.#byCustomer.get(customer) ?? 0;
    if (this.#total >= this.#limits.sessionsMax) return 'too-many-sessions';
    if (fromAddress >= this.#limits.sessionsPerAddressMax) return 'too-many-from-address';
    this.#byCustomer.set(customer, fromAddress + 1);
    this.#total++;
    return 'admitted';
  }

  leave(ip: IpAddress): void {
    const customer = customerOf(ip);
    const fromAddress = this.#byCustomer.get(customer);
    invariant(fromAddress, 'only who was admitted can leave');
    if (fromAddress > 1) this.#byCustomer.set(customer, fromAddress - 1);
    else this.#byCustomer.delete(customer);
    this.#total--;
  }
}

/** Octets that all sessions together may hold in memory; a share is reserved before it is used and given back after. */
export class MemoryBudget {
  readonly #totalBytes: number;
  #usedBytes = 0;

  constructor(totalBytes: number) {
    this.#totalBytes = totalBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  reserve(bytes: number): boolean {
    if (this.#usedBytes + bytes > this.#totalBytes) return false;
    this.#usedBytes += bytes;
    return true;
  }

  release(bytes: number): void {
    invariant(bytes <= this.#usedBytes, 'only what was reserved can be given back');
    this.#usedBytes -= bytes;
  }
}
