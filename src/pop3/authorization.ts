import type { LoginFailure } from '../accounts/login.ts';
import { type Bytes, fromBase64, latin1 } from '../base/bytes.ts';
import type { CommandOf } from './command.ts';
import type { Answer, Question } from './dialogue.ts';
import { failedLoginsMax } from './limits.ts';
import type { SessionOptions } from './options.ts';
import type { PhaseHolder } from './phases.ts';
import type { Speaker } from './speaker.ts';

/** SASL mechanisms that POP3 offers, the stronger one first. LOGIN is for SMTP only: USER and PASS do the same here. */
export const offeredMechanisms = ['SCRAM-SHA-256', 'PLAIN'];

/** The AUTHORIZATION state (RFC 1939 §4): everything until the maildrop is open. */
export class Authorization {
  readonly #options: SessionOptions;
  readonly #phase: PhaseHolder;
  readonly #speaker: Speaker;
  #isSecure: boolean;
  #failedLogins = 0;
  /** The argument of USER. */
  #name = '';
  /** The mechanism of the SASL exchange under way. */
  #mechanism = '';

  constructor(options: SessionOptions, phase: PhaseHolder, speaker: Speaker) {
    this.#options = options;
    this.#phase = phase;
    this.#speaker = speaker;
    this.#isSecure = options.isSecure;
  }

  get mayLogIn(): boolean {
    return this.#isSecure || this.#options.allowsPlainText;
  }

  get maySecure(): boolean {
    return this.#options.hasTls && !this.#isSecure;
  }

  user({ name }: CommandOf<'USER'>): void {
    if (!this.mayLogIn) {
      this.#speaker.complain('logging in needs TLS');
      return;
    }
    this.#name = name;
    this.#phase.move('named');
    // RFC 1939 §13: another answer for unknown names would tell which names are valid.
    this.#speaker.accept('send the password');
  }

  pass({ password }: CommandOf<'PASS'>): void {
    this.#prove({ kind: 'password', name: this.#name, password });
  }

  auth({ mechanism, initial }: CommandOf<'AUTH'>): void {
    this.#mechanism = mechanism.toUpperCase();
    if (!this.mayLogIn) this.#speaker.complain('logging in needs TLS');
    else if (!offeredMechanisms.includes(this.#mechanism)) this.#speaker.complain('no such mechanism');
    else this.#prove({ kind: 'auth', mechanism: this.#mechanism, isFirst: true, response: initial });
  }

  /** A line within a SASL exchange: base64, or `*` to cancel it (RFC 5034 §4). */
  response(line: Bytes): void {
    const text = latin1(line);
    const response = fromBase64(text);
    if (response) {
      this.#prove({ kind: 'auth', mechanism: this.#mechanism, isFirst: false, response });
      return;
    }
    this.#phase.move('refused');
    this.#speaker.complain(text === '*' ? 'authentication is cancelled' : 'the response is not base64');
  }

  /** @param hasMore octets from the client stand behind the command */
  stls(hasMore: boolean): void {
    if (!this.maySecure) {
      this.#speaker.complain(this.#isSecure ? 'TLS is active already' : 'TLS is not available');
    } else if (hasMore) {
      // RFC 2595 §4: the client must wait. What came along was not sent under TLS, and anybody may have written it.
      this.#speaker.close('stls-injection');
    } else {
      this.#speaker.accept('begin TLS negotiation');
      this.#phase.move('tls-started');
      this.#speaker.output({ kind: 'start-tls' });
    }
  }

  tlsEstablished(): void {
    this.#phase.move('tls-established');
    this.#isSecure = true;
  }

  /** The answer to a proof of who the client is. */
  proved(answer: Extract<Answer, { readonly kind: 'challenge' | 'authenticated' | 'login-failed' }>): void {
    if (answer.kind === 'challenge') {
      this.#phase.move('challenged');
      this.#speaker.challenge(answer.challenge);
    } else if (answer.kind === 'authenticated') {
      this.#phase.move('authenticated');
      this.#speaker.ask({ kind: 'open', account: answer.account });
    } else {
      this.#phase.move('refused');
      this.#loginFailed(answer.reason);
    }
  }

  /** The maildrop could not be opened. RFC 1939 §4: the client may try again. */
  notOpened(isInUse: boolean): void {
    this.#phase.move('refused');
    if (isInUse) this.#speaker.refuse('another session has this maildrop open', 'IN-USE');
    else this.#speaker.refuse('the maildrop cannot be opened now', 'SYS/TEMP');
  }

  #prove(question: Question): void {
    this.#phase.move('proof-given');
    this.#speaker.ask(question);
  }

  #loginFailed(reason: LoginFailure | 'syntax'): void {
    switch (reason) {
      case 'syntax':
        this.#speaker.complain('the authentication exchange is malformed');
        break;
      case 'temporary':
        this.#speaker.refuse('logging in does not work now', 'SYS/TEMP');
        break;
      case 'credentials':
        this.#speaker.refuse('wrong user name or password', 'AUTH');
        this.#failedLogins++;
        if (this.#failedLogins >= failedLoginsMax) this.#speaker.close('too-many-failed-logins');
        break;
      case 'too-many':
        // Not AUTH: that would make mail programs ask for another password (RFC 3206 §5).
        this.#speaker.refuse('too many failed logins, try again later', 'SYS/TEMP');
        this.#speaker.close('too-many-failed-logins');
    }
  }
}
