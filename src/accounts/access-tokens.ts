import { type Bytes, fromUtf8, toBase64 } from '../base/bytes.ts';
import { sha256 } from '../base/hash.ts';
import { dayMs, hourMs, type Instant, later, minuteMs } from '../base/instant.ts';
import type { Clock, Random } from '../base/ports.ts';
import type { AccountId } from './accounts.ts';

/**
 * What stands for a password: a `token` that a program was given, until it is taken back, or the `session` of a browser. Whoever
 * has its secret is the account. Of the secret only a digest is kept.
 */
export interface AccessToken {
  /** Names it to people; no secret. */
  readonly id: string;
  readonly account: AccountId;
  readonly kind: AccessKind;
  /** What it is for, in the words of its owner, or what browser it was. */
  readonly name: string;
  /** SHA-256 of the secret, which is too long to be guessed. */
  readonly digest: Bytes;
  readonly createdAt: Instant;
  /** To the hour. */
  readonly lastUsedAt: Instant;
  readonly expiresAt?: Instant;
}

export type AccessKind = 'token' | 'session';

/** The port of their store. Each verb is one transaction. The tokens of an account go when it goes. */
export interface AccessTokenStore {
  addToken(token: AccessToken): Promise<'added' | 'no-such-account'>;
  /** Expired or not. */
  findToken(digest: Bytes): Promise<AccessToken | undefined>;
  /** The oldest first. */
  listTokens(account: AccountId): Promise<readonly AccessToken[]>;
  /** Nothing happens if it is not there any more. */
  useToken(id: string, at: Instant, expiresAt: Instant | undefined): Promise<void>;
  removeToken(account: AccountId, id: string): Promise<'removed' | 'no-such-token'>;
  /** Removes all of a kind. @returns how many */
  removeTokens(account: AccountId, kind: AccessKind): Promise<number>;
  /** Removes what has expired by then. @returns how many */
  forgetExpired(now: Instant): Promise<number>;
}

/** How long a session lasts after its last use. */
export const sessionMs = 30 * dayMs;

/** A session gets a new secret so often, so that one which was stolen is not good for long. */
export const rotationMs = dayMs;

/** The former secret is good for requests that were under way. */
export const rotationGraceMs = minuteMs;

/** Tokens and sessions of one account; the session that was used longest ago makes room, a token does not. */
export const tokensMax = 100;

/** A token that came with a request, and is good. */
export interface ProvenToken {
  readonly token: AccessToken;
  /** The client is to use this secret from now on. */
  readonly newSecret?: string;
}

/** Makes tokens, and knows them again. */
export class AccessTokens {
  readonly #store: AccessTokenStore;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(store: AccessTokenStore, clock: Clock, random: Random) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
  }

  /** @returns the secret, which is told this once; undefined if the account has as many tokens as it may have, or is gone */
  async issue(
    account: AccountId,
    kind: AccessKind,
    name: string,
  ): Promise<{ readonly secret: string; readonly token: AccessToken } | undefined> {
    const now = this.#clock.now();
    await this.#store.forgetExpired(now);
    if (!(await this.#makeRoom(account))) return undefined;
    const secret = this.#newSecret(kind);
    const token: AccessToken = {
      id: urlSafe(this.#random.bytes(9)),
      account,
      kind,
      name,
      digest: digestOf(secret),
      createdAt: now,
      lastUsedAt: now,
      ...(kind === 'session' && { expiresAt: later(now, sessionMs) }),
    };
    return (await this.#store.addToken(token)) === 'added' ? { secret, token } : undefined;
  }

  /** Undefined if the secret is none of ours, or of another kind, or has expired. */
  async prove(secret: string, kind: AccessKind): Promise<ProvenToken | undefined> {
    if (!secretForm.test(secret)) return undefined;
    const token = await this.#store.findToken(digestOf(secret));
    const now = this.#clock.now();
    if (token?.kind !== kind || (token.expiresAt !== undefined && token.expiresAt <= now)) return undefined;
    if (kind === 'session' && token.createdAt + rotationMs <= now) return await this.#rotate(token, now);
    if (token.lastUsedAt + hourMs <= now)
      await this.#store.useToken(token.id, now, kind === 'session' ? later(now, sessionMs) : undefined);
    return { token };
  }

  async remove(token: AccessToken): Promise<void> {
    await this.#store.removeToken(token.account, token.id);
  }

  async #rotate(token: AccessToken, now: Instant): Promise<ProvenToken> {
    const isOnItsWay = (token.expiresAt ?? now) <= later(now, rotationGraceMs);
    const issued = isOnItsWay ? undefined : await this.issue(token.account, 'session', token.name);
    if (!issued) return { token };
    await this.#store.useToken(token.id, now, later(now, rotationGraceMs));
    return { token: issued.token, newSecret: issued.secret };
  }

  async #makeRoom(account: AccountId): Promise<boolean> {
    const tokens = await this.#store.listTokens(account);
    if (tokens.length < tokensMax) return true;
    const [oldest] = tokens
      .filter(({ kind }) => kind === 'session')
      .sort((a, b) => a.lastUsedAt - b.lastUsedAt);
    if (oldest) await this.remove(oldest);
    return oldest !== undefined;
  }

  /** 256 bits of chance. The beginning lets a person, and a scanner of published files, see what it is. */
  #newSecret(kind: AccessKind): string {
    return `evergreen_${kind}_${urlSafe(this.#random.bytes(32))}`;
  }
}

const secretForm = /^evergreen_(?:token|session)_[A-Za-z0-9_-]{43}$/;

const digestOf = (secret: string): Bytes => sha256(fromUtf8(secret));

const urlSafe = (bytes: Bytes): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
