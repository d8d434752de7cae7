import type { Account, AccountId, AccountStore, Alias, Credentials } from '../../accounts/accounts.ts';
import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { instant } from '../../base/instant.ts';
import { blob, type Connection, integer, json, optional, type Row, text } from './connection.ts';
import type { CredentialsRow } from './directory.ts';
import { compact } from './rows.ts';
import type { Writer } from './verbs.ts';

const accountColumns = 'account_id, address, quota_bytes, language, created_at';

export class SqliteAccountStore implements AccountStore {
  readonly #writer: Writer;
  readonly #reader: Connection;

  constructor(writer: Writer, reader: Connection) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async findAccount(address: MailboxAddress): Promise<Account | undefined> {
    const row = this.#reader.get(
      `SELECT ${accountColumns} FROM account WHERE address_key = ?`,
      mailboxKey(address),
    );
    return row && accountOf(row);
  }

  async findAccountById(id: AccountId): Promise<Account | undefined> {
    const row = this.#reader.get(`SELECT ${accountColumns} FROM account WHERE account_id = ?`, id);
    return row && accountOf(row);
  }

  async findCredentials(id: AccountId): Promise<Credentials | undefined> {
    const row = this.#reader.get(
      `SELECT password_hash, scram_iterations, scram_salt, scram_stored_key, scram_server_key FROM account
       WHERE account_id = ? AND password_hash IS NOT NULL`,
      id,
    );
    return row && credentialsOf(row);
  }

  async findAlias(address: MailboxAddress): Promise<Alias | undefined> {
    const row = this.#reader.get(
      'SELECT address, targets, owner FROM alias WHERE address_key = ?',
      mailboxKey(address),
    );
    return row && aliasOf(row);
  }

  async listAccounts(): Promise<readonly Account[]> {
    return this.#reader.all(`SELECT ${accountColumns} FROM account ORDER BY address_key`).map(accountOf);
  }

  async listAliases(): Promise<readonly Alias[]> {
    return this.#reader.all('SELECT address, targets, owner FROM alias ORDER BY address_key').map(aliasOf);
  }

  async addAccount(
    account: Account,
    credentials: Credentials | undefined,
  ): Promise<'added' | 'address-taken'> {
    const { id, address, quotaBytes = null, language = null, createdAt } = account;
    const row = {
      id,
      addressKey: mailboxKey(address),
      address: JSON.stringify(address),
      quotaBytes,
      language,
      createdAt,
    };
    const isAdded = await this.#writer.call('addAccount', row, credentialsRow(credentials));
    return isAdded ? 'added' : 'address-taken';
  }

  async setCredentials(id: AccountId, credentials: Credentials): Promise<'set' | 'no-such-account'> {
    const isSet = await this.#writer.call('setCredentials', id, credentialsRow(credentials));
    return isSet ? 'set' : 'no-such-account';
  }

  async setLanguage(id: AccountId, language: string | undefined): Promise<'set' | 'no-such-account'> {
    return (await this.#writer.call('setLanguage', id, language ?? null)) ? 'set' : 'no-such-account';
  }

  async removeAccount(id: AccountId): Promise<'removed' | 'no-such-account'> {
    return (await this.#writer.call('removeAccount', id)) ? 'removed' : 'no-such-account';
  }

  async putAlias({ address, targets, owner }: Alias): Promise<'put' | 'address-taken'> {
    const json = [
      JSON.stringify(address),
      JSON.stringify(targets),
      owner ? JSON.stringify(owner) : null,
    ] as const;
    return (await this.#writer.call('putAlias', mailboxKey(address), ...json)) ? 'put' : 'address-taken';
  }

  async removeAlias(address: MailboxAddress): Promise<'removed' | 'no-such-alias'> {
    return (await this.#writer.call('removeAlias', mailboxKey(address))) ? 'removed' : 'no-such-alias';
  }
}

function accountOf(row: Row): Account {
  const quotaBytes = optional(integer, row.quota_bytes);
  const language = optional(text, row.language);
  return {
    id: text(row.account_id) as AccountId,
    address: json(row.address),
    ...(quotaBytes === undefined ? {} : { quotaBytes }),
    ...(language === undefined ? {} : { language }),
    createdAt: instant(integer(row.created_at)),
  };
}

const aliasOf = (row: Row): Alias => ({
  address: json(row.address),
  targets: json(row.targets),
  ...(row.owner !== null && { owner: json<MailboxAddress>(row.owner) }),
});

function credentialsOf(row: Row): Credentials {
  return {
    passwordHash: text(row.password_hash),
    scramSha256: {
      iterations: integer(row.scram_iterations),
      salt: blob(row.scram_salt),
      storedKey: blob(row.scram_stored_key),
      serverKey: blob(row.scram_server_key),
    },
  };
}

function credentialsRow(credentials: Credentials | undefined): CredentialsRow {
  if (!credentials) return [null, null, null, null, null];
  const { iterations, salt, storedKey, serverKey } = credentials.scramSha256;
  return [credentials.passwordHash, iterations, compact(salt), compact(storedKey), compact(serverKey)];
}
