import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type IpAddress, type IpNetwork, isLoopback, networkContains, parseIp } from '../address/ip.ts';

/** Who sends a request, and by what name he knows us. */
export interface Client {
  readonly ip: IpAddress;
  /** Nobody on the way can read along: TLS, or the loopback of this machine. */
  readonly isPrivate: boolean;
  /** The client itself sees `https://`, so that its cookies can be bound to that. */
  readonly isHttps: boolean;
  /** Scheme and host of the URL that was asked for, such as `https://mail.example.org`; undefined if the Host field is none. */
  readonly origin: string | undefined;
}

/** A name or address, and a port. */
const hostField = /^(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * Looks at the connection; and, where it comes from a proxy that we trust, at what that says of the client.
 * @returns undefined if the client has gone already
 */
export function clientOf(request: IncomingMessage, trustedProxies: readonly IpNetwork[]): Client | undefined {
  const peer = parseIp((request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, ''));
  if (peer === undefined) return undefined;
  const isTls = request.socket instanceof TLSSocket;
  const isProxy = trustedProxies.some((network) => networkContains(network, peer));
  const ip = (isProxy && forwardedFor(request)) || peer;
  const isHttps = isTls || (isProxy && lastOf(request.headers['x-forwarded-proto']) === 'https');
  const host = request.headers.host ?? '';
  return {
    ip,
    isHttps,
    isPrivate: isHttps || (isLoopback(peer) && isLoopback(ip)),
    origin: hostField.test(host) ? `${isHttps ? 'https' : 'http'}://${host.toLowerCase()}` : undefined,
  };
}

/** The last entry, which the proxy itself has added: those before it are what the client says. */
const forwardedFor = ({ headers }: IncomingMessage): IpAddress | undefined =>
  parseIp(lastOf(headers['x-forwarded-for']) ?? '');

function lastOf(field: string | readonly string[] | undefined): string | undefined {
  const text = typeof field === 'string' ? field : field?.at(-1);
  return text?.split(',').at(-1)?.trim();
}
