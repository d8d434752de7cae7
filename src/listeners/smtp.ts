import type { SecureContext } from 'node:tls';
import type { ReceptionWorld } from '../reception/world.ts';
import type { ServerSessionOptions } from '../smtp/server/options.ts';
import { serve } from './serve.ts';
import { SmtpConnection } from './smtp-connection.ts';
import type { Listener } from './sockets.ts';

export interface SmtpListenerOptions {
  readonly world: ReceptionWorld;
  readonly session: ServerSessionOptions;
  /** Read anew for each handshake, so that a renewed certificate serves at once. */
  readonly secureContext: () => SecureContext;
  /** TLS from the first octet (RFC 8314 §3.3); else STARTTLS. */
  readonly isImplicitTls: boolean;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** Serves SMTP on some addresses. @throws ListenError */
export function listenSmtp(options: SmtpListenerOptions): Promise<Listener> {
  const { world, session, secureContext, isImplicitTls, addresses, port } = options;
  return serve({
    clock: world.clock,
    addresses,
    port,
    implicitTls: isImplicitTls ? secureContext : undefined,
    connect: (accepted) => new SmtpConnection(accepted, { world, session, secureContext }),
  });
}
