import { hourMs, secondMs } from '../base/instant.ts';

/**
 * How long we wait for a TCP connection. RFC 5321 §4.5.3.2 leaves that to us; a host that has not answered by then hardly will.
 * Precedent: Postfix, smtp_connect_timeout 30 s.
 */
export const connectTimeoutMs = 30 * secondMs;

/** Hosts tried in one attempt. RFC 5321 §5.1: at least two; a limit is allowed. Precedent: Postfix, smtp_mx_address_limit 5. */
export const hostsTriedMax = 5;

/**
 * How long an attempt may take in all. RFC 5321 §4.5.3.2 wants a timeout for each command and none for the whole; this one is for
 * hosts that keep each of them to its last second.
 */
export const attemptMsMax = 2 * hourMs;

/** The reason with which the signal of such an attempt aborts, as people are told it. */
export const attemptTookTooLong = 'The attempt took too long.';

/** What the connections that nobody uses may be. */
export interface PoolLimits {
  /** How long one waits for its next message. Servers wait five minutes (RFC 5321 §4.5.3.2.7), but not all are patient. */
  readonly idleMs: number;
  readonly idleConnectionsMax: number;
  /** Messages in one session, unless the host wants fewer (MAILMAX, RFC 9422). Many hosts end a session after 100 or so. */
  readonly transactionsMax: number;
}

export const poolLimits: PoolLimits = {
  idleMs: 10 * secondMs,
  idleConnectionsMax: 100,
  transactionsMax: 100,
};

/** How long hosts may take to answer our QUIT when the server goes down. */
export const farewellMs = 1 * secondMs;
