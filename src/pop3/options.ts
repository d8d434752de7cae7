/** How a session is opened. */
export interface SessionOptions {
  /** Our name in the greeting. */
  readonly hostname: string;
  /** TLS was there before the session: the port is one of implicit TLS. */
  readonly isSecure: boolean;
  /** STLS can be offered: there is a certificate. */
  readonly hasTls: boolean;
  /** Logging in is possible without TLS. Only for loopback; RFC 5034 §4 wants it otherwise by default. */
  readonly allowsPlainText: boolean;
}
