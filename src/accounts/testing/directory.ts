import { type MailboxAddress, mailboxKey, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import { invariant } from '../../base/invariant.ts';
import type { Account, AccountId, AccountStore, Credentials } from '../accounts.ts';
import { hashPassword } from '../password.ts';
import { preparePassword } from '../prepare-password.ts';
import { deriveScramVerifier } from '../scram.ts';
import { countingRandom, quickHasher } from './doubles.ts';

/** Iterations of test verifiers: as few as make no test slow. */
const fewIterations = 4;

function address(text: string): MailboxAddress {
  const parsed = parseMailboxAddress(text, { utf8: true });
  invariant(parsed.ok, `${text} is no address`);
  return parsed.value;
}

export async function quickCredentials(password: string): Promise<Credentials> {
  const prepared = preparePassword(password);
  invariant(prepared, 'a test password is fit for use');
  return {
    passwordHash: await hashPassword(prepared, quickHasher, countingRandom()),
    scramSha256: deriveScramVerifier(prepared, fromUtf8('salt of the test'), fewIterations),
  };
}

/**
 * The part of an AccountStore that logins need, in memory. The id of an account is `id-of-` and its local part. An account
 * without a password is there, but nobody can log in.
 */
export class TestDirectory
  implements Pick<AccountStore, 'findAccount' | 'findCredentials' | 'setCredentials'>
{
  readonly #accounts = new Map<string, Account>();
  readonly #credentials = new Map<AccountId, Credentials>();
  /** Set it to make every verb fail. */
  failure: Error | undefined;

  static async of(passwords: Readonly<Record<string, string | undefined>>): Promise<TestDirectory> {
    const directory = new TestDirectory();
    for (const [text, password] of Object.entries(passwords)) {
      const account = { id: idOf(text), address: address(text), createdAt: instant(0) };
      directory.#accounts.set(mailboxKey(account.address), account);
      if (password !== undefined) directory.#credentials.set(account.id, await quickCredentials(password));
    }
    return directory;
  }

  async findAccount(wanted: MailboxAddress): Promise<Account | undefined> {
    if (this.failure) throw this.failure;
    return this.#accounts.get(mailboxKey(wanted));
  }

  async findCredentials(id: AccountId): Promise<Credentials | undefined> {
    if (this.failure) throw this.failure;
    return this.#credentials.get(id);
  }

  async setCredentials(id: AccountId, credentials: Credentials): Promise<'set' | 'no-such-account'> {
    if (this.failure) throw this.failure;
    this.#credentials.set(id, credentials);
    return 'set';
  }
}

export const idOf = (text: string): AccountId => `id-of-${text.replace(/@.*/, '')}` as AccountId;
