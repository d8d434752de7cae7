import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { IpAddress } from '../address/ip.ts';
import { later } from '../base/instant.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import type { ServerSessionOptions } from '../smtp/server/session.ts';
import { SmtpConnection } from './smtp-connection.ts';
import { bindAll, boundAddress, type Listener, peerIp, secure, tlsText } from './sockets.ts';

export interface SmtpListenerOptions {
  readonly world: ReceptionWorld;
  readonly session: ServerSessionOptions;
  /** Read anew for each handshake, so that a renewed certificate serves at once. */
  readonly secureContext: () => SecureContext;
  /** TLS from the first octet (RFC 8314 §3.3). */
  readonly isImplicitTls: boolean;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** A client that opens a port with implicit TLS must finish its handshake in this time. */
const handshakeMs = 30_000;

/** Serves SMTP on some addresses. @throws ListenError */
export async function listenSmtp(options: SmtpListenerOptions): Promise<Listener> {
  const connections = new Set<SmtpConnection>();
  const handshakes = new Set<Socket>();

  const open = (socket: Socket | TLSSocket, ip: IpAddress, tls: string | undefined) => {
    const connection: SmtpConnection = new SmtpConnection(socket, ip, tls, {
      world: options.world,
      session: options.session,
      secureContext: options.secureContext(),
      onClosed: () => {
        connections.delete(connection);
        notifyIfIdle();
      },
    });
    connections.add(connection);
  };

  const openSecured = (plain: Socket, ip: IpAddress) => {
    handshakes.add(plain);
    plain.once('close', () => handshakes.delete(plain));
    plain.setTimeout(handshakeMs, () => plain.destroy());
    secure(plain, options.secureContext(), (secured, error) => {
      plain.setTimeout(0);
      handshakes.delete(plain);
      if (error) plain.destroy();
      else open(secured, ip, tlsText(secured));
    });
  };

  const servers = await bindAll(options.addresses, options.port, (socket) => {
    socket.on('error', () => {});
    const ip = peerIp(socket);
    if (ip === undefined) socket.destroy();
    else if (options.isImplicitTls) openSecured(socket, ip);
    else open(socket, ip, undefined);
  });

  let notifyIfIdle = () => {};
  return {
    bound: servers.map(boundAddress),
    async close(graceMs) {
      for (const server of servers) server.close();
      for (const socket of handshakes) socket.destroy();
      const isIdle = new Promise<void>((resolve) => {
        notifyIfIdle = () => connections.size === 0 && resolve();
      });
      for (const connection of [...connections]) connection.shutDown();
      notifyIfIdle();
      const { clock } = options.world;
      const cancel = clock.schedule(later(clock.now(), graceMs), () => {
        for (const connection of [...connections]) connection.destroy();
      });
      await isIdle;
      cancel();
    },
  };
}
