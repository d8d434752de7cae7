import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { getRequestListener } from '@hono/node-server';
import type { IpAddress } from '../address/ip.ts';
import type { Log } from '../base/ports.ts';
import { type AcceptedSocket, type Connection, serve } from '../listeners/serve.ts';
import type { Listener } from '../listeners/sockets.ts';
import { createApp } from './app.ts';
import { checkedEveryMs, fieldsMax, headBytesMax, headMs, idleMs, requestMs } from './limits.ts';
import type { HttpWorld, RunningHttpWorld } from './world.ts';

/** Where connections are counted: in all, and by address. */
export interface ConnectionPlaces {
  enter(ip: IpAddress): 'admitted' | 'too-many-sessions' | 'too-many-from-address';
  leave(ip: IpAddress): void;
}

export interface HttpListenerOptions {
  readonly world: HttpWorld;
  readonly places: ConnectionPlaces;
  /** Set: TLS from the first octet. Read anew for each handshake, so that a renewed certificate serves at once. */
  readonly secureContext?: () => SecureContext;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** Serves HTTP on some addresses. @throws ListenError */
export async function listenHttp(options: HttpListenerOptions): Promise<Listener> {
  const { world, places, addresses, port } = options;
  const ending = new AbortController();
  const connections = new WeakMap<Socket, HttpConnection>();
  const server = createHttpServer({ ...world, ending: ending.signal }, connections);
  const listener = await serve({
    clock: world.clock,
    addresses,
    port,
    implicitTls: options.secureContext,
    connect: (accepted) => {
      const connection = new HttpConnection(accepted, server, places, world);
      connections.set(accepted.socket, connection);
      return connection;
    },
  });
  return {
    bound: listener.bound,
    close: async (graceMs) => {
      ending.abort();
      await listener.close(graceMs);
      server.close();
    },
  };
}

/** It is handed sockets, and binds none itself. */
function createHttpServer(world: RunningHttpWorld, connections: WeakMap<Socket, HttpConnection>): Server {
  const handle = getRequestListener(createApp(world).fetch, { overrideGlobalObjects: false });
  const server = createServer(
    {
      headersTimeout: headMs,
      requestTimeout: requestMs,
      keepAliveTimeout: idleMs,
      maxHeaderSize: headBytesMax,
      connectionsCheckingInterval: checkedEveryMs,
    },
    (request, response) => {
      connections.get(request.socket)?.begin(response);
      void handle(request, response);
    },
  );
  server.maxHeadersCount = fieldsMax;
  // It looks after its time-outs once it listens. Its sockets come from elsewhere, so that it never says so itself.
  server.emit('listening');
  return server;
}

/** One connection. The requests on it are the server's; this knows whether one is under way. */
class HttpConnection implements Connection {
  readonly #accepted: AcceptedSocket;
  readonly #server: Server;
  readonly #places: ConnectionPlaces;
  readonly #log: Log;
  #response: ServerResponse | undefined;
  #isEnding = false;

  constructor(accepted: AcceptedSocket, server: Server, places: ConnectionPlaces, { log }: HttpWorld) {
    this.#accepted = accepted;
    this.#server = server;
    this.#places = places;
    this.#log = log;
  }

  start(): void {
    const { socket, ip, onClosed } = this.#accepted;
    const admission = this.#places.enter(ip);
    socket.once('close', () => {
      if (admission === 'admitted') this.#places.leave(ip);
      onClosed();
    });
    if (admission === 'admitted') this.#server.emit('connection', socket);
    else {
      this.#log.info('session refused', { ip, role: 'http', reason: admission });
      socket.on('error', () => {});
      socket.write(busy);
      socket.destroySoon();
    }
  }

  begin(response: ServerResponse): void {
    this.#response = response;
    if (this.#isEnding) response.setHeader('connection', 'close');
    response.once('close', () => {
      this.#response = undefined;
      if (this.#isEnding) this.#accepted.socket.end();
    });
  }

  shutDown(): void {
    this.#isEnding = true;
    if (!this.#response) this.#accepted.socket.end();
    else if (!this.#response.headersSent) this.#response.setHeader('connection', 'close');
  }

  destroy(): void {
    this.#accepted.socket.destroy();
  }
}

const busy =
  'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
