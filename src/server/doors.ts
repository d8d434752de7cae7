import type { SecureContext } from 'node:tls';
import { saslMechanisms } from '../accounts/sasl.ts';
import type { HttpWorld } from '../http/world.ts';
import { listenPop3 } from '../listeners/pop3.ts';
import { listenSmtp } from '../listeners/smtp.ts';
import type { Listener } from '../listeners/sockets.ts';
import { SessionCounter } from '../policy/limits.ts';
import type { Pop3World } from '../pop3/session-answers.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import type { ServerSessionOptions } from '../smtp/server/options.ts';
import type { Config, ListenerConfig } from './config.ts';

/** What is behind the doors. */
export interface Rooms {
  readonly reception: ReceptionWorld;
  readonly pop3: Pop3World;
  /** Asked for where there is a door to it, and no sooner. */
  readonly http: () => Promise<HttpWorld>;
}

/** Opens every listener of the configuration, or none. @throws ListenError */
export async function listenAll(
  config: Config,
  secureContext: () => SecureContext,
  rooms: Rooms,
): Promise<readonly Listener[]> {
  const { sessions, sessions_per_address } = config.limits;
  const counter = () =>
    new SessionCounter({ sessionsMax: sessions, sessionsPerAddressMax: sessions_per_address });
  // People's mail programs must find a place when port 25 is busy.
  const world: Doors = { config, secureContext, rooms, pop3Sessions: counter(), httpPlaces: counter() };
  const listeners: Listener[] = [];
  try {
    for (const listener of config.listeners) listeners.push(await listen(listener, world));
    return listeners;
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close(0)));
    throw error;
  }
}

interface Doors {
  readonly config: Config;
  readonly secureContext: () => SecureContext;
  readonly rooms: Rooms;
  readonly pop3Sessions: SessionCounter;
  readonly httpPlaces: SessionCounter;
}

function listen(listener: ListenerConfig, doors: Doors): Promise<Listener> {
  switch (listener.role) {
    case 'pop3':
    case 'pop3s':
      return openPop3(listener, doors);
    case 'http':
    case 'https':
      return openHttp(listener, doors);
    default:
      return openSmtp(listener, doors);
  }
}

function openSmtp(listener: ListenerConfig, { config, secureContext, rooms }: Doors): Promise<Listener> {
  const { role, addresses, port } = listener;
  const session = sessionOptions(config, listener);
  const isImplicitTls = role === 'submissions';
  return listenSmtp({ world: rooms.reception, session, secureContext, isImplicitTls, addresses, port });
}

function openPop3({ role, addresses, port }: ListenerConfig, doors: Doors): Promise<Listener> {
  const { config, secureContext, rooms, pop3Sessions } = doors;
  return listenPop3({
    world: rooms.pop3,
    clock: rooms.reception.clock,
    hostname: config.hostname,
    sessions: pop3Sessions,
    secureContext,
    isImplicitTls: role === 'pop3s',
    allowsPlainTextOnLoopback: false,
    addresses,
    port,
  });
}

async function openHttp({ role, addresses, port }: ListenerConfig, doors: Doors): Promise<Listener> {
  const { secureContext, rooms, httpPlaces } = doors;
  const { listenHttp } = await import('../http/listen.ts');
  const tls = role === 'https' ? { secureContext } : {};
  return await listenHttp({ world: await rooms.http(), places: httpPlaces, ...tls, addresses, port });
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
