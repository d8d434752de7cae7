import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { IpAddress } from '../address/ip.ts';
import { later, secondMs } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import { bindAll, boundAddress, type Listener, peerIp, secure, tlsText } from './sockets.ts';

/** A client that must begin with a TLS handshake has so long for it. */
export const handshakeMs = 30 * secondMs;

/** Handshakes under way at once on a listener. Each costs us more than the client, and no session limit counts it yet. */
const handshakesMax = 200;

/** One session and its socket. */
export interface Connection {
  /** Say hello. Called once, before anything else. */
  start(): void;
  /** The server is going down: end when it is polite. */
  shutDown(): void;
  /** End now. */
  destroy(): void;
}

/** A socket that a client has opened, the handshake of implicit TLS behind it. */
export interface AcceptedSocket {
  readonly socket: Socket | TLSSocket;
  readonly ip: IpAddress;
  /** Version and cipher, if it is under TLS. */
  readonly tls: string | undefined;
  /** To be called when the session is over. */
  readonly onClosed: () => void;
}

export interface ServeOptions {
  readonly clock: Clock;
  readonly addresses: readonly string[];
  readonly port: number;
  /** Set: TLS from the first octet (RFC 8314 §3). Asked for each handshake, so that a renewed certificate serves at once. */
  readonly implicitTls: (() => SecureContext) | undefined;
  readonly connect: (accepted: AcceptedSocket) => Connection;
}

/** Serves a protocol on some addresses: accepts sockets, keeps count of the connections, and ends them. @throws ListenError */
export async function serve(options: ServeOptions): Promise<Listener> {
  const { clock, implicitTls, connect } = options;
  const connections = new Set<Connection>();
  const handshakes = new Set<Socket>();
  let onIdle = () => {};

  const open = (socket: Socket | TLSSocket, ip: IpAddress, tls: string | undefined) => {
    const onClosed = () => {
      connections.delete(connection);
      if (connections.size === 0) onIdle();
    };
    const connection = connect({ socket, ip, tls, onClosed });
    connections.add(connection);
    connection.start();
  };

  const openSecured = (plain: Socket, ip: IpAddress, secureContext: SecureContext) => {
    handshakes.add(plain);
    plain.once('close', () => handshakes.delete(plain));
    plain.setTimeout(handshakeMs, () => plain.destroy());
    secure(plain, secureContext, (secured, error) => {
      plain.setTimeout(0);
      handshakes.delete(plain);
      if (error) plain.destroy();
      else open(secured, ip, tlsText(secured));
    });
  };

  const servers = await bindAll(options.addresses, options.port, (socket) => {
    socket.on('error', () => {});
    const ip = peerIp(socket);
    if (ip === undefined || handshakes.size >= handshakesMax) socket.destroy();
    else if (implicitTls) openSecured(socket, ip, implicitTls());
    else open(socket, ip, undefined);
  });

  return {
    bound: servers.map(boundAddress),
    async close(graceMs) {
      for (const server of servers) server.close();
      for (const socket of handshakes) socket.destroy();
      const isIdle = new Promise<void>((resolve) => {
        onIdle = resolve;
      });
      for (const connection of [...connections]) connection.shutDown();
      if (connections.size === 0) return;
      const cancel = clock.schedule(later(clock.now(), graceMs), () => {
        for (const connection of [...connections]) connection.destroy();
      });
      await isIdle;
      cancel();
    },
  };
}
