import { type Instant, later } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import { Authorization } from './authorization.ts';
import { capabilities } from './capabilities.ts';
import { type Command, type CommandError, parseCommand } from './command.ts';
import type { Answer, Input, Output } from './dialogue.ts';
import { commandLineMax, idleMs, saslLineMax, sentBytesMax } from './limits.ts';
import { LineReader } from './line-reader.ts';
import type { SessionOptions } from './options.ts';
import { type Phase, PhaseHolder } from './phases.ts';
import { Speaker } from './speaker.ts';
import { Transaction } from './transaction.ts';

/** The server's side of a POP3 session (RFC 1939, RFC 2449, RFC 2595, RFC 3206, RFC 5034). See dialogue.ts for how to run it. */
export class Pop3Session {
  readonly #hostname: string;
  readonly #phase = new PhaseHolder();
  readonly #speaker = new Speaker(this.#phase);
  readonly #lines = new LineReader();
  readonly #authorization: Authorization;
  #transaction: Transaction | undefined;
  #deadline: Instant;
  #isPaused = false;
  #isPeerDone = false;
  #isGoingDown = false;

  constructor(options: SessionOptions, now: Instant) {
    this.#hostname = options.hostname;
    this.#authorization = new Authorization(options, this.#phase, this.#speaker);
    this.#deadline = later(now, idleMs);
  }

  get phase(): Phase {
    return this.#phase.current;
  }

  /** When the session wants `deadline-passed`. It moves with each command, and with each piece of a message. */
  get deadline(): Instant {
    return this.#deadline;
  }

  /** False while no commands are carried out: what the client sends then is better left in the socket. */
  get isListening(): boolean {
    return this.#phase.isListening && !this.#isPaused;
  }

  handle(input: Input, now: Instant): Output[] {
    if (this.phase === 'closed') return [];
    this.#take(input, now);
    this.#readLines(now);
    return this.#speaker.takeOutputs();
  }

  #take(input: Input, now: Instant): void {
    switch (input.kind) {
      case 'connected':
        this.#phase.move('greeted');
        this.#speaker.accept(`${this.#hostname} POP3 server ready`);
        break;
      case 'bytes':
        if (this.phase === 'securing') this.#speaker.close('stls-injection');
        else this.#lines.push(input.bytes);
        break;
      case 'eof':
        this.#isPeerDone = true;
        break;
      case 'tls-established':
        this.#authorization.tlsEstablished();
        break;
      case 'answer':
        this.#prolong(now);
        this.#answer(input.answer);
        break;
      case 'content':
        this.#prolong(now);
        this.#inTransaction().content(input.chunk);
        break;
      case 'content-end':
        this.#inTransaction().contentEnd();
        break;
      case 'content-failed':
        // A response has no way to say so in its middle, and half a message must not be taken for a whole one.
        this.#speaker.close('message-unreadable');
        break;
      case 'resume':
        this.#prolong(now);
        this.#isPaused = false;
        break;
      case 'deadline-passed':
        // RFC 1939 §3: no UPDATE state, and no response.
        this.#speaker.close('timeout');
        break;
      case 'shut-down':
        this.#isGoingDown = true;
    }
  }

  /** Carries out the lines that wait, until one of them needs somebody else to act. */
  #readLines(now: Instant): void {
    while (this.isListening) {
      if (this.#isGoingDown) {
        this.#speaker.refuse('the server is going down, try again later', 'SYS/TEMP');
        this.#speaker.close('shutting-down');
        return;
      }
      if (this.#speaker.sentBytes > sentBytesMax) {
        this.#isPaused = true;
        this.#speaker.output({ kind: 'pause' });
        return;
      }
      const isResponse = this.phase === 'responding';
      const line = this.#lines.next(isResponse ? saslLineMax : commandLineMax);
      if (line === undefined) {
        if (this.#isPeerDone) this.#speaker.close('peer-closed');
        return;
      }
      if (line === 'too-long') {
        this.#speaker.refuse('the line is too long');
        this.#speaker.close('line-too-long');
        return;
      }
      this.#prolong(now);
      if (isResponse) this.#authorization.response(line);
      else this.#line(parseCommand(line));
    }
  }

  #line(command: Command | CommandError): void {
    // RFC 1939 §7: PASS may be given only immediately after a USER.
    if (this.phase === 'named' && (typeof command === 'string' || command.kind !== 'PASS'))
      this.#phase.move('name-dropped');
    if (command === 'unknown') this.#speaker.complain('no such command');
    else if (command === 'malformed') this.#speaker.complain('the command is malformed');
    else if (!this.#phase.permits(command.kind)) this.#speaker.complain(this.#outOfPlace(command));
    else this.#command(command);
  }

  #command(command: Command): void {
    switch (command.kind) {
      case 'USER':
        this.#authorization.user(command);
        break;
      case 'PASS':
        this.#authorization.pass(command);
        break;
      case 'AUTH':
        this.#authorization.auth(command);
        break;
      case 'STLS':
        this.#authorization.stls(!this.#lines.isEmpty);
        break;
      case 'CAPA':
        this.#speaker.acceptLines('the capabilities follow', this.#capabilities());
        break;
      case 'QUIT':
        this.#quit();
        break;
      default:
        this.#inTransaction().command(command);
    }
  }

  #capabilities(): string[] {
    const { mayLogIn, maySecure } = this.#authorization;
    return capabilities({ mayLogIn, maySecure: maySecure && !this.#transaction });
  }

  #quit(): void {
    if (this.#transaction) {
      this.#transaction.quit();
    } else {
      this.#speaker.accept('bye');
      this.#speaker.close('quit');
    }
  }

  #answer(answer: Answer): void {
    switch (answer.kind) {
      case 'challenge':
      case 'authenticated':
      case 'login-failed':
        this.#authorization.proved(answer);
        break;
      case 'opened':
        this.#phase.move('opened');
        this.#transaction = new Transaction(answer.account, answer.entries, this.#phase, this.#speaker);
        break;
      case 'in-use':
        this.#authorization.notOpened(true);
        break;
      case 'message':
        this.#inTransaction().found();
        break;
      case 'gone':
        this.#inTransaction().notFound(true);
        break;
      case 'removed':
        this.#inTransaction().updated(true);
        break;
      case 'failed':
        this.#failed();
    }
  }

  #failed(): void {
    if (this.phase === 'opening') this.#authorization.notOpened(false);
    else if (this.phase === 'fetching') this.#inTransaction().notFound(false);
    else this.#inTransaction().updated(false);
  }

  #outOfPlace({ kind }: Command): string {
    if (kind === 'PASS' && !this.#transaction) return 'PASS comes right behind a successful USER';
    return this.#transaction ? 'this is done before logging in' : 'log in first';
  }

  #inTransaction(): Transaction {
    invariant(this.#transaction, 'the maildrop is open');
    return this.#transaction;
  }

  #prolong(now: Instant): void {
    this.#deadline = later(now, idleMs);
  }
}
