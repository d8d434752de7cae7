import { hourMs, minuteMs } from '../../base/instant.ts';

/** What a session bears with, in octets, counts and milliseconds. A limit that is called …Max is still allowed itself. */
export interface ServerLimits {
  /**
   * A command line with its CRLF (RFC 5321 §4.5.3.1.4: at least 512). RFC 3461 §5.4 asks for 1,036 and room for the parameters of
   * every other extension, of which AUTH has the longest, 500 (RFC 4954 §3). Precedent: Postfix, 2,048.
   */
  readonly commandLineBytesMax: number;
  /** A line of a SASL exchange with its CRLF, AUTH with an initial response counted in. RFC 4954 §4 calls 12,288 sufficient. */
  readonly authLineBytesMax: number;
  /**
   * A line of the content with its CRLF. RFC 5321 §4.5.3.1.6 makes us take 1,000. Real mail has longer ones: HTML in one line is
   * frequent. Postfix and Exim take lines of any length, OpenSMTPD 65,535; we only refuse what no mail program wrote.
   */
  readonly textLineBytesMax: number;
  /** The content (RFC 5321 §4.5.3.1.7: at least 65,536), announced as SIZE (RFC 1870). Precedent: Exim, 50 MiB. */
  readonly contentBytesMax: number;
  /** Recipients of one transaction (RFC 5321 §4.5.3.1.8: at least 100). Precedent: Postfix, 1,000. */
  readonly recipientsMax: number;
  /** Transactions in one session, announced as MAILMAX (RFC 9422). Exim has 1,000 by default; a busy relay likes more. */
  readonly transactionsMax: number;
  /** Bad commands until a message is accepted. Precedent: Postfix, smtpd_hard_error_limit, 20. */
  readonly errorsMax: number;
  /**
   * Commands that lead nowhere (NOOP, RSET, HELP, VRFY, a repeated EHLO, a BDAT out of order) until a message is accepted; each
   * one more is an error. Precedent: Postfix, smtpd_junk_command_limit, 100.
   */
  readonly junkCommandsMax: number;
  /** Failed authentications. RFC 4954 §9: at least 3. */
  readonly authFailuresMax: number;
  /** Octets that wait while a question is open: with so many `wantsBytes` is false. */
  readonly unreadBytesMax: number;
  /** From our reply to the end of the next command (RFC 5321 §4.5.3.2.7: at least 5 minutes). */
  readonly commandMs: number;
  /** From one piece of the content to the next. RFC 5321 §4.5.3.2.5 gives a client's view of the same: 3 minutes. */
  readonly blockMs: number;
  /** The TLS handshake after STARTTLS. */
  readonly handshakeMs: number;
  /** The whole session, so that nobody can hold on to it octet by octet. */
  readonly sessionMs: number;
}

export const serverLimits: ServerLimits = {
  commandLineBytesMax: 2_048,
  authLineBytesMax: 12_288,
  textLineBytesMax: 1_048_576,
  contentBytesMax: 52_428_800,
  recipientsMax: 1_000,
  transactionsMax: 10_000,
  errorsMax: 20,
  junkCommandsMax: 100,
  authFailuresMax: 5,
  unreadBytesMax: 65_536,
  commandMs: 5 * minuteMs,
  blockMs: 3 * minuteMs,
  handshakeMs: minuteMs,
  sessionMs: 2 * hourMs,
};
