import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, getCACertificates, type TLSSocket } from 'node:tls';
import type { Bytes } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import type {
  ByteStream,
  ConnectTarget,
  Net,
  StreamListener,
  TlsFacts,
  TlsOptions,
} from '../base/ports-net.ts';
import { printable } from '../base/printable.ts';
import { err, ok, type Result } from '../base/result.ts';

export interface TcpClientOptions {
  /** Certificates (PEM) that are trusted beside those that Node.js trusts. */
  readonly trustedCertificates?: readonly string[];
}

/** The machine's own network. */
export function tcpClient({ trustedCertificates = [] }: TcpClientOptions = {}): Net {
  // Without own ones, Node.js keeps its list ready and parsed.
  const ca = trustedCertificates.length > 0 && [...getCACertificates('default'), ...trustedCertificates];
  return { connect: (target, signal) => open(target, ca ? { ca } : {}, signal) };
}

interface Trust {
  readonly ca?: string[];
}

function open(target: ConnectTarget, trust: Trust, signal?: AbortSignal): Promise<Result<ByteStream>> {
  const { ip, port, timeoutMs, localAddress } = target;
  if (signal?.aborted) return Promise.resolve(err(givenUp));
  return new Promise((resolve) => {
    const socket = connect({
      host: ip,
      port,
      noDelay: true,
      ...(localAddress !== undefined && { localAddress }),
    });
    const settle = (result: Result<ByteStream>) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.removeListener('error', fail);
      if (!result.ok) {
        socket.on('error', () => {});
        socket.destroy();
      }
      resolve(result);
    };
    const fail = (error: Error) => settle(err(reasonOf(error)));
    const abort = () => settle(err(givenUp));
    const timer = setTimeout(() => settle(err('connection timed out')), timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('error', fail);
    socket.once('connect', () => settle(ok(new TcpStream(socket, trust))));
  });
}

const givenUp = 'given up';

class TcpStream implements ByteStream {
  #socket: Socket | TLSSocket;
  readonly #trust: Trust;
  #unwatch: () => void;
  #listener: StreamListener | undefined;
  #brokenBy: string | undefined;
  /** Set while the socket has more to write than it likes. */
  #room: PromiseWithResolvers<void> | undefined;

  constructor(socket: Socket, trust: Trust) {
    this.#socket = socket;
    this.#trust = trust;
    this.#unwatch = this.#watch(socket);
  }

  listen(listener: StreamListener): void {
    invariant(!this.#listener, 'a stream has one listener');
    this.#listener = listener;
    this.#socket.resume();
    // The stream may have broken before anybody listened.
    if (this.#socket.destroyed) queueMicrotask(() => this.#end());
  }

  write(bytes: Bytes): Promise<void> {
    const socket = this.#socket;
    if (!socket.writable) return Promise.resolve();
    // What is written in one turn leaves in one segment, if it fits: a small message and its end, or a group of commands.
    socket.cork();
    process.nextTick(() => socket.uncork());
    if (socket.write(bytes)) return Promise.resolve();
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  startTls({ name, verify }: TlsOptions): Promise<Result<TlsFacts>> {
    this.#unwatch();
    const secured = connectTls({
      socket: this.#socket,
      // RFC 6066 §3: literal addresses are not permitted in the server name indication.
      ...(isIP(name) ? { host: name } : { host: name, servername: name }),
      rejectUnauthorized: verify,
      ...this.#trust,
    });
    this.#socket = secured;
    return new Promise((resolve) => {
      secured.once('secureConnect', () => {
        this.#unwatch = this.#watch(secured);
        resolve(ok(factsOf(secured)));
      });
      secured.on('error', (error) => resolve(err(reasonOf(error))));
      secured.once('close', () => resolve(err('connection closed by the host')));
    });
  }

  close(): void {
    this.#listener = undefined;
    // What a host does not read is not waited for.
    if (this.#socket.writableLength > 0) this.#socket.destroy();
    else this.#socket.destroySoon();
  }

  /** Answers how to stop. */
  #watch(socket: Socket | TLSSocket): () => void {
    const handlers = {
      data: (bytes: Bytes) => this.#listener?.bytes(bytes),
      drain: () => this.#makeRoom(),
      end: () => this.#end(),
      close: () => {
        this.#makeRoom();
        this.#end();
      },
    };
    // Octets begin to flow when somebody takes them.
    if (!this.#listener) socket.pause();
    for (const [event, handler] of Object.entries(handlers)) socket.on(event, handler);
    socket.on('error', (error) => {
      this.#brokenBy ??= reasonOf(error);
    });
    return () => {
      for (const [event, handler] of Object.entries(handlers)) socket.removeListener(event, handler);
    };
  }

  #makeRoom(): void {
    this.#room?.resolve();
    this.#room = undefined;
  }

  #end(): void {
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.ended(this.#brokenBy);
  }
}

const factsOf = (socket: TLSSocket): TlsFacts => ({
  text: `${socket.getProtocol() ?? 'TLS'} ${socket.getCipher().name}`,
  isTrusted: socket.authorized,
});

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the host',
  EPIPE: 'connection closed by the host',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'our own address cannot be used',
  EMFILE: 'too many open connections on our side',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate comes from an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes from an authority that is not trusted here',
};

/** A clause for people. OpenSSL's own words stand in `reason`; its messages are full of numbers. */
function reasonOf(error: Error & { readonly code?: string; readonly reason?: string }): string {
  return reasons[error.code ?? ''] ?? printable(error.reason ?? error.message, 100);
}
