import type { AccessKind, AccessToken, AccessTokenStore } from '../../accounts/access-tokens.ts';
import type { AccountId } from '../../accounts/accounts.ts';
import type { Credential } from '../../accounts/push-subscriptions.ts';
import { type Bytes, equalBytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import { compare, type MemoryState } from './state.ts';

export class MemoryTokenStore implements AccessTokenStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async addToken(token: AccessToken): Promise<'added' | 'no-such-account'> {
    if (!this.#state.accounts.has(token.account)) return 'no-such-account';
    this.#state.tokens.set(token.id, structuredClone(token));
    return 'added';
  }

  async findToken(digest: Bytes): Promise<AccessToken | undefined> {
    return structuredClone(this.#all.find((token) => equalBytes(token.digest, digest)));
  }

  async listTokens(account: AccountId): Promise<readonly AccessToken[]> {
    const tokens = this.#all.filter((token) => token.account === account);
    return structuredClone(tokens).sort((a, b) => a.createdAt - b.createdAt || compare(a.id, b.id));
  }

  async useToken(id: string, at: Instant, expiresAt: Instant | undefined): Promise<void> {
    const token = this.#state.tokens.get(id);
    if (!token) return;
    const { expiresAt: _, ...rest } = token;
    this.#state.tokens.set(id, { ...rest, lastUsedAt: at, ...(expiresAt !== undefined && { expiresAt }) });
  }

  async removeToken(account: AccountId, id: string): Promise<'removed' | 'no-such-token'> {
    if (this.#state.tokens.get(id)?.account !== account) return 'no-such-token';
    this.#state.tokens.delete(id);
    this.#forgetSubscriptions(account, `token ${id}`);
    return 'removed';
  }

  async removeTokens(account: AccountId, kind: AccessKind): Promise<number> {
    if (kind === 'session') this.#forgetSubscriptions(account, kind);
    return this.#removeWhere((token) => token.account === account && token.kind === kind);
  }

  async forgetExpired(now: Instant): Promise<number> {
    return this.#removeWhere(({ expiresAt }) => expiresAt !== undefined && expiresAt <= now);
  }

  #forgetSubscriptions(account: AccountId, credential: Credential): void {
    for (const each of [...this.#state.pushSubscriptions.values()])
      if (each.account === account && each.credential === credential)
        this.#state.pushSubscriptions.delete(each.id);
  }

  get #all(): readonly AccessToken[] {
    return [...this.#state.tokens.values()];
  }

  #removeWhere(isMeant: (token: AccessToken) => boolean): number {
    const meant = this.#all.filter(isMeant);
    for (const { id } of meant) this.#state.tokens.delete(id);
    return meant.length;
  }
}
