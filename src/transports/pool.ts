import { later } from '../base/instant.ts';
import { sleep } from '../base/ports.ts';
import type { Result } from '../base/result.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';
import type { NextHop, TlsPolicy } from '../routing/next-hop.ts';
import { farewellMs, type PoolLimits, poolLimits } from './limits.ts';
import { type ConnectionWorld, SmtpConnection } from './smtp-connection.ts';

/** The error says why the host cannot be used now. */
type Opened = Result<SmtpConnection, Diagnostic>;

/** Connections that are open and that nobody uses at the moment, kept for the next message to the same hop. */
export class ConnectionPool {
  readonly #world: ConnectionWorld;
  readonly #limits: PoolLimits;
  /** The one that has been idle for longest comes first. */
  readonly #idle = new Map<SmtpConnection, () => void>();
  #isClosing = false;

  constructor(world: ConnectionWorld, limits: PoolLimits = poolLimits) {
    this.#world = world;
    this.#limits = limits;
  }

  /** Takes out an idle connection to the hop; undefined if there is none. */
  take(hop: NextHop): SmtpConnection | undefined {
    const key = keyOf(hop);
    const connection = [...this.#idle.keys()].findLast((idle) => keyOf(idle.hop) === key);
    if (connection) this.#remove(connection);
    return connection;
  }

  /** Opens a new connection. */
  async open(hop: NextHop, signal: AbortSignal): Promise<Opened> {
    const opened = await this.#openWith(hop, hop.tls, signal);
    if (opened.ok || hop.tls !== 'opportunistic' || opened.error.stage !== 'starttls' || signal.aborted) {
      return opened;
    }
    // RFC 7435: encryption that fails must not be worse than none. The session is spoilt, so a new one is needed.
    const { name, ip } = hop;
    this.#world.log.info('encryption failed, going on in plain text', {
      host: name,
      ip,
      why: opened.error.text,
    });
    return await this.#openWith(hop, 'none', signal);
  }

  /** Takes a connection back after a transaction. Whoever gives it back uses it no more. */
  release(connection: SmtpConnection): void {
    const { transactionsMax, idleConnectionsMax, idleMs } = this.#limits;
    if (!connection.isReady) return;
    const used = connection.transactions;
    if (
      this.#isClosing ||
      used >= transactionsMax ||
      used >= (connection.offer.transactionsMax ?? used + 1)
    ) {
      connection.quit();
      return;
    }
    const { clock } = this.#world;
    const cancel = clock.schedule(later(clock.now(), idleMs), () => this.#dismiss(connection));
    this.#idle.set(connection, cancel);
    const [oldest] = this.#idle.keys();
    if (oldest && this.#idle.size > idleConnectionsMax) this.#dismiss(oldest);
  }

  /** Takes leave of all hosts. Connections in use are closed as they come back. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const { clock } = this.#world;
    const leaving = [...this.#idle.keys()];
    for (const connection of leaving) this.#dismiss(connection);
    const allGone = new AbortController();
    void Promise.all(leaving.map(({ closed }) => closed)).then(() => allGone.abort());
    await sleep(clock, later(clock.now(), farewellMs), allGone.signal);
    for (const connection of leaving) connection.destroy();
  }

  async #openWith(hop: NextHop, tls: TlsPolicy, signal: AbortSignal): Promise<Opened> {
    const opened = await SmtpConnection.open(this.#world, hop, tls, signal);
    if (opened.ok) void opened.value.closed.then(() => this.#remove(opened.value));
    return opened;
  }

  #dismiss(connection: SmtpConnection): void {
    this.#remove(connection);
    connection.quit();
  }

  #remove(connection: SmtpConnection): void {
    this.#idle.get(connection)?.();
    this.#idle.delete(connection);
  }
}

/** Connections of equal keys are interchangeable: same host, same protection, same account. */
const keyOf = ({ name, ip, port, tls, auth }: NextHop): string =>
  JSON.stringify([name, ip, port, tls, auth?.username, auth?.password]);
