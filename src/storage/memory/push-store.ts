import type { AccountId } from '../../accounts/accounts.ts';
import type {
  Credential,
  PushSubscription,
  PushSubscriptionStore,
} from '../../accounts/push-subscriptions.ts';
import type { Instant } from '../../base/instant.ts';
import { compare, type MemoryState } from './state.ts';

export class MemoryPushStore implements PushSubscriptionStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async addSubscription(subscription: PushSubscription): Promise<'added' | 'no-such-account'> {
    if (!this.#state.accounts.has(subscription.account)) return 'no-such-account';
    this.#state.pushSubscriptions.set(subscription.id, structuredClone(subscription));
    return 'added';
  }

  async listSubscriptions(account: AccountId): Promise<readonly PushSubscription[]> {
    const own = this.#all.filter((each) => each.account === account);
    return structuredClone(own).sort((a, b) => compare(a.id, b.id));
  }

  async replaceSubscription(subscription: PushSubscription): Promise<void> {
    const { id } = subscription;
    if (this.#state.pushSubscriptions.has(id))
      this.#state.pushSubscriptions.set(id, structuredClone(subscription));
  }

  async removeSubscription(account: AccountId, id: string): Promise<'removed' | 'no-such-subscription'> {
    if (this.#state.pushSubscriptions.get(id)?.account !== account) return 'no-such-subscription';
    this.#state.pushSubscriptions.delete(id);
    return 'removed';
  }

  async forgetSubscriptions(
    which: { readonly account: AccountId; readonly credential: Credential } | Instant,
  ): Promise<number> {
    const meant = this.#all.filter((each) =>
      typeof which === 'object'
        ? each.account === which.account && each.credential === which.credential
        : each.expiresAt <= which,
    );
    for (const { id } of meant) this.#state.pushSubscriptions.delete(id);
    return meant.length;
  }

  get #all(): readonly PushSubscription[] {
    return [...this.#state.pushSubscriptions.values()];
  }
}
