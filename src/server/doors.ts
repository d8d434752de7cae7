import type { SecureContext } from 'node:tls';
import { saslMechanisms } from '../accounts/sasl.ts';
import { listenPop3 } from '../listeners/pop3.ts';
import { listenSmtp } from '../listeners/smtp.ts';
import type { Listener } from '../listeners/sockets.ts';
import { SessionCounter } from '../policy/limits.ts';
import type { Pop3World } from '../pop3/session-answers.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import type { ServerSessionOptions } from '../smtp/server/options.ts';
import type { Config, ListenerConfig } from './config.ts';

/** Opens every listener of the configuration, or none. @throws ListenError */
export async function listenAll(
  config: Config,
  secureContext: () => SecureContext,
  reception: ReceptionWorld,
  pop3: Pop3World,
): Promise<readonly Listener[]> {
  const { sessions, sessions_per_address } = config.limits;
  // People's mail programs must find a place when port 25 is busy.
  const pop3Sessions = new SessionCounter({
    sessionsMax: sessions,
    sessionsPerAddressMax: sessions_per_address,
  });
  const listeners: Listener[] = [];
  try {
    for (const listener of config.listeners) {
      const { role, addresses, port } = listener;
      if (role === 'pop3' || role === 'pop3s') {
        const isImplicitTls = role === 'pop3s';
        const common = {
          world: pop3,
          clock: reception.clock,
          hostname: config.hostname,
          sessions: pop3Sessions,
        };
        const tls = { secureContext, isImplicitTls, allowsPlainTextOnLoopback: false };
        listeners.push(await listenPop3({ ...common, ...tls, addresses, port }));
      } else {
        const session = sessionOptions(config, listener);
        const isImplicitTls = role === 'submissions';
        listeners.push(
          await listenSmtp({ world: reception, session, secureContext, isImplicitTls, addresses, port }),
        );
      }
    }
    return listeners;
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close(0)));
    throw error;
  }
}

function sessionOptions({ hostname, limits }: Config, { role }: ListenerConfig): ServerSessionOptions {
  const isMx = role === 'mx';
  return {
    hostname,
    role: isMx ? 'relay-in' : 'submission',
    startTls: 'offered',
    mechanisms: isMx ? [] : saslMechanisms,
    limits: {
      contentBytesMax: limits.message_size,
      recipientsMax: limits.recipients,
      errorsMax: limits.session_errors,
      commandMs: limits.command_timeout,
      blockMs: limits.data_timeout,
    },
  };
}
