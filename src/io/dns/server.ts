/** A small DNS server on UDP and TCP, for the try-it mode and for tests. What it answers is somebody else's business. */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { isIpv6 } from '../../address/ip.ts';
import type { Bytes } from '../../base/bytes.ts';
import { secondMs } from '../../base/instant.ts';
import { FrameReader, frame } from './frames.ts';
import type { DnsServerAddress } from './servers.ts';

/** Gives the response to a query, or nothing at all. */
export type Respond = (query: Bytes, transport: 'udp' | 'tcp') => Promise<Bytes | undefined>;

export interface DnsServer {
  readonly address: DnsServerAddress;
  close(): Promise<void>;
}

/** TCP connections at a time; further ones are closed at once. */
const connectionsMax = 100;
/** A TCP connection that is silent for this long is closed. */
const idleMs = 10 * secondMs;
/** How often another free port is tried where the same number is taken for the other transport. */
const bindAttemptsMax = 10;

/** Binds both transports to the same port; port 0 is any free one. @throws if the address cannot be bound */
export async function startDnsServer(address: DnsServerAddress, respond: Respond): Promise<DnsServer> {
  for (let attempt = 1; ; attempt++) {
    const tcp = createTcpServer(respond);
    const udp = createUdpSocket(address, respond);
    try {
      tcp.server.listen(address.port, address.ip);
      await once(tcp.server, 'listening');
      const { port } = tcp.server.address() as AddressInfo;
      udp.bind(port, address.ip);
      await once(udp, 'listening');
      return { address: { ip: address.ip, port }, close: () => close(tcp, udp) };
    } catch (error) {
      await close(tcp, udp);
      if (address.port !== 0 || attempt === bindAttemptsMax) throw error;
    }
  }
}

interface TcpSide {
  readonly server: Server;
  readonly connections: ReadonlySet<Socket>;
}

async function close(tcp: TcpSide, udp: UdpSocket): Promise<void> {
  for (const connection of tcp.connections) connection.destroy();
  const closed = [tcp.server.listening ? once(tcp.server, 'close') : undefined, once(udp, 'close')];
  tcp.server.close();
  udp.close();
  await Promise.all(closed);
}

function createUdpSocket(address: DnsServerAddress, respond: Respond): UdpSocket {
  const socket = createSocket(isIpv6(address.ip) ? 'udp6' : 'udp4');
  let isOpen = true;
  socket.on('close', () => {
    isOpen = false;
  });
  socket.on('message', async (query: Bytes, from: RemoteInfo) => {
    const response = await respond(query, 'udp');
    if (response !== undefined && isOpen) socket.send(response, from.port, from.address);
  });
  return socket;
}

function createTcpServer(respond: Respond): TcpSide {
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    // Whoever resets the connection has no more questions.
    socket.on('error', () => socket.destroy());
    socket.setTimeout(idleMs, () => socket.destroy());
    const frames = new FrameReader();
    socket.on('data', async (chunk) => {
      for (const query of frames.push(chunk)) {
        const response = await respond(query, 'tcp');
        if (response !== undefined && socket.writable) socket.write(frame(response));
      }
    });
  });
  server.maxConnections = connectionsMax;
  return { server, connections };
}
