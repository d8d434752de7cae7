import type { Domain } from '../address/domain.ts';
import { customerOf, type IpAddress } from '../address/ip.ts';
import { mailboxKey } from '../address/mailbox-address.ts';
import type { Bytes } from '../base/bytes.ts';
import { Gate } from '../base/gate.ts';
import { type Instant, minuteMs, secondMs } from '../base/instant.ts';
import type { Clock, Log, Random } from '../base/ports.ts';
import { printable } from '../base/printable.ts';
import type { Account, AccountStore, Credentials, ScramVerifier } from './accounts.ts';
import { FailureLimiter } from './failure-limiter.ts';
import type { LoginAttempt, LoginFailure, LoginResult } from './login.ts';
import { parseLoginName } from './login-name.ts';
import { deriveCredentials } from './new-account.ts';
import { argon2Parameters, formatPasswordHash, matchPassword, type PasswordHasher } from './password.ts';
import { type PreparedPassword, preparePassword } from './prepare-password.ts';
import { RecentLogins } from './recent-logins.ts';
import { isSaslMechanism, type SaslExchange, startExchange } from './sasl.ts';
import { decoyScramVerifier } from './scram.ts';

/** Passwords hashed at once: each takes 19 MiB and a core. */
export const hashingMax = 2;
/** Logins that wait for that; the last of them waits a second or two. More are told to come back later. */
export const hashingWaitingMax = 50;

/** From one IPv4 address or IPv6 /64: no more than 4,320 guesses a day, and a forgotten phone behind a shared one does no harm. */
export const clientFailures = { failuresMax: 30, forgottenEveryMs: 20 * secondMs, keysMax: 10_000 };
/** For one account, whoever guesses: no more than 1,440 a day. Addresses that logged in to it lately are not held up by others. */
export const accountFailures = { failuresMax: 30, forgottenEveryMs: minuteMs, keysMax: 10_000 };

/** A mail program asks every few minutes, up to a quarter of an hour. */
export const recentLogins = { rememberedMs: 15 * minuteMs, loginsMax: 10_000 };

export interface AuthenticatorWorld {
  readonly directory: Pick<AccountStore, 'findAccount' | 'findCredentials' | 'setCredentials'>;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Random octets that outlive a restart; nobody else may know them. See decoyScramVerifier. */
  readonly secret: Bytes;
  /** Where bare login names belong. */
  readonly defaultDomain?: Domain;
}

/** Octets of a login name that go into a log line. */
const loggedNameMax = 100;

/** What is compared where there is no account. No password makes it. */
const decoyHash = formatPasswordHash({
  parameters: argon2Parameters,
  salt: new Uint8Array(16),
  tag: new Uint8Array(32),
});

/** An account that somebody can log in to. */
interface Holder {
  readonly account: Account;
  readonly credentials: Credentials;
}

/** Who stands at the door. */
interface Visitor {
  readonly client: IpAddress;
  /** What is charged for failures: the client's network, and the account that is meant. */
  readonly network: string;
  readonly accountKey: string;
  /** True if the client was in this account lately; only its network is charged then. */
  readonly isKnown: boolean;
  readonly holder: Holder | undefined;
  readonly decoy: ScramVerifier;
  readonly log: Log;
}

/** Who may log in: checks names and proofs against the directory, and keeps guessers slow. One for the whole server. */
export class Authenticator {
  readonly #world: AuthenticatorWorld;
  readonly #gate = new Gate(hashingMax);
  readonly #clients = new FailureLimiter(clientFailures);
  readonly #accounts = new FailureLimiter(accountFailures);
  readonly #recent: RecentLogins;

  constructor(world: AuthenticatorWorld) {
    this.#world = world;
    this.#recent = new RecentLogins(recentLogins, world.random);
  }

  /** Starts a SASL exchange with a client; undefined if the mechanism is not offered. Its name is taken without case. */
  start(mechanism: string, client: IpAddress): SaslExchange | undefined {
    const name = mechanism.toUpperCase();
    if (!isSaslMechanism(name)) return undefined;
    return startExchange(name, { begin: (user) => this.#begin(user, client), random: this.#world.random });
  }

  /** For protocols that have a login command of their own. */
  async checkPassword(name: string, password: string, client: IpAddress): Promise<LoginResult> {
    const attempt = await this.#begin(name, client);
    return 'kind' in attempt ? attempt : attempt.checkPassword(password);
  }

  async #begin(name: string, client: IpAddress): Promise<LoginAttempt | LoginResult> {
    const log = this.#world.log.with({ login: printable(name, loggedNameMax), ip: client });
    const network = customerOf(client);
    if (!this.#clients.charge(network, this.#now())) return refused(log, 'too-many');
    try {
      const visitor = await this.#look(name, client, log);
      if (visitor.isKnown || this.#accounts.charge(visitor.accountKey, this.#now()))
        return this.#attempt(visitor);
      this.#clients.refund(network, this.#now());
      return refused(log, 'too-many');
    } catch (error) {
      this.#clients.refund(network, this.#now());
      log.error('a login could not be looked up', { error });
      return temporary;
    }
  }

  async #look(name: string, client: IpAddress, log: Log): Promise<Visitor> {
    const { directory, secret, defaultDomain } = this.#world;
    const address = parseLoginName(name, defaultDomain);
    const account = address && (await directory.findAccount(address));
    const credentials = account && (await directory.findCredentials(account.id));
    const holder = account && credentials && { account, credentials };
    // Names that can be nobody's share one bucket, so that they cannot fill the memory either.
    const accountKey = address ? mailboxKey(address) : '';
    return {
      client,
      network: customerOf(client),
      accountKey,
      isKnown: holder !== undefined && this.#recent.recall(recentLogin(holder, client), this.#now()),
      holder,
      decoy: decoyScramVerifier(secret, accountKey || name),
      log,
    };
  }

  #attempt(visitor: Visitor): LoginAttempt {
    const { accountKey, holder, decoy } = visitor;
    return {
      scramVerifier: holder?.credentials.scramSha256 ?? decoy,
      mayActAs: (authzid) => {
        if (authzid === undefined) return true;
        const other = parseLoginName(authzid, this.#world.defaultDomain);
        return other !== undefined && mailboxKey(other) === accountKey;
      },
      checkPassword: async (password) => {
        const isRight = await this.#isRight(visitor, preparePassword(password));
        return isRight === undefined ? this.#giveUp(visitor) : this.#settle(visitor, isRight);
      },
      settle: (isProved) => this.#settle(visitor, isProved),
    };
  }

  #settle(visitor: Visitor, isProved: boolean): LoginResult {
    const { holder, client, log } = visitor;
    if (!isProved || !holder) return refused(log, 'credentials');
    this.#refund(visitor);
    this.#recent.remember(recentLogin(holder, client), this.#now());
    return { kind: 'authenticated', account: holder.account.id };
  }

  #giveUp(visitor: Visitor): LoginResult {
    this.#refund(visitor);
    return temporary;
  }

  #refund({ network, accountKey, isKnown }: Visitor): void {
    this.#clients.refund(network, this.#now());
    if (!isKnown) this.#accounts.refund(accountKey, this.#now());
  }

  /** Does the same work whether the account exists or not. @returns undefined if it cannot be told now */
  async #isRight(visitor: Visitor, password: PreparedPassword | undefined): Promise<boolean | undefined> {
    if (password === undefined) return false;
    const { holder, client, log } = visitor;
    const recent = holder && recentLogin(holder, client, password);
    if (recent && this.#recent.recall(recent, this.#now())) return true;
    if (this.#gate.waiting >= hashingWaitingMax) {
      log.warn('too many passwords to check at once');
      return undefined;
    }
    const stored = holder?.credentials.passwordHash ?? decoyHash;
    try {
      const match = await this.#gate.pass(() => matchPassword(password, stored, this.#world.hasher));
      if (match === 'mismatch') return false;
      if (recent) this.#recent.remember(recent, this.#now());
      if (holder && match === 'outdated') await this.#hashAnew(holder, password, log);
      return true;
    } catch (error) {
      log.error('a password could not be checked', { error });
      return undefined;
    }
  }

  /** The cost of hashes has been raised since this one was made, and now the password is at hand. */
  async #hashAnew({ account, credentials }: Holder, password: PreparedPassword, log: Log): Promise<void> {
    const { directory } = this.#world;
    try {
      const renewed = await deriveCredentials(password, this.#world);
      const current = await directory.findCredentials(account.id);
      // Somebody may have changed the password meanwhile.
      if (current?.passwordHash === credentials.passwordHash)
        await directory.setCredentials(account.id, renewed);
    } catch (error) {
      log.warn('an outdated password hash could not be renewed', { error });
    }
  }

  #now(): Instant {
    return this.#world.clock.now();
  }
}

const temporary: LoginResult = { kind: 'failed', reason: 'temporary' };

function refused(log: Log, reason: LoginFailure): LoginResult {
  log.info('login refused', { reason });
  return { kind: 'failed', reason };
}

const recentLogin = ({ account, credentials }: Holder, client: IpAddress, password?: PreparedPassword) => ({
  account: account.id,
  passwordHash: credentials.passwordHash,
  client,
  ...(password !== undefined && { password }),
});
