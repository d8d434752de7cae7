import type { AccountId, ScramVerifier } from './accounts.ts';

export type LoginResult =
  | { readonly kind: 'authenticated'; readonly account: AccountId }
  | { readonly kind: 'failed'; readonly reason: LoginFailure };

export type LoginFailure =
  /** No such account, another password, or not this authorization identity: which of them is not told. */
  | 'credentials'
  /** It is our fault: the directory failed, or too many passwords are being checked. */
  | 'temporary'
  /** This client or this account has failed too often. */
  | 'too-many';

/** Someone has said who they are and is about to prove it. It is charged as a failure until it is proved. */
export interface LoginAttempt {
  /** Of the account, or of nobody (see decoyScramVerifier): nothing tells them apart. */
  readonly scramVerifier: ScramVerifier;
  /** True for an authorization identity that is absent or means the same account: nobody acts for others here. */
  mayActAs(authzid: string | undefined): boolean;
  /** Proves the login by the password, as it came. */
  checkPassword(password: string): Promise<LoginResult>;
  /** Ends a login that was proved, or not, in another way. */
  settle(isProved: boolean): LoginResult;
}

/** Looks up who a login name means. The attempt is to be ended by `checkPassword` or `settle`; one left alone has failed. */
export type BeginLogin = (name: string) => Promise<LoginAttempt | LoginResult>;
