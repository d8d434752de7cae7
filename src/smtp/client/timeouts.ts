import { minuteMs, secondMs } from '../../base/instant.ts';

/** How long a client waits for each thing, in ms. What is said of waiting for a reply counts from the command or the reply before it. */
export interface ClientTimeouts {
  readonly greeting: number;
  /** The reply to EHLO, HELO, STARTTLS, AUTH and RSET. */
  readonly command: number;
  readonly handshake: number;
  readonly mail: number;
  readonly rcpt: number;
  readonly data: number;
  /** One piece of the content on its way out. */
  readonly block: number;
  readonly endOfData: number;
  readonly quit: number;
}

export const clientTimeouts: ClientTimeouts = {
  greeting: 5 * minuteMs, // RFC 5321 §4.5.3.2.1
  command: 5 * minuteMs,
  handshake: 1 * minuteMs,
  mail: 5 * minuteMs, // RFC 5321 §4.5.3.2.2
  rcpt: 5 * minuteMs, // RFC 5321 §4.5.3.2.3
  data: 2 * minuteMs, // RFC 5321 §4.5.3.2.4
  block: 3 * minuteMs, // RFC 5321 §4.5.3.2.5
  endOfData: 10 * minuteMs, // RFC 5321 §4.5.3.2.6
  // Nothing hangs on this reply; RFC 5321 §4.1.1.10 says that we SHOULD wait for it.
  quit: 10 * secondMs,
};
