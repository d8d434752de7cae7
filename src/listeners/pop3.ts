import type { SecureContext } from 'node:tls';
import { isLoopback } from '../address/ip.ts';
import type { Clock } from '../base/ports.ts';
import type { Pop3World } from '../pop3/session-answers.ts';
import { Pop3Connection, type SessionPlaces } from './pop3-connection.ts';
import { serve } from './serve.ts';
import type { Listener } from './sockets.ts';

export interface Pop3ListenerOptions {
  readonly world: Pop3World;
  readonly clock: Clock;
  /** Our name in the greeting. */
  readonly hostname: string;
  readonly sessions: SessionPlaces;
  /** Read anew for each handshake, so that a renewed certificate serves at once. Absent: no TLS, and so no logging in. */
  readonly secureContext?: () => SecureContext;
  /** TLS from the first octet (RFC 8314 §3.1); else STLS. */
  readonly isImplicitTls: boolean;
  /** Clients on this machine may log in without TLS: for a first try, not for more. */
  readonly allowsPlainTextOnLoopback: boolean;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** Serves POP3 on some addresses. @throws ListenError */
export function listenPop3(options: Pop3ListenerOptions): Promise<Listener> {
  const { world, clock, hostname, sessions, secureContext, isImplicitTls } = options;
  return serve({
    clock,
    addresses: options.addresses,
    port: options.port,
    implicitTls: isImplicitTls ? secureContext : undefined,
    connect: (accepted) =>
      new Pop3Connection(accepted, {
        world,
        clock,
        sessions,
        secureContext,
        session: {
          hostname,
          isSecure: accepted.tls !== undefined,
          hasTls: secureContext !== undefined,
          allowsPlainText: options.allowsPlainTextOnLoopback && isLoopback(accepted.ip),
        },
      }),
  });
}
