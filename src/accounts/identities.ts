/** How a person presents himself in mail that he sends (RFC 8621 §6). */
export interface Identity {
  readonly id: string;
  /** The address in From. */
  readonly email: string;
  readonly name: string;
  readonly replyTo: readonly IdentityAddress[] | null;
  readonly bcc: readonly IdentityAddress[] | null;
  readonly textSignature: string;
  /** A snippet of HTML, as its owner wrote it. */
  readonly htmlSignature: string;
}

export interface IdentityAddress {
  readonly name: string | null;
  readonly email: string;
}

/** What became of an account's identities since a state. */
export interface IdentityChanges {
  readonly state: number;
  readonly hasMore: boolean;
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly destroyed: readonly string[];
}

/** The port of the identities that people have made or changed. Each verb is one transaction. */
export interface IdentityStore {
  /** By ascending id. */
  list(account: string): Promise<readonly Identity[]>;
  /** Adds the identity, or replaces the one of its id. */
  put(account: string, identity: Identity): Promise<'put' | 'no-such-account'>;
  remove(account: string, id: string): Promise<'removed' | 'unknown'>;
  /** Grows with each change; 0 if there was never any. */
  state(account: string): Promise<number>;
  /** The changes after the state `since`, of at most `limit` identities; undefined for a state that there was not. */
  changes(account: string, since: number, limit: number): Promise<IdentityChanges | undefined>;
}
