import { type Bytes, fromLatin1, latin1 } from '../../base/bytes.ts';
import type {
  ByteStream,
  ConnectTarget,
  Net,
  StreamListener,
  TlsFacts,
  TlsOptions,
} from '../../base/ports-net.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { type FakeHost, FakeSession } from './fake-host.ts';

/** What becomes of a handshake: done, or failed for this reason. */
export type Handshake = 'done' | { readonly failsWith: string };

/** A network without sockets. Nothing in it takes time. */
export class MemoryNet implements Net {
  /** By IP address. Where there is none, the connection is refused. */
  readonly hosts = new Map<string, FakeHost>();
  readonly dialled: string[] = [];
  /** IP addresses that never answer. */
  readonly silent = new Set<string>();
  handshake: (options: TlsOptions) => Handshake = () => 'done';

  async connect({ ip }: ConnectTarget, signal?: AbortSignal): Promise<Result<ByteStream>> {
    this.dialled.push(ip);
    const host = this.hosts.get(ip);
    if (this.silent.has(ip)) {
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      return err('given up');
    }
    return host
      ? ok(new MemoryStream(host, (options) => this.handshake(options)))
      : err('connection refused');
  }
}

class MemoryStream implements ByteStream {
  readonly #session: FakeSession;
  readonly #handshake: (options: TlsOptions) => Handshake;
  #listener: StreamListener | undefined;
  #isOpen = true;
  #hasBegunTls = false;

  constructor(host: FakeHost, handshake: (options: TlsOptions) => Handshake) {
    this.#handshake = handshake;
    this.#session = new FakeSession(host, {
      send: (text) => this.#later(() => this.#listener?.bytes(fromLatin1(text))),
      drop: () => this.#later(() => this.#end()),
      startTls: () => {},
    });
  }

  listen(listener: StreamListener): void {
    this.#listener = listener;
    this.#later(() => {
      if (!this.#hasBegunTls) this.#session.greet();
    });
  }

  write(bytes: Bytes): Promise<void> {
    if (this.#isOpen) this.#later(() => this.#session.receive(latin1(bytes)));
    return Promise.resolve();
  }

  async startTls(options: TlsOptions): Promise<Result<TlsFacts>> {
    this.#hasBegunTls = true;
    const handshake = this.#handshake(options);
    if (handshake !== 'done') return err(handshake.failsWith);
    this.#session.isUnderTls = true;
    // With implicit TLS the greeting comes now, once the client has learned that it is safe.
    if (!this.#session.isGreeted) setImmediate(() => this.#session.greet());
    return ok({ text: 'TLSv1.3 TLS_MEMORY', isTrusted: options.verify });
  }

  close(): void {
    this.#isOpen = false;
    this.#listener = undefined;
  }

  #end(): void {
    this.#isOpen = false;
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.ended();
  }

  /** Nothing is heard while it is being said. */
  #later(action: () => void): void {
    queueMicrotask(action);
  }
}
