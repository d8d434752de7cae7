/** A POP3 listener on a free port of loopback, with one account and its messages, and a client that speaks by lines. */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext } from 'node:tls';
import { Authenticator } from '../../accounts/authenticator.ts';
import { idOf, TestDirectory } from '../../accounts/testing/directory.ts';
import { countingRandom, quickHasher, recordingLog } from '../../accounts/testing/doubles.ts';
import type { Domain } from '../../address/domain.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import type { Clock } from '../../base/ports.ts';
import { systemClock } from '../../io/clock.ts';
import { makeSelfSignedCertificate } from '../../io/self-signed-certificate.ts';
import { SessionCounter } from '../../policy/limits.ts';
import { MaildropLocks } from '../../pop3/maildrop-locks.ts';
import { TestMailboxes } from '../../pop3/testing/mailboxes.ts';
import { listenPop3, type Pop3ListenerOptions } from '../pop3.ts';

const { certificate, key } = makeSelfSignedCertificate(['localhost', '127.0.0.1'], Date.now());
const secureContext = createSecureContext({ cert: certificate, key });

export const login = { user: 'homer', password: 'doughnut with holes' };

export interface TestServerOptions extends Partial<Pop3ListenerOptions> {
  readonly contents?: readonly string[];
  readonly clock?: Clock;
}

export async function startPop3(options: TestServerOptions = {}) {
  const { contents = ['Subject: one\r\n\r\n.\r\nfirst\r\n', 'Subject: two\r\n\r\nsecond\r\n'], ...rest } =
    options;
  const clock = options.clock ?? systemClock;
  const log = recordingLog();
  const mailboxes = new TestMailboxes(idOf('homer@springfield.test'), contents);
  const authenticator = new Authenticator({
    directory: await TestDirectory.of({ 'homer@springfield.test': login.password }),
    hasher: quickHasher,
    random: countingRandom(),
    clock,
    log,
    secret: fromUtf8('secret'),
    defaultDomain: 'springfield.test' as Domain,
  });
  const sessions = new SessionCounter({ sessionsMax: 10, sessionsPerAddressMax: 10 });
  const listener = await listenPop3({
    world: { authenticator, mailboxes, log, locks: new MaildropLocks() },
    clock,
    hostname: 'mail.springfield.test',
    sessions,
    secureContext: () => secureContext,
    isImplicitTls: false,
    allowsPlainTextOnLoopback: true,
    addresses: ['127.0.0.1'],
    port: 0,
    ...rest,
  });
  return { listener, mailboxes, sessions, log, port: listener.bound[0]?.port ?? 0 };
}

/** A client on a socket. */
export class LineClient {
  socket: Socket;
  #text = '';
  #isEnded = false;
  #wake: () => void = () => {};

  constructor(port: number, isTls = false) {
    this.socket = isTls
      ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : connectPlain({ port, host: '127.0.0.1' });
    this.#listen();
  }

  send(...lines: string[]): void {
    this.socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  /** The next line; undefined when the server has closed. */
  async line(): Promise<string | undefined> {
    return this.#until(() => {
      const end = this.#text.indexOf('\r\n');
      if (end === -1) return undefined;
      const line = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      return line;
    });
  }

  /** Says something and gives back the first line of the answer. */
  async ask(line: string): Promise<string | undefined> {
    this.send(line);
    return this.line();
  }

  /** All that comes until the server closes. */
  async rest(): Promise<string> {
    await this.#until(() => undefined);
    return this.#text;
  }

  async logIn(): Promise<string | undefined> {
    await this.line();
    await this.ask(`USER ${login.user}`);
    return this.ask(`PASS ${login.password}`);
  }

  /** Does the handshake that STLS was answered with. */
  secure(): void {
    this.socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('close');
    this.socket = connectTls({ socket: this.socket, rejectUnauthorized: false });
    this.#listen();
  }

  #listen(): void {
    this.socket.on('data', (chunk) => {
      this.#text += chunk.toString('latin1');
      this.#wake();
    });
    const end = () => {
      this.#isEnded = true;
      this.#wake();
    };
    this.socket.on('end', end).on('close', end).on('error', end);
  }

  async #until(found: () => string | undefined): Promise<string | undefined> {
    for (;;) {
      const result = found();
      if (result !== undefined || this.#isEnded) return result;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
