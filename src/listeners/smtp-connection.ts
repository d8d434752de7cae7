import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { IpAddress } from '../address/ip.ts';
import { concat } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import type { Clock, Log } from '../base/ports.ts';
import { SessionReception } from '../reception/session.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import type { CloseReason, Input, Output } from '../smtp/server/dialogue.ts';
import { ServerSession, type ServerSessionOptions } from '../smtp/server/session.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import { endGently, secure, tlsText } from './sockets.ts';

/** Octets of replies that may wait for a client that does not read; then we stop reading too. */
const unsentBytesMax = 64 * 1024;

export interface SmtpConnectionOptions {
  readonly world: ReceptionWorld;
  readonly session: ServerSessionOptions;
  readonly secureContext: SecureContext;
  readonly onClosed: () => void;
}

/**
 * The shell of one SMTP session: reads, hands the octets to the session, carries out each output in order, repeats. It holds no
 * protocol state. While a question is open or content is being written away, it performs nothing further; what the peer sends
 * meanwhile stays in the session's bounded buffer, then in the kernel's.
 */
export class SmtpConnection {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #session: ServerSession;
  readonly #reception: SessionReception;
  readonly #options: SmtpConnectionOptions;
  readonly #timer: DeadlineTimer;
  #socket: Socket | TLSSocket;
  #tls: string | undefined;
  /** Outputs not yet performed, because one before them has to wait. */
  #pending: Output[] = [];
  /** Inputs that came while outputs were pending. */
  #waitingInputs: Input[] = [];
  #isBusy = false;
  #isClosed = false;

  constructor(
    socket: Socket | TLSSocket,
    ip: IpAddress,
    tls: string | undefined,
    options: SmtpConnectionOptions,
  ) {
    const { world } = options;
    this.#options = options;
    this.#clock = world.clock;
    this.#log = world.log.with({ ip, role: options.session.role });
    this.#session = new ServerSession(options.session);
    this.#reception = new SessionReception(world, () => this.#facts(ip));
    this.#timer = new DeadlineTimer(
      world.clock,
      () => this.#session.deadline,
      () => this.#take({ kind: 'deadline-passed' }),
    );
    this.#tls = tls;
    this.#socket = socket;
    this.#listen();
    this.#take({ kind: 'connected' });
  }

  /** The server is going down. */
  shutDown(): void {
    this.#take({ kind: 'shut-down' });
  }

  /** Ends it at once, whatever is under way. */
  destroy(): void {
    this.#socket.destroy();
    this.#closed();
  }

  #facts(ip: IpAddress) {
    const { greetingName, isExtended } = this.#session;
    return { ip, greetingName, isExtended, ...(this.#tls !== undefined && { tls: this.#tls }) };
  }

  #listen(): void {
    this.#socket.on('data', (bytes: Buffer) => this.#take({ kind: 'bytes', bytes }));
    this.#socket.on('end', () => this.#take({ kind: 'eof' }));
    this.#socket.on('error', (error) => this.#log.debug('socket error', { error: error.message }));
    this.#socket.on('close', () => this.#closed());
    this.#socket.on('drain', () => this.#regulate());
  }

  #take(input: Input): void {
    if (this.#isClosed) return;
    if (this.#isBusy) {
      this.#waitingInputs.push(input);
      return;
    }
    this.#pending = [...this.#session.handle(input, this.#clock.now())];
    this.#perform();
  }

  /** Performs what is pending, up to the first output that has to wait. */
  #perform(): void {
    const replies: Uint8Array[] = [];
    let waitFor: Promise<unknown> | undefined;
    for (let output = this.#pending.shift(); output && !this.#isClosed; output = this.#pending.shift()) {
      if (output.kind === 'send') {
        replies.push(output.bytes);
        continue;
      }
      if (output.kind !== 'content') this.#flush(replies);
      waitFor = this.#performOne(output);
      if (waitFor) break;
    }
    this.#flush(replies);
    if (this.#isClosed) return;
    this.#timer.update();
    this.#isBusy = waitFor !== undefined;
    this.#regulate();
    if (waitFor) void waitFor.then(() => this.#resume());
    else this.#takeWaiting();
  }

  #performOne(output: Exclude<Output, { readonly kind: 'send' }>): Promise<unknown> | undefined {
    switch (output.kind) {
      case 'content':
        return this.#reception.content(output.chunk) ?? undefined;
      case 'discard':
        this.#reception.discard();
        return undefined;
      case 'ask':
        invariant(this.#pending.length === 0, 'a question is the last output');
        return this.#reception.answer(output.question).then((answer) => {
          this.#waitingInputs.unshift({ kind: 'answer', answer });
        });
      case 'start-tls':
        return this.#startTls();
      case 'close':
        this.#close(output.reason);
        return undefined;
    }
  }

  #resume(): void {
    this.#isBusy = false;
    if (this.#isClosed) return;
    if (this.#pending.length > 0) this.#perform();
    else this.#takeWaiting();
  }

  #takeWaiting(): void {
    const input = this.#waitingInputs.shift();
    if (input) this.#take(input);
  }

  #flush(replies: Uint8Array[]): void {
    if (replies.length === 0) return;
    this.#socket.write(concat(replies));
    replies.length = 0;
  }

  /** Reads from the socket only what there is room for, on our side and on the peer's. */
  #regulate(): void {
    const wantsMore =
      this.#session.wantsBytes &&
      this.#waitingInputs.length === 0 &&
      this.#socket.writableLength <= unsentBytesMax;
    if (wantsMore && this.#socket.isPaused()) this.#socket.resume();
    else if (!wantsMore && !this.#socket.isPaused()) this.#socket.pause();
  }

  #startTls(): Promise<void> {
    const plain = this.#socket;
    plain
      .removeAllListeners('data')
      .removeAllListeners('end')
      .removeAllListeners('close')
      .removeAllListeners('drain');
    return new Promise((resolve) => {
      this.#socket = secure(plain, this.#options.secureContext, (secured, error) => {
        if (error) {
          this.#log.info('TLS handshake failed', { error: error.message });
          this.destroy();
        } else {
          this.#tls = tlsText(secured);
          this.#waitingInputs = [{ kind: 'tls-established', tls: this.#tls }];
        }
        resolve();
      });
      this.#socket.on('close', () => {
        this.#closed();
        resolve();
      });
      this.#listen();
    });
  }

  #close(reason: CloseReason): void {
    this.#log.debug('session closed', { reason });
    endGently(this.#socket, this.#clock);
    this.#closed();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timer.stop();
    this.#pending = [];
    this.#waitingInputs = [];
    this.#reception.close();
    this.#options.onClosed();
  }
}
