import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { ByteStream, Net } from '../base/ports-net.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Diagnostic, RemoteHost } from '../queue/recipient-state.ts';
import type { NextHop } from '../routing/next-hop.ts';
import type { Input, Output, Transaction, TransactionResult } from '../smtp/client/dialogue.ts';
import { connectionLost, type Failure } from '../smtp/client/failure.ts';
import type { Offer } from '../smtp/client/offer.ts';
import type { OpeningRules } from '../smtp/client/opening.ts';
import { ClientSession } from '../smtp/client/session.ts';
import { attemptTookTooLong, connectTimeoutMs } from './limits.ts';

/** What a connection needs of the world. */
export interface ConnectionWorld {
  readonly net: Net;
  readonly clock: Clock;
  readonly log: Log;
  /** By what we introduce ourselves: our host name. */
  readonly greetingName: string;
}

export type ContentSource = () => AsyncIterable<Bytes>;

/**
 * A connection to a host, open for mail: the shell of a client session. It reads, hands the octets to the session, carries out
 * each output in order, repeats.
 */
export class SmtpConnection {
  readonly hop: NextHop;
  readonly #world: ConnectionWorld;
  readonly #stream: ByteStream;
  readonly #session: ClientSession;
  readonly #opened = Promise.withResolvers<Failure | undefined>();
  readonly #closed = Promise.withResolvers<void>();
  #transaction: PromiseWithResolvers<TransactionResult> | undefined;
  #content: ContentSource | undefined;
  /** The last write: resolved when there is room for another. */
  #written: Promise<void> = Promise.resolve();
  #offer: Offer | undefined;
  #tls: string | undefined;
  #transactions = 0;
  #timer: { readonly at: Instant; readonly cancel: () => void } | undefined;

  private constructor(world: ConnectionWorld, hop: NextHop, stream: ByteStream, rules: OpeningRules) {
    this.#world = world;
    this.hop = hop;
    this.#stream = stream;
    this.#session = new ClientSession(rules);
  }

  /** Connects and goes through the opening. The error says why this host cannot be used now. */
  static async open(
    world: ConnectionWorld,
    hop: NextHop,
    tls: OpeningRules['tls'],
    signal: AbortSignal,
  ): Promise<Result<SmtpConnection, Diagnostic>> {
    const stream = await world.net.connect(
      { ip: hop.ip, port: hop.port, timeoutMs: connectTimeoutMs },
      signal,
    );
    if (!stream.ok) return err(noConnection(world.clock.now(), hop, stream.error));
    const rules = {
      greetingName: world.greetingName,
      tls,
      ...(hop.auth && { credential: hop.auth }),
    };
    const connection = new SmtpConnection(world, hop, stream.value, rules);
    const failure = await connection.#open(signal);
    return failure ? err(connection.diagnose(failure)) : ok(connection);
  }

  /** What the host offers. */
  get offer(): Offer {
    invariant(this.#offer, 'only an open connection is given out');
    return this.#offer;
  }

  /** Version and cipher; undefined in plain text. */
  get tls(): string | undefined {
    return this.#tls;
  }

  /** A transaction may begin. */
  get isReady(): boolean {
    return this.#session.phase === 'ready';
  }

  /** Transactions begun so far. */
  get transactions(): number {
    return this.#transactions;
  }

  get remote(): RemoteHost {
    return remoteOf(this.hop);
  }

  /** Resolves when the connection is gone. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** Sends one message. Once `signal` aborts it ends early, unless the whole content has been sent. */
  async transact(
    transaction: Transaction,
    content: ContentSource,
    signal: AbortSignal,
  ): Promise<TransactionResult> {
    invariant(!this.#transaction, 'a connection carries one transaction at a time');
    if (!this.isReady) return goneBefore(transaction);
    const pending = Promise.withResolvers<TransactionResult>();
    this.#transaction = pending;
    this.#content = content;
    this.#transactions++;
    this.#take({ kind: 'transaction', transaction });
    return await this.#abandonable(pending.promise, signal);
  }

  /** Takes leave of a host; `closed` tells when that is done. Only while no transaction is under way. */
  quit(): void {
    if (this.isReady) this.#take({ kind: 'quit' });
  }

  /** Ends it at once. */
  destroy(): void {
    this.#take({ kind: 'eof', why: 'closed by us' });
  }

  /** A failure of this session, as it is told to people. */
  diagnose({ stage, status, text, reply }: Failure): Diagnostic {
    return {
      at: this.#world.clock.now(),
      stage,
      status,
      text,
      ...(reply && { reply }),
      remote: this.remote,
      ...(this.#tls !== undefined && { tls: this.#tls }),
    };
  }

  #open(signal: AbortSignal): Promise<Failure | undefined> {
    this.#stream.listen({
      bytes: (bytes) => this.#take({ kind: 'bytes', bytes }),
      ended: (why) => this.#take({ kind: 'eof', ...(why !== undefined && { why }) }),
    });
    this.#take({ kind: 'connected' });
    return this.#abandonable(this.#opened.promise, signal);
  }

  async #abandonable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
    const why = () => (signal.reason === attemptTookTooLong ? signal.reason : 'The attempt was called off.');
    const abandon = () => this.#take({ kind: 'abandon', why: why() });
    if (signal.aborted) abandon();
    signal.addEventListener('abort', abandon);
    try {
      return await work;
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }

  #take(input: Input): void {
    for (const output of this.#session.handle(input, this.#world.clock.now())) this.#perform(output);
    this.#setTimer();
  }

  #perform(output: Output): void {
    switch (output.kind) {
      case 'send':
        this.#written = this.#stream.write(output.bytes);
        return;
      case 'start-tls':
        void this.#startTls();
        return;
      case 'ready':
        this.#offer = output.offer;
        this.#opened.resolve(undefined);
        return;
      case 'failed':
        this.#opened.resolve(output.failure);
        return;
      case 'want-content':
        void this.#sendContent();
        return;
      case 'transaction-result':
        this.#transaction?.resolve(output.result);
        this.#transaction = undefined;
        return;
      case 'close':
        this.#stream.close();
        this.#closed.resolve();
        return;
    }
  }

  async #startTls(): Promise<void> {
    const { name, ip, tls } = this.hop;
    const options = {
      name: name.startsWith('[') ? ip : name,
      verify: tls === 'required' || tls === 'implicit',
    };
    const facts = await this.#stream.startTls(options);
    if (!facts.ok) {
      this.#take({ kind: 'tls-failed', why: facts.error });
      return;
    }
    const { text, isTrusted } = facts.value;
    this.#tls = text;
    this.#world.log.debug('encryption is on', { host: name, ip, tls: text, isTrusted });
    this.#take({ kind: 'tls-established' });
  }

  async #sendContent(): Promise<void> {
    const content = this.#content;
    invariant(content, 'content is wanted only within a transaction');
    try {
      for await (const chunk of content()) {
        // The host may have said its last word before ours.
        if (this.#session.phase !== 'content') return;
        this.#take({ kind: 'content', chunk });
        await this.#written;
      }
      if (this.#session.phase === 'content') this.#take({ kind: 'content-end' });
    } catch (error) {
      this.#world.log.error('the content of a message cannot be read', { error });
      this.#take({ kind: 'content-failed' });
    }
  }

  /** Wakes the session at its deadline. Deadlines move on with each reply; a timer that is early enough is left alone. */
  #setTimer(): void {
    const at = this.#session.deadline;
    if (this.#timer && at !== undefined && this.#timer.at <= at) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (at === undefined) return;
    const cancel = this.#world.clock.schedule(at, () => {
      this.#timer = undefined;
      this.#take({ kind: 'deadline-passed' });
    });
    this.#timer = { at, cancel };
  }
}

/** The host ended the session between two turns of ours. */
function goneBefore({ recipients }: Transaction): TransactionResult {
  const verdict = { kind: 'failed', failure: connectionLost('mail', undefined) } as const;
  return { verdicts: recipients.map(() => verdict), isUnheard: true };
}

const remoteOf = ({ name, ip, port }: NextHop): RemoteHost => ({ name, ip, port });

const noConnection = (at: Instant, hop: NextHop, why: string): Diagnostic => ({
  at,
  stage: 'connect',
  status: '4.4.1',
  text: `No connection could be made (${why}).`,
  remote: remoteOf(hop),
});
