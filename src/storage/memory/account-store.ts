import type { Account, AccountId, AccountStore, Alias, Credentials } from '../../accounts/accounts.ts';
import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { StoreError } from '../../queue/queue-store.ts';
import { AccountMail } from './account-mail.ts';
import { compare, type MemoryState } from './state.ts';

export class MemoryAccountStore implements AccountStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async findAccount(address: MailboxAddress): Promise<Account | undefined> {
    return structuredClone(this.#accountAt(mailboxKey(address)));
  }

  async findAccountById(id: AccountId): Promise<Account | undefined> {
    return structuredClone(this.#state.accounts.get(id)?.account);
  }

  async findCredentials(id: AccountId): Promise<Credentials | undefined> {
    return structuredClone(this.#state.accounts.get(id)?.credentials);
  }

  async findAlias(address: MailboxAddress): Promise<Alias | undefined> {
    return structuredClone(this.#state.aliases.get(mailboxKey(address)));
  }

  async listAccounts(): Promise<readonly Account[]> {
    const accounts = [...this.#state.accounts.values()].map(({ account }) => account);
    return structuredClone(accounts).sort(byAddress);
  }

  async listAliases(): Promise<readonly Alias[]> {
    return structuredClone([...this.#state.aliases.values()]).sort(byAddress);
  }

  async addAccount(
    account: Account,
    credentials: Credentials | undefined,
  ): Promise<'added' | 'address-taken'> {
    const { accounts, aliases, mail } = this.#state;
    const key = mailboxKey(account.address);
    if (this.#accountAt(key) || aliases.has(key)) return 'address-taken';
    if (accounts.has(account.id)) throw new StoreError(`there is an account ${account.id} already`);
    accounts.set(account.id, structuredClone({ account, credentials }));
    const uidValidity = Math.floor(account.createdAt / 1_000) % 2 ** 32 || 1;
    mail.set(account.id, new AccountMail(this.#state.nextMailId, uidValidity));
    return 'added';
  }

  async setCredentials(id: AccountId, credentials: Credentials): Promise<'set' | 'no-such-account'> {
    const stored = this.#state.accounts.get(id);
    if (!stored) return 'no-such-account';
    stored.credentials = structuredClone(credentials);
    return 'set';
  }

  async setLanguage(id: AccountId, language: string | undefined): Promise<'set' | 'no-such-account'> {
    const stored = this.#state.accounts.get(id);
    if (!stored) return 'no-such-account';
    const { language: _, ...account } = stored.account;
    stored.account = language === undefined ? account : { ...account, language };
    return 'set';
  }

  async removeAccount(id: AccountId): Promise<'removed' | 'no-such-account'> {
    if (!this.#state.accounts.delete(id)) return 'no-such-account';
    this.#state.mail.delete(id);
    for (const [upload, { account }] of this.#state.uploads)
      if (account === id) this.#state.uploads.delete(upload);
    for (const subscription of [...this.#state.pushSubscriptions.values()])
      if (subscription.account === id) this.#state.pushSubscriptions.delete(subscription.id);
    for (const token of [...this.#state.tokens.values()])
      if (token.account === id) this.#state.tokens.delete(token.id);
    for (const [queueId, { submission }] of this.#state.submissions)
      if (submission.account === id) this.#state.submissions.delete(queueId);
    for (const [key, { account }] of this.#state.identities)
      if (account === id) this.#state.identities.delete(key);
    this.#state.vacations.delete(id);
    for (const [key, { account }] of this.#state.suppressions)
      if (account === id) this.#state.suppressions.delete(key);
    return 'removed';
  }

  async putAlias(alias: Alias): Promise<'put' | 'address-taken'> {
    const key = mailboxKey(alias.address);
    if (this.#accountAt(key)) return 'address-taken';
    this.#state.aliases.set(key, structuredClone(alias));
    return 'put';
  }

  async removeAlias(address: MailboxAddress): Promise<'removed' | 'no-such-alias'> {
    return this.#state.aliases.delete(mailboxKey(address)) ? 'removed' : 'no-such-alias';
  }

  #accountAt(key: string): Account | undefined {
    for (const { account } of this.#state.accounts.values()) {
      if (mailboxKey(account.address) === key) return account;
    }
    return undefined;
  }
}

const byAddress = (
  a: { readonly address: MailboxAddress },
  b: { readonly address: MailboxAddress },
): number => compare(mailboxKey(a.address), mailboxKey(b.address));
