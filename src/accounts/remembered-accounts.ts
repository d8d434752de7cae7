import { type MailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import type { Account, AccountStore, Alias } from './accounts.ts';

/** Addresses that are remembered, found or not. When there are more, all are forgotten: the store is not slow. */
const rememberedMax = 10_000;

/**
 * A directory that remembers what was looked up, so that each recipient of each message does not ask the store. Every change has
 * to come through it, and makes it forget everything.
 */
export function rememberAccounts(store: AccountStore): AccountStore {
  const accounts = new Map<string, Promise<Account | undefined>>();
  const aliases = new Map<string, Promise<Alias | undefined>>();
  const forget = () => {
    accounts.clear();
    aliases.clear();
  };
  const changing =
    <A extends readonly unknown[], R>(change: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await change(...args);
      } finally {
        forget();
      }
    };
  return {
    findAccount: (address) => remembered(accounts, address, () => store.findAccount(address)),
    findAlias: (address) => remembered(aliases, address, () => store.findAlias(address)),
    findAccountById: (id) => store.findAccountById(id),
    findCredentials: (id) => store.findCredentials(id),
    listAccounts: () => store.listAccounts(),
    listAliases: () => store.listAliases(),
    addAccount: changing((account, credentials) => store.addAccount(account, credentials)),
    setCredentials: changing((id, credentials) => store.setCredentials(id, credentials)),
    setLanguage: changing((id, language) => store.setLanguage(id, language)),
    removeAccount: changing((id) => store.removeAccount(id)),
    putAlias: changing((alias) => store.putAlias(alias)),
    removeAlias: changing((address) => store.removeAlias(address)),
  };
}

function remembered<T>(
  memory: Map<string, Promise<T | undefined>>,
  address: MailboxAddress,
  lookUp: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const key = mailboxKey(address);
  const known = memory.get(key);
  if (known) return known;
  if (memory.size >= rememberedMax) memory.clear();
  const found = lookUp();
  memory.set(key, found);
  // A look-up that failed says nothing.
  found.catch(() => memory.delete(key));
  return found;
}
