/** A small world to run sessions in without a shell: one account, a few messages, answers at once. */
import type { AccountId } from '../../accounts/accounts.ts';
import type { LoginFailure } from '../../accounts/login.ts';
import { type Bytes, concat, fromLatin1, fromUtf8, latin1, utf8 } from '../../base/bytes.ts';
import { type Instant, instant, later } from '../../base/instant.ts';
import type { MailboxEntry, Uid } from '../../mailbox/mailbox-store.ts';
import type { Answer, CloseReason, Input, Output, Question } from '../dialogue.ts';
import type { SessionOptions } from '../options.ts';
import { Pop3Session } from '../session.ts';

const homer = 'account-of-homer' as AccountId;
const password = 'doughnut with holes';

const message = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`;

/** The first two have the sizes of those in RFC 1939 §10: 120 and 200 octets. */
export const messages: readonly string[] = [
  message(
    'From: krustyklown@krustylu.test',
    'To: homer@springfield.test',
    'Subject: Re: Clown college',
    '',
    'You are in!!!',
    '',
    '-- ',
    'K. K.',
  ),
  message(
    'From: MAILER-DAEMON@springfield.test',
    'To: homer@springfield.test',
    'Subject: Not delivered',
    '',
    '.',
    '..',
    '.krustyclown@krustylu.test:',
    'nobody is here.',
    '',
    'Did you mean krustyklown@krustylu.test, with a K?..',
  ),
  'Subject: an end without a line end\r\n\r\nThe last line\r\n.',
];

export interface WorldState {
  login: 'works' | LoginFailure;
  maildrop: 'free' | 'in-use' | 'failing';
  /** What becomes of messages that are asked for. */
  messages: 'there' | 'gone' | 'failing' | 'breaking-off';
  removal: 'works' | 'failing';
}

/** Runs a session and answers its questions. */
export class World {
  readonly session: Pop3Session;
  readonly state: WorldState = {
    login: 'works',
    maildrop: 'free',
    messages: 'there',
    removal: 'works',
  };
  /** What was sent and not looked at yet. */
  #sent: Bytes[] = [];
  now: Instant = instant(1_800_000_000_000);
  closed: CloseReason | undefined;
  wantsTls = false;
  pauses = 0;
  resumesAtOnce = true;
  removed: number[] = [];
  readonly questions: Question[] = [];
  /** Content is brought in pieces of so many octets. */
  pieceBytes = 16;
  /** The content that is being brought; it may be followed by the next while the last piece of it is still in hand. */
  #stream = { isStopped: false };

  constructor(options: Partial<SessionOptions> = {}) {
    const defaults = {
      hostname: 'mail.springfield.test',
      isSecure: true,
      hasTls: true,
      allowsPlainText: false,
    };
    this.session = new Pop3Session({ ...defaults, ...options }, this.now);
    this.give({ kind: 'connected' });
  }

  /** What the session has said since the last call. */
  takeSent(): string {
    const sent = latin1(concat(this.#sent.length > 0 ? this.#sent : [new Uint8Array()]));
    this.#sent = [];
    return sent;
  }

  /** Sends text as a client, and tells what is answered. */
  say(text: string): string {
    this.give({ kind: 'bytes', bytes: fromUtf8(text) });
    return this.takeSent();
  }

  logIn(): void {
    this.say(`USER homer\r\nPASS ${password}\r\n`);
  }

  wait(ms: number): void {
    this.now = later(this.now, ms);
    if (this.now >= this.session.deadline) this.give({ kind: 'deadline-passed' });
  }

  give(input: Input): void {
    for (const output of this.session.handle(input, this.now)) this.#perform(output);
  }

  #perform(output: Output): void {
    switch (output.kind) {
      case 'send':
        this.#sent.push(output.bytes);
        break;
      case 'ask':
        this.questions.push(output.question);
        this.answer(output.question);
        break;
      case 'stop-content':
        this.#stream.isStopped = true;
        break;
      case 'pause':
        this.pauses++;
        if (this.resumesAtOnce) this.give({ kind: 'resume' });
        break;
      case 'start-tls':
        this.wantsTls = true;
        break;
      case 'close':
        this.closed = output.reason;
    }
  }

  /** Replace it to hold answers back. */
  answer = (question: Question): void => {
    const answer = this.#answerTo(question);
    this.give({ kind: 'answer', answer });
    if (answer.kind === 'message' && question.kind === 'read') this.#bring(question.uid);
  };

  #answerTo(question: Question): Answer {
    switch (question.kind) {
      case 'password':
        return this.#judge(question.name === 'homer' && question.password === password);
      case 'auth':
        return this.#auth(question);
      case 'open':
        if (this.state.maildrop === 'in-use') return { kind: 'in-use' };
        if (this.state.maildrop === 'failing') return { kind: 'failed' };
        return { kind: 'opened', account: question.account, entries: entries() };
      case 'read':
        if (this.state.messages === 'gone') return { kind: 'gone' };
        return { kind: this.state.messages === 'failing' ? 'failed' : 'message' };
      case 'remove':
        if (this.state.removal === 'failing') return { kind: 'failed' };
        this.removed = question.uids.map(Number);
        return { kind: 'removed' };
    }
  }

  /** PLAIN in earnest; SCRAM as a puppet show, in which the client says `first`, `final` and nothing. */
  #auth({ mechanism, response }: Extract<Question, { kind: 'auth' }>): Answer {
    const said = response && utf8(response);
    if (mechanism === 'PLAIN') {
      if (said === undefined) return { kind: 'challenge', challenge: new Uint8Array() };
      if (!/^[^\0]*\0[^\0]+\0[^\0]+$/.test(said)) return { kind: 'login-failed', reason: 'syntax' };
      return this.#judge(said === `\0homer\0${password}`);
    }
    const challenges: Record<string, string> = { undefined: '', first: 'r=…,s=…,i=…', final: 'v=…' };
    const challenge = challenges[String(said)];
    if (challenge !== undefined) return { kind: 'challenge', challenge: fromUtf8(challenge) };
    return this.#judge(said === '');
  }

  #judge(isRight: boolean): Answer {
    if (this.state.login !== 'works') return { kind: 'login-failed', reason: this.state.login };
    return isRight
      ? { kind: 'authenticated', account: homer }
      : { kind: 'login-failed', reason: 'credentials' };
  }

  #bring(uid: Uid): void {
    const content = fromLatin1(messages[uid - 11] ?? '');
    const stream = { isStopped: false };
    this.#stream = stream;
    for (let at = 0; at < content.length && !stream.isStopped; at += this.pieceBytes) {
      if (this.state.messages === 'breaking-off' && at > 0) {
        this.give({ kind: 'content-failed' });
        return;
      }
      this.give({ kind: 'content', chunk: content.subarray(at, at + this.pieceBytes) });
    }
    if (!stream.isStopped) this.give({ kind: 'content-end' });
  }
}

/** Uids are not message-numbers: they begin with 11 here. */
const entries = (): MailboxEntry[] =>
  messages.map((content, i) => ({
    uid: (11 + i) as Uid,
    sizeBytes: content.length,
    receivedAt: instant(0),
    queueId: `01m82v7m00040g208${i}`,
  }));
