import type { IpAddress } from '../address/ip.ts';

/** What the listener knows of a session when a question comes. */
export interface SessionFacts {
  readonly ip: IpAddress;
  /** The argument of EHLO or HELO; empty before. Untrusted. */
  readonly greetingName: string;
  readonly isExtended: boolean;
  /** Version and cipher, in a session under TLS. */
  readonly tls?: string;
}
