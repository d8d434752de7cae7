import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { fromLatin1, latin1 } from '../../base/bytes.ts';
import type { CertificateAndKey } from '../../io/self-signed-certificate.ts';
import { type FakeHost, FakeSession } from './fake-host.ts';

/** A fake host on a real port of 127.0.0.1. */
export interface SocketHost {
  readonly port: number;
  close(): void;
}

/** @param pieceLength octets that leave at a time; a host that is slow, or on a bad line, sends few */
export async function listenAsFakeHost(
  host: FakeHost,
  certificate?: CertificateAndKey,
  pieceLength = Number.POSITIVE_INFINITY,
): Promise<SocketHost> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    serve(host, socket, certificate, pieceLength);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

function serve(
  host: FakeHost,
  plain: Socket,
  certificate: CertificateAndKey | undefined,
  pieceLength: number,
): void {
  let socket = plain;
  let sending: Promise<void> = Promise.resolve();
  const sendPieces = async (text: string) => {
    for (let rest = text; rest !== ''; rest = rest.slice(pieceLength)) {
      socket.write(fromLatin1(rest.slice(0, pieceLength)));
      if (rest.length > pieceLength) await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const session = new FakeSession(host, {
    send: (text) => {
      sending = sending.then(() => sendPieces(text));
    },
    drop: () => {
      sending = sending.then(() => {
        socket.end();
      });
    },
    startTls: () => {
      plain.removeAllListeners('data');
      sending = sending.then(() => {
        socket = secured(plain, certificate);
        session.isUnderTls = true;
        hear();
      });
    },
  });
  const hear = () => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => session.receive(latin1(bytes)));
  };
  hear();
  session.greet();
}

const secured = (socket: Socket, certificate: CertificateAndKey | undefined): TLSSocket =>
  new TLSSocket(socket, {
    isServer: true,
    ...(certificate && { cert: certificate.certificate, key: certificate.key }),
  });
