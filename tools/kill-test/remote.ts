/** The host that Evergreen relays to: it accepts, refuses, defers, and now and then hangs up. It remembers what it took. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { loopback } from '../testbed/config.ts';
import type { Chance } from './chance.ts';
import { readCopy } from './letter.ts';

export const remoteDomain = 'remote.test';

/** How the remote host treats a recipient; the local part begins with it. */
export const manners = ['accept', 'refuse', 'defer', 'never'] as const;

/** A letter that the remote host took for one recipient. */
export interface Relay {
  readonly id: string;
  readonly recipient: string;
  readonly isWhole: boolean;
  /** When the session began that brought it. */
  readonly connectedAt: number;
  /** False if the remote host hung up instead of sending its 250. */
  readonly isAnswered: boolean;
}

/** Where in a session the remote host hangs up. The last one is the worst: it took the message, and does not say so. */
const hangUps = ['at-rcpt', 'in-content', 'instead-of-reply'] as const;
type HangUp = (typeof hangUps)[number] | 'not-at-all';

export class Remote {
  readonly relays: Relay[] = [];
  /** Called when a message has been taken. */
  onRelay: () => void = () => {};
  readonly #chance: Chance;
  readonly #hangUpPercent: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #deferred = new Map<string, number>();

  constructor(chance: Chance, hangUpPercent: number) {
    this.#chance = chance;
    this.#hangUpPercent = hangUpPercent;
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
  }

  async listen(): Promise<number> {
    this.#server.listen(0, loopback);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** The reply to RCPT. Who is deferred is accepted the third time. */
  judge(recipient: string): string {
    const manner = recipient.split('.')[0];
    if (manner === 'refuse') return '550 5.1.1 No such person';
    if (manner === 'never') return '451 4.3.0 Not now';
    if (manner !== 'defer') return '250 2.1.5 OK';
    const times = (this.#deferred.get(recipient) ?? 0) + 1;
    this.#deferred.set(recipient, times);
    return times < 3 ? '451 4.7.1 Come back later' : '250 2.1.5 OK';
  }

  /** Writes a message down. */
  take(
    recipients: readonly string[],
    message: string,
    session: Pick<Relay, 'connectedAt' | 'isAnswered'>,
  ): void {
    const copy = readCopy(message) ?? { id: 'not a letter', isWhole: false };
    for (const recipient of recipients) this.relays.push({ ...copy, recipient, ...session });
    this.onRelay();
  }

  #serve(socket: Socket): void {
    const hangsUp = this.#chance.happens(this.#hangUpPercent);
    const session = new RemoteSession(this, socket, hangsUp ? this.#chance.pick(hangUps) : 'not-at-all');
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {});
    socket.setEncoding('latin1');
    socket.on('data', (piece: string) => session.read(piece));
    socket.write('220 mx.remote.test ESMTP\r\n');
  }
}

class RemoteSession {
  readonly #remote: Remote;
  readonly #socket: Socket;
  readonly #hangUp: HangUp;
  readonly #connectedAt = performance.now();
  #unread = '';
  #isInContent = false;
  #recipients: string[] = [];

  constructor(remote: Remote, socket: Socket, hangUp: HangUp) {
    this.#remote = remote;
    this.#socket = socket;
    this.#hangUp = hangUp;
  }

  read(piece: string): void {
    this.#unread += piece;
    while (!this.#socket.destroyed) {
      const end = this.#isInContent ? '\r\n.\r\n' : '\r\n';
      const at = this.#unread.indexOf(end);
      if (at === -1) return;
      const read = this.#unread.slice(0, at);
      this.#unread = this.#unread.slice(at + end.length);
      if (this.#isInContent) this.#finish(read);
      else this.#obey(read);
    }
  }

  #obey(command: string): void {
    const verb = command.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') this.#rcpt(command);
    else if (verb === 'DATA') this.#data();
    else if (verb === 'EHLO')
      this.#say('250-mx.remote.test\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME');
    else if (verb === 'QUIT') this.#socket.end('221 2.0.0 Bye\r\n');
    else {
      this.#recipients = [];
      this.#say('250 2.0.0 OK');
    }
  }

  #rcpt(command: string): void {
    if (this.#hangUp === 'at-rcpt') {
      this.#socket.destroy();
      return;
    }
    const recipient = /<([^>]*)>/.exec(command)?.[1] ?? '';
    const reply = this.#remote.judge(recipient);
    if (reply.startsWith('2')) this.#recipients.push(recipient);
    this.#say(reply);
  }

  #data(): void {
    if (this.#recipients.length === 0) this.#say('554 5.5.1 No valid recipients');
    else if (this.#hangUp === 'in-content')
      this.#socket.end('354 Go ahead\r\n', () => this.#socket.destroy());
    else {
      this.#isInContent = true;
      this.#say('354 Go ahead');
    }
  }

  #finish(stuffed: string): void {
    const message = `${stuffed.replace(/^\./gm, '')}\r\n`;
    const isSilent = this.#hangUp === 'instead-of-reply';
    if (isSilent) this.#socket.destroy();
    else this.#say('250 2.0.0 Taken');
    this.#remote.take(this.#recipients, message, { connectedAt: this.#connectedAt, isAnswered: !isSilent });
    this.#recipients = [];
    this.#isInContent = false;
  }

  #say(reply: string): void {
    this.#socket.write(`${reply}\r\n`);
  }
}
