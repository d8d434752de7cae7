/** The port to other hosts: streams of octets that can be taken into TLS. */
import type { Bytes } from './bytes.ts';
import type { Result } from './result.ts';

export interface Net {
  /** Opens a connection. The error is a clause for people, such as `connection refused`. */
  connect(target: ConnectTarget, signal?: AbortSignal): Promise<Result<ByteStream>>;
}

export interface ConnectTarget {
  /** IPv4 or IPv6, in text. */
  readonly ip: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** The address of ours to connect from; the machine's own choice if absent. */
  readonly localAddress?: string;
}

/** An open connection. */
export interface ByteStream {
  /** Lets the octets flow. To be called once; what came before is not lost. */
  listen(listener: StreamListener): void;
  /** Resolves when there is room for more, or when there never will be. Octets for a stream that has ended are lost. */
  write(bytes: Bytes): Promise<void>;
  /**
   * Takes the stream into TLS as the client. Until that is settled nothing is heard and nothing may be written. The error is a
   * clause for people, and leaves the stream useless.
   */
  startTls(options: TlsOptions): Promise<Result<TlsFacts>>;
  /** Ends the connection. The listener hears nothing more. */
  close(): void;
}

export interface StreamListener {
  bytes(bytes: Bytes): void;
  /** The other side has ended the stream, or it broke; `why` is a clause for people. Comes at most once, and last. */
  ended(why?: string): void;
}

export interface TlsOptions {
  /** A host name, for the server to choose its certificate by (RFC 6066 §3), or an IP address. */
  readonly name: string;
  /** Insist on a certificate for `name` that is trusted here. */
  readonly verify: boolean;
}

export interface TlsFacts {
  /** Version and cipher, such as `TLSv1.3 TLS_AES_256_GCM_SHA384`. */
  readonly text: string;
  /** The certificate is good for the name, whether or not that was insisted on. */
  readonly isTrusted: boolean;
}
