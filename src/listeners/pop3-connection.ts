import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { IpAddress } from '../address/ip.ts';
import type { Bytes } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { CloseReason, Input, Output, Question } from '../pop3/dialogue.ts';
import type { SessionOptions } from '../pop3/options.ts';
import { Pop3Session } from '../pop3/session.ts';
import { type Pop3World, SessionAnswers } from '../pop3/session-answers.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import { type AcceptedSocket, type Connection, handshakeMs } from './serve.ts';
import { endGently, secure } from './sockets.ts';

/** Octets that may wait for a client that does not read; then we stop reading too, from it and from the store. */
const unsentBytesMax = 64 * 1024;

/** Where sessions are counted: in all, and by address. */
export interface SessionPlaces {
  enter(ip: IpAddress): 'admitted' | 'too-many-sessions' | 'too-many-from-address';
  leave(ip: IpAddress): void;
}

export interface Pop3ConnectionOptions {
  readonly world: Pop3World;
  readonly clock: Clock;
  readonly sessions: SessionPlaces;
  readonly session: SessionOptions;
  readonly secureContext: (() => SecureContext) | undefined;
}

/** The shell of one POP3 session: carries out its outputs in order, and brings it what it asks for. It holds no protocol state. */
export class Pop3Connection implements Connection {
  readonly #options: Pop3ConnectionOptions;
  readonly #ip: IpAddress;
  readonly #onClosed: () => void;
  readonly #log: Log;
  readonly #session: Pop3Session;
  readonly #answers: SessionAnswers;
  readonly #timer: DeadlineTimer;
  #socket: Socket | TLSSocket;
  /** The content that is being brought. The next may begin while the last piece of this one is still in hand. */
  #stream = { isStopped: false };
  #isAdmitted = false;
  #isClosed = false;

  constructor({ socket, ip, onClosed }: AcceptedSocket, options: Pop3ConnectionOptions) {
    const { world, clock } = options;
    this.#options = options;
    this.#ip = ip;
    this.#onClosed = onClosed;
    this.#log = world.log.with({ ip, role: 'pop3' });
    this.#session = new Pop3Session(options.session, clock.now());
    this.#answers = new SessionAnswers({ ...world, log: this.#log }, ip);
    this.#timer = new DeadlineTimer(
      clock,
      () => this.#session.deadline,
      () => this.#take({ kind: 'deadline-passed' }),
    );
    this.#socket = socket;
  }

  start(): void {
    this.#listen();
    const admission = this.#options.sessions.enter(this.#ip);
    this.#isAdmitted = admission === 'admitted';
    if (this.#isAdmitted) {
      this.#take({ kind: 'connected' });
      return;
    }
    this.#log.info('session refused', { reason: admission });
    this.#socket.write('-ERR [SYS/TEMP] too many sessions are open, try again later\r\n');
    endGently(this.#socket, this.#options.clock);
    this.#closed();
  }

  shutDown(): void {
    this.#take({ kind: 'shut-down' });
  }

  destroy(): void {
    this.#socket.destroy();
    this.#closed();
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
    try {
      for (const output of this.#session.handle(input, this.#options.clock.now())) this.#perform(output);
    } catch (error) {
      this.#log.error('a session has failed', { error });
      this.destroy();
    }
    if (this.#isClosed) return;
    this.#timer.update();
    this.#regulate();
  }

  #perform(output: Output): void {
    switch (output.kind) {
      case 'send':
        this.#socket.write(output.bytes);
        break;
      case 'ask':
        void this.#ask(output.question);
        break;
      case 'stop-content':
        this.#stream.isStopped = true;
        break;
      case 'pause':
        void this.#drained().then(() => this.#take({ kind: 'resume' }));
        break;
      case 'start-tls':
        this.#startTls();
        break;
      case 'close':
        this.#close(output.reason);
    }
  }

  async #ask(question: Question): Promise<void> {
    const answer = await this.#answers.answer(question);
    this.#take({ kind: 'answer', answer });
    if (answer.kind === 'message') await this.#bring(this.#answers.takeContent());
  }

  /** Brings the content of a message, a piece when the one before has gone out. */
  async #bring(content: AsyncIterable<Bytes>): Promise<void> {
    const stream = { isStopped: false };
    this.#stream = stream;
    try {
      for await (const chunk of content) {
        if (this.#isClosed) return;
        this.#take({ kind: 'content', chunk });
        if (stream.isStopped) return;
        await this.#drained();
      }
    } catch (error) {
      this.#log.error('a message could not be read to its end', { error });
      this.#take({ kind: 'content-failed' });
      return;
    }
    this.#take({ kind: 'content-end' });
  }

  /** Resolves when little waits to be sent, or nothing will be sent any more. */
  #drained(): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve) => {
      if (this.#isClosed || socket.writableLength <= unsentBytesMax) {
        setImmediate(resolve);
        return;
      }
      const done = () => {
        socket.removeListener('drain', done);
        socket.removeListener('close', done);
        resolve();
      };
      socket.once('drain', done);
      socket.once('close', done);
    });
  }

  /** Reads from the socket only what there is room for, on our side and on the client's. */
  #regulate(): void {
    const wantsMore = this.#session.isListening && this.#socket.writableLength <= unsentBytesMax;
    if (wantsMore && this.#socket.isPaused()) this.#socket.resume();
    else if (!wantsMore && !this.#socket.isPaused()) this.#socket.pause();
  }

  #startTls(): void {
    const { secureContext } = this.#options;
    invariant(secureContext, 'STLS is offered only where there is a certificate');
    const plain = this.#socket;
    for (const event of ['data', 'end', 'close', 'drain']) plain.removeAllListeners(event);
    plain.setTimeout(handshakeMs, () => plain.destroy());
    // Who ends his side has nothing more to say, not even the rest of a handshake.
    const giveUp = () => this.destroy();
    this.#socket = secure(plain, secureContext(), (secured, error) => {
      plain.setTimeout(0);
      secured.off('end', giveUp);
      if (error) {
        this.#log.info('TLS handshake failed', { error: error.message });
        this.destroy();
      } else this.#take({ kind: 'tls-established' });
    });
    this.#socket.on('end', giveUp);
    this.#listen();
  }

  #close(reason: CloseReason): void {
    this.#log.debug('session ended', { reason });
    endGently(this.#socket, this.#options.clock);
    this.#closed();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timer.stop();
    this.#answers.close();
    if (this.#isAdmitted) this.#options.sessions.leave(this.#ip);
    this.#onClosed();
  }
}
