import type { Instant } from '../base/instant.ts';
import type { AccountId } from './accounts.ts';

/** Where a client wants to be told of changes (RFC 8620 §7.2). */
export interface PushSubscription {
  readonly id: string;
  readonly account: AccountId;
  /** What its creator signed in with: it goes when that does. */
  readonly credential: Credential;
  readonly deviceClientId: string;
  /** Begins with `https://`. */
  readonly url: string;
  /** Absent: what is sent there is not encrypted but by TLS. */
  readonly keys?: PushKeys;
  /** What the client has to say before anything else is sent there. */
  readonly verificationCode: string;
  readonly isVerified: boolean;
  readonly expiresAt: Instant;
  /** Absent: all. */
  readonly types?: readonly string[];
}

/** RFC 8291 §2, in base64url. */
export interface PushKeys {
  readonly p256dh: string;
  readonly auth: string;
}

/** The password, any session of a browser, or the id of a token. */
export type Credential = 'password' | 'session' | `token ${string}`;

/** The port of their store. Each verb is one transaction. The subscriptions of an account, or of a token, go when it goes. */
export interface PushSubscriptionStore {
  addSubscription(subscription: PushSubscription): Promise<'added' | 'no-such-account'>;
  /** By ascending id; expired or not. */
  listSubscriptions(account: AccountId): Promise<readonly PushSubscription[]>;
  /** Puts another in place of the one with its id; nothing happens if that is gone. */
  replaceSubscription(subscription: PushSubscription): Promise<void>;
  removeSubscription(account: AccountId, id: string): Promise<'removed' | 'no-such-subscription'>;
  /** Removes all that were made with a credential, or have expired by then. @returns how many */
  forgetSubscriptions(
    which: { readonly account: AccountId; readonly credential: Credential } | Instant,
  ): Promise<number>;
}
