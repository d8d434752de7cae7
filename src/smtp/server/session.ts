import { type Instant, instant, later } from '../../base/instant.ts';
import { invariant } from '../../base/invariant.ts';
import { Conversation, type Hello } from './conversation.ts';
import type { Input, Output } from './dialogue.ts';
import { readLine } from './dispatch.ts';
import { readChunk, readData, readUnwanted } from './intake.ts';
import { LineReader } from './line-reader.ts';
import { completeOptions, type ServerSessionOptions } from './options.ts';
import type { Phase } from './phases.ts';
import * as replies from './replies.ts';

const never = instant(Number.MAX_SAFE_INTEGER);

/**
 * The server's side of an SMTP session (RFC 5321 and the extensions in `commands/hello.ts`): octets in, outputs out, without
 * socket, clock or promise. Give it every input with the time at which it came, and carry out the outputs in order.
 */
export class ServerSession {
  readonly #conversation: Conversation;
  readonly #lines = new LineReader();
  #isPeerGone = false;
  #isShuttingDown = false;
  /** Since when we wait for what is due. */
  #waitingSince: Instant = never;
  #sessionEnd: Instant = never;

  constructor(options: ServerSessionOptions) {
    this.#conversation = new Conversation(completeOptions(options));
  }

  get phase(): Phase {
    return this.#conversation.phase;
  }

  /** What the client said of itself; undefined before EHLO and HELO, and again once TLS has begun. */
  get hello(): Hello | undefined {
    return this.#conversation.hello;
  }

  /** Version and cipher, under TLS. */
  get tls(): string | undefined {
    return this.#conversation.tls;
  }

  /** Who authenticated. */
  get account(): string | undefined {
    return this.#conversation.account;
  }

  /** Octets that wait to be read. Many only while a question is open. */
  get bufferedBytes(): number {
    return this.#conversation.input.length;
  }

  /** False while the socket should not be read: too much waits already, or it is taken into TLS, or all is over. */
  get wantsBytes(): boolean {
    const { phase, setup } = this.#conversation;
    return phase !== 'closed' && phase !== 'securing' && this.bufferedBytes < setup.limits.unreadBytesMax;
  }

  /** When `deadline-passed` is due. Moves with every input. */
  get deadline(): Instant {
    const { isAsking, isClosed } = this.#conversation;
    if (isClosed || this.#waitingSince === never) return never;
    const due = later(this.#waitingSince, this.#patienceMs());
    // While a question is open it is us who are slow.
    return isAsking || due < this.#sessionEnd ? due : this.#sessionEnd;
  }

  /** Takes an input in. What comes after `close` is ignored. */
  handle(input: Input, now: Instant): readonly Output[] {
    const conversation = this.#conversation;
    if (conversation.isClosed) return [];
    const isMove = this.#take(input, now);
    let hasRead = false;
    while (!conversation.isAsking && !conversation.isClosed && this.#advance()) hasRead = true;
    // Half of a command does not extend the time for it.
    if (isMove || hasRead) this.#waitingSince = now;
    if (this.#isPeerGone && !conversation.isAsking && !conversation.isClosed) {
      conversation.close('peer-closed');
    }
    return conversation.outbox.take();
  }

  /** @returns true if the time to wait begins anew */
  #take(input: Input, now: Instant): boolean {
    const conversation = this.#conversation;
    switch (input.kind) {
      case 'connected':
        this.#connect(input.tls, now);
        return true;
      case 'bytes':
        invariant(this.#sessionEnd !== never, 'the first input is `connected`');
        // Plain text that came after STARTTLS was not meant for the secured session, or should not be in it.
        if (conversation.phase === 'securing') conversation.close('starttls-injection');
        else conversation.input.push(input.bytes);
        return false;
      case 'eof':
        // What came before is still answered: a client may close its side right behind QUIT.
        this.#isPeerGone = true;
        return false;
      case 'tls-established':
        this.#enterTls(input.tls);
        return true;
      case 'answer':
        conversation.hear(input.answer);
        return true;
      case 'deadline-passed':
        if (!conversation.isAsking && now >= this.deadline) this.#timeOut();
        return conversation.isAsking;
      case 'shut-down':
        this.#isShuttingDown = true;
        return false;
    }
  }

  #connect(tls: string | undefined, now: Instant): void {
    const conversation = this.#conversation;
    const { hostname, earlyTalk, limits } = conversation.setup;
    invariant(this.#sessionEnd === never, '`connected` comes once');
    this.#sessionEnd = later(now, limits.sessionMs);
    conversation.tls = tls;
    conversation.ask(
      { kind: 'connect' },
      {
        accepted(reply = replies.greeting(hostname)) {
          // RFC 5321 §4.3.1: the sender waits for the greeting. Who does not is in too much of a hurry to be a mail server.
          if (earlyTalk === 'refuse' && conversation.input.length > 0) {
            conversation.closeWith(replies.earlyTalker(hostname), 'early-talker');
            return;
          }
          conversation.take('greet');
          conversation.outbox.replyPlainly(reply);
        },
        // RFC 5321 §3.1: 554 instead of 220, then wait for QUIT.
        refused(reply) {
          conversation.take('turn-away');
          conversation.outbox.replyPlainly(replies.named(hostname, reply));
        },
      },
    );
  }

  /** RFC 3207 §4.2: as after the greeting, and nothing is left of what the client said before. */
  #enterTls(tls: string): void {
    const conversation = this.#conversation;
    conversation.take('end-handshake');
    conversation.hello = undefined;
    conversation.tls = tls;
  }

  #timeOut(): void {
    const conversation = this.#conversation;
    if (conversation.phase === 'securing') conversation.close('timeout');
    else conversation.closeWith(replies.timedOut(conversation.setup.hostname), 'timeout');
  }

  /** Reads one thing: a line, or a piece of content. @returns false if it has not come */
  #advance(): boolean {
    const conversation = this.#conversation;
    switch (conversation.phase) {
      case 'data':
        return readData(conversation);
      case 'chunk':
        return readChunk(conversation);
      case 'draining':
        return readUnwanted(conversation);
      case 'connecting':
      case 'securing':
      case 'deciding':
      case 'closed':
        return false;
      default:
        if (!this.#isShuttingDown) return readLine(conversation, this.#lines);
        conversation.closeWith(replies.shuttingDown(conversation.setup.hostname), 'shutting-down');
        return true;
    }
  }

  #patienceMs(): number {
    const { commandMs, blockMs, handshakeMs } = this.#conversation.setup.limits;
    switch (this.phase) {
      case 'securing':
        return handshakeMs;
      case 'data':
      case 'chunk':
      case 'draining':
        return blockMs; // RFC 5321 §4.5.3.2.5
      default:
        return commandMs; // RFC 5321 §4.5.3.2.7
    }
  }
}
