import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { type Suppression, type SuppressionStore, suppressionsMax } from '../../queue/suppression.ts';
import { compare, type MemoryState } from './state.ts';

const keyOf = (account: string, address: MailboxAddress): string => `${account} ${mailboxKey(address)}`;

export class MemorySuppressionStore implements SuppressionStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async put(suppression: Suppression): Promise<void> {
    const { accounts, suppressions } = this.#state;
    const { account, address } = suppression;
    if (![...accounts.keys()].some((id) => id === account)) return;
    suppressions.set(keyOf(account, address), structuredClone(suppression));
    for (const old of this.#of(account).slice(suppressionsMax))
      suppressions.delete(keyOf(account, old.address));
  }

  async find(account: string, address: MailboxAddress): Promise<Suppression | undefined> {
    return structuredClone(this.#state.suppressions.get(keyOf(account, address)));
  }

  async list(account: string): Promise<readonly Suppression[]> {
    return structuredClone(this.#of(account));
  }

  async remove(account: string, address: MailboxAddress): Promise<'removed' | 'no-such-entry'> {
    return this.#state.suppressions.delete(keyOf(account, address)) ? 'removed' : 'no-such-entry';
  }

  #of(account: string): Suppression[] {
    return [...this.#state.suppressions.values()]
      .filter((each) => each.account === account)
      .sort((a, b) => b.at - a.at || compare(mailboxKey(a.address), mailboxKey(b.address)));
  }
}
