/**
 * A mail host that does as a test says: well-behaved by itself, and at each point as badly as wanted. It holds no socket; memory-net.ts
 * and socket-host.ts bring it octets.
 */

/** What a host does about a line: these words, or nothing, or end the connection (after the words, if they end in DROP). */
export type Action = string;

export const SILENCE = 'SILENCE';
export const DROP = 'DROP';

/** Where a host can misbehave. `content` is asked once, when the first content comes; `.` is the end of the content. */
export type Moment =
  | 'connect'
  | 'EHLO'
  | 'HELO'
  | 'STARTTLS'
  | 'AUTH'
  | 'RSET'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'content'
  | '.'
  | 'QUIT';

export type Script = Partial<
  Record<Moment, Action | ((line: string, session: FakeSession) => Action | undefined)>
>;

/** A message that the host took. */
export interface Taken {
  readonly mail: string;
  readonly rcpts: readonly string[];
  readonly content: string;
  readonly isUnderTls: boolean;
}

export class FakeHost {
  readonly sessions: FakeSession[] = [];
  readonly taken: Taken[] = [];
  extensions: readonly string[];
  script: Script;

  constructor(script: Script = {}, extensions: readonly string[] = ['PIPELINING', 'DSN', '8BITMIME']) {
    this.script = script;
    this.extensions = extensions;
  }

  /** All that was said to it, session by session. */
  get commands(): readonly (readonly string[])[] {
    return this.sessions.map((session) => session.commands);
  }
}

/** What carries a session. */
export interface Carrier {
  send(text: string): void;
  drop(): void;
  startTls(): void;
}

export class FakeSession {
  readonly host: FakeHost;
  readonly commands: string[] = [];
  readonly #carrier: Carrier;
  #input = '';
  #content: string | undefined;
  #mail = '';
  #rcpts: string[] = [];
  isUnderTls = false;
  isGreeted = false;
  #isOver = false;

  constructor(host: FakeHost, carrier: Carrier) {
    this.host = host;
    this.#carrier = carrier;
    host.sessions.push(this);
  }

  greet(): void {
    this.isGreeted = true;
    this.#act('connect', '', '220 fake ESMTP');
  }

  get rcptCount(): number {
    return this.#rcpts.length;
  }

  /** Says something unasked, or late. */
  say(words: string): void {
    this.#carrier.send(`${words}\r\n`);
  }

  receive(text: string): void {
    this.#input += text;
    while (!this.#isOver && (this.#content === undefined ? this.#takeLine() : this.#takeContent()));
  }

  #takeLine(): boolean {
    const end = this.#input.indexOf('\r\n');
    if (end === -1) return false;
    const line = this.#input.slice(0, end);
    this.#input = this.#input.slice(end + 2);
    this.commands.push(line);
    this.#command(line);
    return true;
  }

  #takeContent(): boolean {
    if (this.#content === '') this.#act('content', '', SILENCE);
    this.#content += this.#input;
    this.#input = '';
    const content = this.#content ?? '';
    const end = content.startsWith('.\r\n') ? 0 : content.indexOf('\r\n.\r\n') + 2;
    if (end === 1) return false;
    this.#content = undefined;
    this.#input = content.slice(end + 3);
    const { isUnderTls } = this;
    const taken = { mail: this.#mail, rcpts: this.#rcpts, content: content.slice(0, end), isUnderTls };
    this.#rcpts = [];
    if (this.#act('.', '', '250 2.0.0 taken')?.startsWith('2')) this.host.taken.push(taken);
    return true;
  }

  #command(line: string): void {
    const verb = line.slice(0, line.search(/ |$/)).toUpperCase();
    const isAgreed = (moment: Moment, words: string) => /^[23]/.test(this.#act(moment, line, words) ?? '');
    switch (verb) {
      case 'EHLO': {
        const offer = this.host.extensions.filter((keyword) => !(this.isUnderTls && keyword === 'STARTTLS'));
        this.#act(
          'EHLO',
          line,
          ['250-fake', ...offer.map((keyword) => `250-${keyword}`), '250 HELP'].join('\r\n'),
        );
        return;
      }
      case 'STARTTLS':
        if (isAgreed('STARTTLS', '220 go')) this.#carrier.startTls();
        return;
      case 'MAIL':
        this.#mail = isAgreed('MAIL', '250 2.1.0 ok') ? line : '';
        this.#rcpts = [];
        return;
      case 'RCPT':
        if (isAgreed('RCPT', this.#mail === '' ? '503 5.5.1 MAIL first' : '250 2.1.5 ok'))
          this.#rcpts.push(line);
        return;
      case 'DATA': {
        const words = this.#rcpts.length > 0 ? '354 go' : '554 5.5.1 no valid recipients';
        if (isAgreed('DATA', words)) this.#content = '';
        return;
      }
      case 'QUIT':
        this.#act('QUIT', line, '221 2.0.0 bye\r\nDROP');
        return;
      case 'HELO':
      case 'RSET':
        this.#act(verb, line, '250 2.0.0 ok');
        return;
      case 'AUTH':
        this.#act('AUTH', line, '235 2.7.0 welcome');
        return;
      default:
        this.#carrier.send('500 5.5.1 what?\r\n');
    }
  }

  /** Does what the script says, else the usual; answers what that was. */
  #act(moment: Moment, line: string, usual: Action): Action | undefined {
    const scripted = this.host.script[moment];
    const action = (typeof scripted === 'function' ? scripted(line, this) : scripted) ?? usual;
    if (action === SILENCE) return undefined;
    const words = action.replace(/DROP$/, '').trimEnd();
    if (words !== '') this.#carrier.send(`${words}\r\n`);
    if (action.endsWith(DROP)) {
      this.#isOver = true;
      this.#carrier.drop();
    }
    return words;
  }
}
