import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { IpAddress } from '../address/ip.ts';
import { concat } from '../base/bytes.ts';
import { later } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import type { Log } from '../base/ports.ts';
import { SessionReception } from '../reception/session.ts';
import type { SessionFacts } from '../reception/session-facts.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import type { CloseReason, Input, Output, Question } from '../smtp/server/dialogue.ts';
import type { ServerSessionOptions } from '../smtp/server/options.ts';
import { ServerSession } from '../smtp/server/session.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import { type AcceptedSocket, type Connection, handshakeMs } from './serve.ts';
import { endGently, secure, tlsText } from './sockets.ts';

/** Octets of replies that may wait for a client that does not read; then we stop reading too. */
const unsentBytesMax = 64 * 1024;

/** What a well-meaning client gives no reason for. */
const suspicious: ReadonlySet<CloseReason> = new Set([
  'too-many-errors',
  'too-many-transactions',
  'not-smtp',
  'early-talker',
  'starttls-injection',
]);

export interface SmtpConnectionOptions {
  readonly world: ReceptionWorld;
  readonly session: ServerSessionOptions;
  readonly secureContext: () => SecureContext;
}

/**
 * The shell of one SMTP session: reads, hands the octets to the session, carries out each output in order, repeats. It holds no
 * protocol state. While content is being written away, or TLS begins, it performs nothing further; what the peer sends meanwhile
 * stays in the kernel's buffer, and while a question is open in the session's, which is bounded.
 */
export class SmtpConnection implements Connection {
  readonly #options: SmtpConnectionOptions;
  readonly #ip: IpAddress;
  readonly #onClosed: () => void;
  readonly #log: Log;
  readonly #session: ServerSession;
  readonly #reception: SessionReception;
  readonly #timer: DeadlineTimer;
  #socket: Socket | TLSSocket;
  readonly #implicitTls: string | undefined;
  /** Outputs not yet performed, because one before them has to wait. */
  #pending: Output[] = [];
  /** Inputs that came while outputs were pending. */
  #waitingInputs: Input[] = [];
  #isBusy = false;
  #isClosed = false;

  constructor({ socket, ip, tls, onClosed }: AcceptedSocket, options: SmtpConnectionOptions) {
    const { world, session } = options;
    this.#options = options;
    this.#ip = ip;
    this.#onClosed = onClosed;
    this.#log = world.log.with({ ip, role: session.role });
    this.#session = new ServerSession(session);
    this.#reception = new SessionReception(world, () => this.#facts());
    this.#timer = new DeadlineTimer(
      world.clock,
      () => this.#session.deadline,
      () => this.#take({ kind: 'deadline-passed' }),
    );
    this.#socket = socket;
    this.#implicitTls = tls;
  }

  start(): void {
    this.#listen();
    this.#take({ kind: 'connected', ...(this.#implicitTls !== undefined && { tls: this.#implicitTls }) });
  }

  shutDown(): void {
    this.#take({ kind: 'shut-down' });
  }

  /** Ends it at once, whatever is under way. */
  destroy(): void {
    this.#socket.destroy();
    this.#closed();
  }

  #facts(): SessionFacts {
    const { hello, tls } = this.#session;
    return {
      ip: this.#ip,
      greetingName: hello?.name ?? '',
      isExtended: hello?.isExtended ?? false,
      ...(tls !== undefined && { tls }),
    };
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
    this.#pending = [...this.#session.handle(input, this.#options.world.clock.now())];
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
        void this.#ask(output.question);
        return undefined;
      case 'start-tls':
        return this.#startTls();
      case 'close':
        this.#close(output.reason);
        return undefined;
    }
  }

  async #ask(question: Question): Promise<void> {
    // What a client said before we greeted has to have been read when we do. The turn of the event loop in which a connection is
    // accepted has its reading behind it; the next one reads from the new socket.
    if (question.kind === 'connect') {
      await nextTurn();
      await nextTurn();
    }
    const answer = await this.#reception.answer(question);
    this.#take({ kind: 'answer', answer });
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
    // The handshake reads by itself.
    if (this.#session.phase === 'securing') return;
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
    const { world, secureContext } = this.#options;
    const { clock } = world;
    // Until the handshake is over nothing else is heard of the client: neither that it is silent, nor that it has gone.
    const giveUp = () => this.destroy();
    const cancel = clock.schedule(later(clock.now(), handshakeMs), giveUp);
    return new Promise((resolve) => {
      this.#socket = secure(plain, secureContext(), (secured, error) => {
        cancel();
        secured.off('end', giveUp);
        if (error) {
          this.#log.info('TLS handshake failed', { error: error.message });
          this.destroy();
        } else {
          this.#waitingInputs = [{ kind: 'tls-established', tls: tlsText(secured) }];
        }
        resolve();
      });
      this.#socket.on('close', () => {
        cancel();
        this.#closed();
        resolve();
      });
      this.#socket.on('end', giveUp);
      this.#listen();
    });
  }

  #close(reason: CloseReason): void {
    const level = suspicious.has(reason) ? 'info' : 'debug';
    this.#log[level]('session closed', { reason });
    endGently(this.#socket, this.#options.world.clock);
    this.#closed();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timer.stop();
    this.#pending = [];
    this.#waitingInputs = [];
    this.#reception.close();
    this.#onClosed();
  }
}
