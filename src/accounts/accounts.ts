import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';

/** A person's place on this server. `id` never changes, `address` is where mail for it arrives. */
export interface Account {
  readonly id: AccountId;
  readonly address: MailboxAddress;
  /** Octets that its mailboxes may hold; undefined = the server's default. */
  readonly quotaBytes?: number;
  /** The language in which its owner wants to be told things, as a tag (RFC 5646 §2.1); undefined = unknown. */
  readonly language?: string;
  readonly createdAt: Instant;
}

export type AccountId = string & { readonly __brand: 'AccountId' };

/** What is kept of a password: an argon2id hash for mechanisms that send it, a verifier for SCRAM. Never the password. */
export interface Credentials {
  /** PHC string form: `$argon2id$v=19$m=…,t=…,p=…$salt$hash` */
  readonly passwordHash: string;
  readonly scramSha256: ScramVerifier;
}

/** RFC 5802 §3, §5.1: enough to check a client and to prove ourselves, not enough to log in elsewhere. */
export interface ScramVerifier {
  readonly iterations: number;
  readonly salt: Bytes;
  readonly storedKey: Bytes;
  readonly serverKey: Bytes;
}

/** One address that stands for others, here or elsewhere. */
export interface Alias {
  readonly address: MailboxAddress;
  readonly targets: readonly MailboxAddress[];
  /** Who is told where mail that goes on to another host fails there; undefined = the postmaster. */
  readonly owner?: MailboxAddress;
}

/** The port of the directory. Addresses are looked up by mailboxKey, so case does not matter. Each verb is one transaction. */
export interface AccountStore {
  findAccount(address: MailboxAddress): Promise<Account | undefined>;
  findAccountById(id: AccountId): Promise<Account | undefined>;
  /** Undefined if the account has no password (such as the built-in postmaster): nobody can log in. */
  findCredentials(id: AccountId): Promise<Credentials | undefined>;
  findAlias(address: MailboxAddress): Promise<Alias | undefined>;
  listAccounts(): Promise<readonly Account[]>;
  listAliases(): Promise<readonly Alias[]>;
  /** @returns 'address-taken' if an account or an alias has the address */
  addAccount(account: Account, credentials: Credentials | undefined): Promise<'added' | 'address-taken'>;
  setCredentials(id: AccountId, credentials: Credentials): Promise<'set' | 'no-such-account'>;
  /** @param language undefined takes it away */
  setLanguage(id: AccountId, language: string | undefined): Promise<'set' | 'no-such-account'>;
  /** Removes the account with its mailboxes. Aliases that point to it stay. */
  removeAccount(id: AccountId): Promise<'removed' | 'no-such-account'>;
  /** Adds the alias, or replaces what it was. */
  putAlias(alias: Alias): Promise<'put' | 'address-taken'>;
  removeAlias(address: MailboxAddress): Promise<'removed' | 'no-such-alias'>;
}
