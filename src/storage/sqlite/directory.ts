import { firstMailboxes } from '../../mailbox/mailbox.ts';
import { integer } from './connection.ts';
import { dropReference } from './contents.ts';
import type { WriteContext } from './write-context.ts';

export interface AccountRow {
  readonly id: string;
  readonly addressKey: string;
  readonly address: string;
  readonly quotaBytes: number | null;
  readonly language: string | null;
  readonly createdAt: number;
}

/** The columns password_hash … scram_server_key. */
export type CredentialsRow = readonly [
  passwordHash: string | null,
  iterations: number | null,
  salt: Uint8Array | null,
  storedKey: Uint8Array | null,
  serverKey: Uint8Array | null,
];

/** Answers false if the address is taken. */
export function addAccount(
  { connection }: WriteContext,
  account: AccountRow,
  credentials: CredentialsRow,
): boolean {
  const { id, addressKey, address, quotaBytes, language, createdAt } = account;
  const taken = connection.get(
    'SELECT 1 FROM account WHERE address_key = ? UNION ALL SELECT 1 FROM alias WHERE address_key = ?',
    addressKey,
    addressKey,
  );
  if (taken) return false;
  connection.run(
    `INSERT INTO account (account_id, address_key, address, quota_bytes, language, created_at,
       password_hash, scram_iterations, scram_salt, scram_stored_key, scram_server_key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    addressKey,
    address,
    quotaBytes,
    language,
    createdAt,
    ...credentials,
  );
  connection.run('INSERT INTO account_mail VALUES (?, 1, 1, 1, 1, 1, 0, 0)', id);
  for (const [i, { role, name }] of firstMailboxes.entries()) {
    connection.run(
      `INSERT INTO mailbox (account_id, parent_id, name, role, sort_order, is_subscribed, uid_validity, uid_next, created_modseq,
         modseq, counts_modseq, emails, unread) VALUES (?, 0, ?, ?, ?, 1, ?, 1, 1, 1, 1, 0, 0)`,
      id,
      name,
      role,
      i + 1,
      uidValidity(createdAt),
    );
  }
  return true;
}

/** RFC 9051 §2.3.1.1: the time of its creation, in seconds, as a non-zero number of 32 bits. */
const uidValidity = (createdAt: number): number => Math.floor(createdAt / 1_000) % 2 ** 32 || 1;

/** Answers false if there is no such account. */
export function setCredentials(
  { connection }: WriteContext,
  id: string,
  credentials: CredentialsRow,
): boolean {
  const changed = connection.run(
    `UPDATE account SET password_hash = ?, scram_iterations = ?, scram_salt = ?, scram_stored_key = ?, scram_server_key = ?
     WHERE account_id = ?`,
    ...credentials,
    id,
  );
  return changed > 0;
}

/** Answers false if there is no such account. */
export const setLanguage = ({ connection }: WriteContext, id: string, language: string | null): boolean =>
  connection.run('UPDATE account SET language = ? WHERE account_id = ?', language, id) > 0;

/** Removes the account with its mailboxes. Answers false if there is no such account. */
export function removeAccount(context: WriteContext, id: string): boolean {
  const { connection } = context;
  if (connection.run('DELETE FROM account WHERE account_id = ?', id) === 0) return false;
  connection.run('DELETE FROM access_token WHERE account_id = ?', id);
  connection.run('DELETE FROM push_subscription WHERE account_id = ?', id);
  connection.run('DELETE FROM account_mail WHERE account_id = ?', id);
  for (const mailbox of connection.all('DELETE FROM mailbox WHERE account_id = ? RETURNING mailbox_id', id)) {
    connection.run('DELETE FROM mailbox_entry WHERE mailbox = ?', integer(mailbox.mailbox_id));
  }
  const emails = connection.all('DELETE FROM email WHERE account_id = ? RETURNING email_id, content', id);
  for (const { email_id, content } of emails) {
    connection.run('DELETE FROM email_text WHERE rowid = ?', integer(email_id));
    dropReference(context, integer(content));
  }
  for (const upload of connection.all('DELETE FROM upload WHERE account_id = ? RETURNING content', id)) {
    dropReference(context, integer(upload.content));
  }
  connection.run('DELETE FROM thread WHERE account_id = ?', id);
  connection.run('DELETE FROM thread_key WHERE account_id = ?', id);
  connection.run('DELETE FROM tombstone WHERE account_id = ?', id);
  return true;
}

/** Answers false if an account has the address. */
export function putAlias(
  { connection }: WriteContext,
  addressKey: string,
  address: string,
  targets: string,
  owner: string | null,
): boolean {
  if (connection.get('SELECT 1 FROM account WHERE address_key = ?', addressKey)) return false;
  connection.run(
    `INSERT INTO alias (address_key, address, targets, owner) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET address = excluded.address, targets = excluded.targets, owner = excluded.owner`,
    addressKey,
    address,
    targets,
    owner,
  );
  return true;
}

/** Answers false if there is no such alias. */
export function removeAlias({ connection }: WriteContext, addressKey: string): boolean {
  return connection.run('DELETE FROM alias WHERE address_key = ?', addressKey) > 0;
}
