import type { IpAddress } from '../address/ip.ts';
import { type Bytes, fromUtf8, toBase64 } from '../base/bytes.ts';
import { hmacSha256, sha256Bytes } from '../base/hash.ts';
import { type Instant, later } from '../base/instant.ts';
import type { Random } from '../base/ports.ts';
import type { AccountId } from './accounts.ts';
import type { PreparedPassword } from './prepare-password.ts';

export interface RecentLoginLimits {
  /** How long a login is remembered after its last use. */
  readonly rememberedMs: number;
  /** Logins remembered at once; the one used longest ago goes first. */
  readonly loginsMax: number;
}

/** A login that succeeded. */
export interface RecentLogin {
  readonly account: AccountId;
  /** As it is stored now: a change of password makes it another login. */
  readonly passwordHash: string;
  readonly client: IpAddress;
  /** Absent: the client was let in, by whatever proof. */
  readonly password?: PreparedPassword;
}

/**
 * Logins that succeeded a short while ago, so that a mail program that asks each minute does not cost a password hash each time.
 * Kept as digests under a key that is never written down: this holds no password.
 */
export class RecentLogins {
  readonly #limits: RecentLoginLimits;
  readonly #digestKey: Bytes;
  /** Digest → until when; in the order of last use. */
  readonly #until = new Map<string, Instant>();

  constructor(limits: RecentLoginLimits, random: Random) {
    this.#limits = limits;
    this.#digestKey = random.bytes(sha256Bytes);
  }

  /** True if the login is remembered; it then counts as used. */
  recall(login: RecentLogin, now: Instant): boolean {
    const until = this.#until.get(this.#digest(login));
    const isRemembered = until !== undefined && now < until;
    if (isRemembered) this.remember(login, now);
    return isRemembered;
  }

  remember(login: RecentLogin, now: Instant): void {
    const digest = this.#digest(login);
    this.#until.delete(digest);
    this.#until.set(digest, later(now, this.#limits.rememberedMs));
    for (const [oldest, until] of this.#until) {
      if (until > now && this.#until.size <= this.#limits.loginsMax) return;
      this.#until.delete(oldest);
    }
  }

  /** None of the parts can hold a NUL, so that no two logins run together into the same text. */
  #digest({ account, passwordHash, client, password }: RecentLogin): string {
    const text = [account, passwordHash, client, password ?? ''].join('\0');
    return toBase64(hmacSha256(this.#digestKey, fromUtf8(text)));
  }
}
