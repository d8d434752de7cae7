import { Authenticator } from '../accounts/authenticator.ts';
import type { Log } from '../base/ports.ts';
import type { Shield } from '../bounces/shield.ts';
import { TagLedger } from '../bounces/tag-ledger.ts';
import { signId } from '../dsn/correlate/signature.ts';
import type { HttpWorld } from '../http/world.ts';
import { argon2Hasher } from '../io/argon2.ts';
import { tcpClient } from '../io/tcp-client.ts';
import type { Listener } from '../listeners/sockets.ts';
import { MemoryBudget, SessionCounter } from '../policy/limits.ts';
import { QuotaGauge } from '../policy/quota.ts';
import { MaildropLocks } from '../pop3/maildrop-locks.ts';
import type { Pop3World } from '../pop3/session-answers.ts';
import { QueueManager } from '../queue-manager/manager.ts';
import { meantBy } from '../reception/preflight.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import { createAnswerer } from './answerer.ts';
import { type Authentication, createAuthentication } from './authentication.ts';
import { type Config, standardPorts } from './config.ts';
import { serveControl } from './control.ts';
import { type Core, openCore } from './core.ts';
import { ownSecret } from './data-folder.ts';
import { watchKeys } from './dkim/watch.ts';
import { listenAll } from './doors.ts';
import { HandThroughTransport } from './hand-through.ts';
import type { JmapSurroundings } from './jmap-capabilities.ts';
import { KeptCertificate } from './kept-certificate.ts';
import { openShield } from './open-shield.ts';
import { OperationError } from './operations/operation.ts';
import { submissionPreflight } from './preflight.ts';
import { createRelay, type Relay } from './relay.ts';
import { createReleaser } from './releaser.ts';
import { testBackscatter } from './selftest/backscatter.ts';
import { SelftestWatch } from './selftest/watch.ts';

/** A server that is up. */
export interface RunningServer {
  readonly listeners: readonly Listener[];
  operate(operation: string, args: unknown): Promise<unknown>;
  /** Resolves if the server cannot go on (core.ts). */
  readonly broken: Promise<Error>;
  /** Reads certificate and key anew; sessions that begin from now on get them. If they cannot be used, the former ones stay. */
  renewCertificate(): Promise<void>;
  /** Accepts nothing more, lets what is under way end within `limits.shutdown_grace`, and closes the data folder. */
  stop(): Promise<void>;
}

/**
 * Puts the rooms together and opens the doors. Either all of it is up when the promise resolves, or nothing is.
 * @throws StartError, ListenError
 */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const core = await openCore(config, log);
  const closers: (() => Promise<unknown>)[] = [() => core.close()];
  const closeAll = async () => {
    for (const close of closers.toReversed()) await close();
  };
  try {
    const certificate = await KeptCertificate.load(core);
    const listeners = await open(core, certificate, closers);
    log.info('ready', {
      ...webUrl(config, listeners),
      listeners: listeners.flatMap(({ bound }) => bound.map(({ ip, port }) => `${ip} ${port}`)),
    });
    const { broken } = core;
    return {
      listeners,
      operate: operator(core),
      broken,
      renewCertificate: () => certificate.renew(),
      stop: () => stop(core, closeAll),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Opens everything in the order in which one thing needs the other; `closers` learns how to close it again. */
async function open(
  core: Core,
  certificate: KeptCertificate,
  closers: (() => Promise<unknown>)[],
): Promise<readonly Listener[]> {
  const { config, clock, log, resolver } = core;
  const graceMs = config.limits.shutdown_grace;
  const relay = createRelay(core);
  closers.push(() => relay.close());
  const manager = new QueueManager({
    ...core,
    undeliverable: core.data.undeliverable,
    transport: relay.transport,
    limits: {
      attemptsMax: config.relay.concurrency,
      destinationAttemptsMax: config.relay.destination_concurrency,
      historyKeptMs: config.history.keep,
      undeliverableKeptMs: config.history.keep_undeliverable,
    },
    onEvent: (event) => {
      if (event.kind !== 'connected') return;
      const { name, ip, port } = event.host;
      log.info('connected', { queueId: event.queueId, remote: `${name} ${ip} ${port}` });
    },
  });
  if (config.dkim.sign) {
    const watch = watchKeys({ keys: core.dkimKeys, resolver, clock, log });
    closers.push(async () => watch.stop());
  }
  core.onWake = () => manager.wake();
  core.onForgetDeaths = () => manager.forgetDeaths();
  await manager.start();
  closers.push(() => manager.stop(graceMs));

  const authentication = createAuthentication(core, resolver);
  closers.push(() => authentication.close());
  const authenticator = new Authenticator({
    directory: core.data.accounts,
    hasher: argon2Hasher,
    clock,
    random: core.random,
    log,
    secret: await ownSecret(config, core.random),
    defaultDomain: core.ours.primary,
  });
  await core.tags.begin(core.returnPaths.mode);
  const shield = await openShield(core);
  closers.push(() => shield.close());
  const reception = receptionWorld(core, authenticator, authentication, shield, handThroughBy(core, relay));
  const releaser = createReleaser(core, reception);
  releaser.start();
  closers.push(() => releaser.stop());
  let http: Promise<HttpWorld> | undefined;
  const listeners = await listenAll(config, () => certificate.current, {
    reception,
    pop3: pop3World(core, authenticator),
    http: () => {
      http ??= openHttpWorld(core, authenticator, { reception, releaser }, closers);
      return http;
    },
  });
  closers.push(() => Promise.all(listeners.map((listener) => listener.close(graceMs))));
  const selftest = watchBackscatter(core, listeners);
  core.selftest = selftest;
  closers.push(() => selftest.stop());
  const control = await serveControl(config.data, core.operations, log);
  closers.push(() => control.close());
  return listeners;
}

function watchBackscatter(core: Core, listeners: readonly Listener[]): SelftestWatch {
  const { config, clock, random, log, data } = core;
  const { backscatter, interval } = config.selftest;
  const doors = listeners.flatMap(({ bound }, i) => (config.listeners[i]?.role === 'mx' ? bound : []));
  const world = {
    net: tcpClient(),
    clock,
    random,
    queue: data.queue,
    domains: config.domains,
    doors: doors.map(({ ip, port }) => ({ ip: dialled(ip), port })),
  };
  const everyMs = backscatter ? interval : undefined;
  return new SelftestWatch({ clock, log, everyMs, test: () => testBackscatter(world) });
}

/** Where to find a listener that is bound to all addresses of a family; the IPv6 one takes IPv4 too (sockets.ts). */
const dialled = (ip: string): string => (ip === '::' || ip === '0.0.0.0' ? '127.0.0.1' : ip);

function handThroughBy(
  { config, clock, log }: Core,
  { transport }: Relay,
): Pick<ReceptionWorld, 'handThrough'> {
  const {
    hand_through: isOn,
    hand_through_timeout: timeoutMs,
    hand_through_concurrency: concurrencyMax,
  } = config.forwarding;
  if (!isOn) return {};
  return { handThrough: new HandThroughTransport({ clock, log, transport, timeoutMs, concurrencyMax }) };
}

function receptionWorld(
  core: Core,
  authenticator: Authenticator,
  authentication: Authentication,
  shield: Shield,
  handThrough: Pick<ReceptionWorld, 'handThrough'>,
): ReceptionWorld {
  const { config, data, rules, reporter, signingKeys, correlator } = core;
  const { limits } = config;
  return {
    ...core,
    ...handThrough,
    hostname: config.hostname,
    directory: data.accounts,
    quotas: new QuotaGauge(core.clock, async (account) => (await data.mailboxes.usage(account)).bytes),
    queue: data.queue,
    spool: data.spool,
    memory: new MemoryBudget(limits.session_memory),
    sessions: new SessionCounter({
      sessionsMax: limits.sessions,
      sessionsPerAddressMax: limits.sessions_per_address,
    }),
    contentBytesMax: limits.message_size,
    quotaBytes: limits.mailbox_quota,
    schedule: rules.schedule,
    isTrusted: rules.isTrusted,
    writeReports: (...args) => reporter.writeAtAcceptance(...args),
    forwardOf: (notice) => correlator.forwardOf(notice),
    readNotice: (mail) => correlator.read(mail),
    bounces: {
      unproven: config.bounces.unproven,
      forged: config.bounces.forged,
      surgeRefusal: config.bounces.surge_refusal,
    },
    refusedFiles: new Set(config.content.refused_files),
    preflight: submissionPreflight(core),
    meant: meantBy({ log: core.log, queue: data.queue }),
    answerer: createAnswerer(core),
    shield,
    tagLedger: new TagLedger(data.bounces, core.log),
    authenticator,
    authentication,
    sign: (queueId, purpose) => signId(queueId, purpose, signingKeys.current),
    wake: () => core.onWake(),
  };
}

const pop3World = ({ data, log }: Core, authenticator: Authenticator): Pop3World => ({
  authenticator,
  mailboxes: data.mailboxes,
  locks: new MaildropLocks(),
  log,
});

/** Where people find the web page, if it is served. */
function webUrl({ listeners, http, hostname }: Config, open: readonly Listener[]): { readonly web?: string } {
  const port = open[listeners.findIndex(({ role }) => role === 'https')]?.bound[0]?.port;
  if (port === undefined) return {};
  const standard = `https://${hostname}${port === standardPorts.https ? '' : `:${port}`}`;
  return { web: http.public_url ?? standard };
}

/** All doors lead to the same one. */
async function openHttpWorld(
  core: Core,
  authenticator: Authenticator,
  surroundings: Omit<JmapSurroundings, 'catchUp'>,
  closers: (() => Promise<unknown>)[],
): Promise<HttpWorld> {
  const { httpWorld } = await import('./http-world.ts');
  const world = httpWorld(core, authenticator, surroundings);
  closers.push(() => world.close());
  return world;
}

function operator(core: Core): RunningServer['operate'] {
  return async (name, args) => {
    const run = core.operations[name];
    if (!run) throw new OperationError(`there is no operation ${name}`);
    return await run(args);
  };
}

async function stop({ log }: Core, closeAll: () => Promise<void>): Promise<void> {
  log.info('stopping');
  await closeAll();
  log.info('stopped');
}
