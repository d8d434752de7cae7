import type { AccountId } from '../../accounts/accounts.ts';
import type { Identity, IdentityChanges, IdentityStore } from '../../accounts/identities.ts';
import type { ChangeBell } from '../change-bell.ts';
import { sortChanges } from '../numbered-changes.ts';
import { compare, type MemoryState, type StoredIdentity } from './state.ts';

export class MemoryIdentityStore implements IdentityStore {
  readonly #state: MemoryState;
  readonly #bell: ChangeBell;

  constructor(state: MemoryState, bell: ChangeBell) {
    this.#state = state;
    this.#bell = bell;
  }

  async list(account: string): Promise<readonly Identity[]> {
    const stored = this.#of(account).filter(({ isDestroyed }) => !isDestroyed);
    return stored.map(({ identity }) => structuredClone(identity)).sort((a, b) => compare(a.id, b.id));
  }

  async put(account: string, identity: Identity): Promise<'put' | 'no-such-account'> {
    if (!this.#state.accounts.has(account as AccountId)) return 'no-such-account';
    const before = this.#find(account, identity.id);
    const changed = (await this.state(account)) + 1;
    // What was removed and is there again is new.
    const created = before && !before.isDestroyed ? before.created : changed;
    const stored = { account, identity: structuredClone(identity), created, changed, isDestroyed: false };
    this.#state.identities.set(`${account} ${identity.id}`, stored);
    this.#bell.ring([account]);
    return 'put';
  }

  async remove(account: string, id: string): Promise<'removed' | 'unknown'> {
    const stored = this.#find(account, id);
    if (!stored || stored.isDestroyed) return 'unknown';
    stored.changed = (await this.state(account)) + 1;
    stored.isDestroyed = true;
    this.#bell.ring([account]);
    return 'removed';
  }

  async state(account: string): Promise<number> {
    return Math.max(0, ...this.#of(account).map(({ changed }) => changed));
  }

  async changes(account: string, since: number, limit: number): Promise<IdentityChanges | undefined> {
    const rows = this.#of(account)
      .filter(({ changed }) => changed > since)
      .sort((a, b) => a.changed - b.changed)
      .map(({ identity, ...row }) => ({ id: identity.id, ...row }));
    return sortChanges(rows, { since, state: await this.state(account), limit });
  }

  #of(account: string): StoredIdentity[] {
    return [...this.#state.identities.values()].filter((stored) => stored.account === account);
  }

  #find(account: string, id: string): StoredIdentity | undefined {
    return this.#state.identities.get(`${account} ${id}`);
  }
}
