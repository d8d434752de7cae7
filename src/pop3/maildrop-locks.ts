import type { AccountId } from '../accounts/accounts.ts';

/** Which maildrops are open. RFC 1939 §4 wants an exclusive lock; one server serves an account, so that it lives in memory. */
export class MaildropLocks {
  readonly #held = new Set<AccountId>();

  /** @returns what gives the lock back, or undefined if another session has it */
  acquire(account: AccountId): (() => void) | undefined {
    if (this.#held.has(account)) return undefined;
    this.#held.add(account);
    let isHeld = true;
    return () => {
      if (isHeld) this.#held.delete(account);
      isHeld = false;
    };
  }
}
