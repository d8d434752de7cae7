/** A conversation by hand: what is sent is sent as it stands, however wrong it is. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { loopback } from './config.ts';

const replyTimeoutMs = 20_000;

/** The server has closed the connection, or the connection broke. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

export interface Reply {
  readonly code: number;
  /** All lines, without the code. */
  readonly lines: readonly string[];
  /** As it came: `250 2.1.0 Sender OK`; lines are separated by \n. */
  readonly text: string;
}

export class Talk {
  #socket: Socket;
  #unread = '';
  #isOver = false;
  #onNews: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  /** @param localAddress from which to come: any of 127.0.0.0/8, on Linux */
  static open(port: number, localAddress = loopback): Talk {
    return new Talk(connect({ port, host: loopback, localAddress, noDelay: true }));
  }

  /** With TLS from the first octet. */
  static openSecured(port: number): Talk {
    return new Talk(connectTls({ port, host: loopback, rejectUnauthorized: false }));
  }

  /** Opens a connection, waits for the greeting and says EHLO. */
  static async begin(port: number, localAddress?: string): Promise<Talk> {
    const talk = Talk.open(port, localAddress);
    await talk.reply();
    await talk.ask('EHLO client.test');
    return talk;
  }

  /** Sends octets as they are; a string has one character for each. */
  send(octets: string | Uint8Array): void {
    if (typeof octets === 'string') this.#socket.write(octets, 'latin1');
    else this.#socket.write(octets);
  }

  /** Sends a line. @returns the reply to it @throws ConnectionLost */
  ask(line: string): Promise<Reply> {
    this.send(`${line}\r\n`);
    return this.reply();
  }

  /** The next line. @throws ConnectionLost */
  async line(): Promise<string> {
    const deadline = performance.now() + replyTimeoutMs;
    for (;;) {
      const end = this.#unread.indexOf('\r\n');
      if (end !== -1) {
        const line = this.#unread.slice(0, end);
        this.#unread = this.#unread.slice(end + 2);
        return line;
      }
      if (this.#isOver) throw new ConnectionLost('the server has closed the connection');
      await this.#news(deadline - performance.now());
    }
  }

  /** The next reply, all of its lines. @throws ConnectionLost */
  async reply(): Promise<Reply> {
    const lines = [await this.line()];
    while (lines.at(-1)?.[3] === '-') lines.push(await this.line());
    const code = Number(lines[0]?.slice(0, 3));
    return { code, lines: lines.map((line) => line.slice(4)), text: lines.join('\n') };
  }

  /** Does the handshake that STARTTLS was answered with. */
  secure(): void {
    for (const event of ['data', 'end', 'close', 'error']) this.#socket.removeAllListeners(event);
    this.#socket = connectTls({ socket: this.#socket, rejectUnauthorized: false });
    this.#listen();
  }

  /** All that the server says until it closes. */
  async rest(): Promise<string> {
    const deadline = performance.now() + replyTimeoutMs;
    while (!this.#isOver) await this.#news(deadline - performance.now());
    return this.#unread;
  }

  /** Says that nothing more will come. */
  end(): void {
    this.#socket.end();
  }

  /** Breaks the connection. */
  destroy(): void {
    this.#socket.destroy();
  }

  #listen(): void {
    const over = () => {
      this.#isOver = true;
      this.#onNews();
    };
    this.#socket.on('end', over).on('close', over).on('error', over);
    this.#socket.on('data', (chunk: Buffer) => {
      this.#unread += chunk.toString('latin1');
      this.#onNews();
    });
  }

  #news(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`the server says nothing; unread: ${this.#unread}`)),
        timeoutMs,
      );
      this.#onNews = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
