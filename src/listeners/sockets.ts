import { createServer, type Server, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { TLSSocket } from 'node:tls';
import { type IpAddress, parseIp } from '../address/ip.ts';
import { later } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import type { Clock } from '../base/ports.ts';

/** Where a listener is bound. */
export interface BoundAddress {
  readonly ip: string;
  readonly port: number;
}

/** A listener that is up. */
export interface Listener {
  readonly bound: readonly BoundAddress[];
  /** Stops accepting, tells the sessions, and waits for them until `graceMs` is over; then cuts them off. */
  close(graceMs: number): Promise<void>;
}

/** A port could not be bound. The message is one line and says why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Connections that the kernel may hold for us. Precedent: Postfix, 100 to 1,024; Linux cuts at net.core.somaxconn. */
const backlog = 511;

/** How long a peer may take to read our last words. */
const lingerMs = 5_000;

/** Binds every address or none. @throws ListenError */
export async function bindAll(
  addresses: readonly string[],
  port: number,
  onSocket: (socket: Socket) => void,
): Promise<Server[]> {
  const servers: Server[] = [];
  try {
    for (const address of addresses) servers.push(await bindOrFallBack(address, port, onSocket));
    return servers;
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
}

export function boundAddress(server: Server): BoundAddress {
  const address = server.address();
  invariant(address !== null && typeof address === 'object', 'a TCP server that listens has an address');
  return { ip: address.address, port: address.port };
}

/** The other side of a socket, or undefined if it has gone already. */
export const peerIp = (socket: Socket): IpAddress | undefined =>
  parseIp((socket.remoteAddress ?? '').replace(/%.*$/, ''));

/** Version and cipher, as Received fields and `trace` show them: `TLSv1.3 TLS_AES_256_GCM_SHA384`. */
export const tlsText = (socket: TLSSocket): string =>
  `${socket.getProtocol() ?? 'TLS'} ${socket.getCipher().name}`;

/** Takes a socket into TLS as the server. Calls back once: with the secured socket, or with the error that ended the handshake. */
export function secure(
  socket: Socket,
  secureContext: SecureContext,
  done: (secured: TLSSocket, error: Error | undefined) => void,
): TLSSocket {
  const secured = new TLSSocket(socket, { isServer: true, secureContext, requestCert: false });
  const onError = (error: Error) => done(secured, error);
  secured.once('error', onError);
  secured.once('secure', () => {
    secured.removeListener('error', onError);
    done(secured, undefined);
  });
  return secured;
}

/** Closes our side and gives the peer a while to read our last words; what it still sends is thrown away. */
export function endGently(socket: Socket, clock: Clock): void {
  socket.removeAllListeners('data');
  socket.end();
  socket.resume();
  const cancel = clock.schedule(later(clock.now(), lingerMs), () => socket.destroy());
  socket.once('close', cancel);
}

/** `::` is all addresses; on a machine without IPv6, all that it has. */
async function bindOrFallBack(
  address: string,
  port: number,
  onSocket: (socket: Socket) => void,
): Promise<Server> {
  try {
    return await bind(address, port, onSocket);
  } catch (error) {
    const hasNoIpv6 = error instanceof ListenError && ['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(error.code);
    if (address === '::' && hasNoIpv6) return await bind('0.0.0.0', port, onSocket);
    throw error;
  }
}

function bind(address: string, port: number, onSocket: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, onSocket);
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError(error.code ?? 'EUNKNOWN', describe(address, port, error)));
    });
    server.listen({ host: address, port, backlog }, () => {
      server.removeAllListeners('error');
      // Running out of file descriptors must not end the server: the kernel keeps who waits.
      server.on('error', () => {});
      resolve(server);
    });
  });
}

function describe(address: string, port: number, error: NodeJS.ErrnoException): string {
  const where = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${where} is taken by another program`;
    case 'EACCES':
      return `${where} needs the right to bind ports below 1024`;
    case 'EADDRNOTAVAIL':
      return `${where}: this machine has no such address`;
    default:
      return `${where} cannot be bound: ${error.message}`;
  }
}
