import type { IpAddress } from '../address/ip.ts';

/** One host and address that mail may be handed to. */
export interface NextHop {
  /** The name that led to the address (the MX host, the smart host), or an address literal. TLS asks for a certificate of this name. */
  readonly name: string;
  readonly ip: IpAddress;
  readonly port: number;
  readonly tls: TlsPolicy;
  /** Our account at that host, for a smart host that wants to know us. Sent only under TLS. */
  readonly auth?: Credential;
}

/**
 * How TLS is used:
 * - `opportunistic`: where the host offers STARTTLS, with any certificate; in plain text if there is no other way (RFC 7435).
 * - `required`: STARTTLS with a certificate that we trust for the host's name, or no mail at all.
 * - `implicit`: TLS from the first octet on (RFC 8314 §3.3), with a certificate that we trust.
 * - `none`: plain text, whatever is offered.
 */
export type TlsPolicy = 'opportunistic' | 'required' | 'implicit' | 'none';

export interface Credential {
  readonly username: string;
  readonly password: string;
}
