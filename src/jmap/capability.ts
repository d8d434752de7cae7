import type { Account, AccountId } from '../accounts/accounts.ts';
import type { Credential } from '../accounts/push-subscriptions.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { CreatedIds } from './created-ids.ts';
import type { JsonObject } from './json.ts';
import type { JmapLimits } from './limits.ts';

/**
 * One thing that a server can do (RFC 8620 §1.8 and §2): a set of methods, and what is told of it. Whoever makes one hands it the ports that
 * its methods work on; the core knows nothing of them.
 */
export interface Capability {
  /** What stands in `using` and in the session object. */
  readonly uri: string;
  /** Its value among the `capabilities` of the session. */
  readonly ofServer: JsonObject;
  /** Its value among the `accountCapabilities`; undefined if the account cannot do it. */
  ofAccount(account: Account): JsonObject | undefined;
  readonly methods: Readonly<Record<string, Method>>;
  /** Its data types whose changes are told to clients (RFC 8620 §7.1), and how to learn their state. */
  readonly states?: Readonly<Record<string, StateOf>>;
}

/** The state of a data type in an account, as the `/get` of that type would tell it. */
export type StateOf = (account: AccountId) => Promise<string>;

/**
 * One method (RFC 8620 §3.2). It answers the arguments of its response, which bears its own name.
 * @throws MethodError; anything else that it throws becomes `serverFail`
 */
export type Method = (args: JsonObject, context: MethodContext) => Promise<JsonObject>;

/** What a method may know of the request that it is called in. */
export interface MethodContext {
  /** Whoever is signed in. */
  readonly user: Account;
  /** What the user signed in with. */
  readonly credential: Credential;
  /** The accounts that the user may use, by id. */
  readonly accounts: ReadonlyMap<string, SessionAccount>;
  /** The capabilities that the request named. */
  readonly using: ReadonlySet<string>;
  readonly limits: JmapLimits;
  readonly createdIds: CreatedIds;
  readonly clock: Clock;
  readonly log: Log;
  /** Languages that the client would like to read, best first (RFC 8620 §3.8); may be empty. */
  readonly languages: readonly string[];
  /** Calls another method once this one has been answered; its response bears the same method call id (RFC 8620 §5.4). */
  thenCall(method: string, args: JsonObject): void;
}

/** An account as one user sees it. */
export interface SessionAccount {
  readonly id: AccountId;
  readonly name: string;
  readonly isPersonal: boolean;
  readonly isReadOnly: boolean;
  /** By URI. */
  readonly capabilities: Readonly<Record<string, JsonObject>>;
}
