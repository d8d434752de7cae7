import { invariant } from '../../base/invariant.ts';

/** How far a session has come. A phase that is named after a command is the one behind it. */
export type Phase =
  /** Nothing was said yet; whether the host may talk is being asked. */
  | 'connecting'
  /** The greeting was 554: we wait for QUIT (RFC 5321 §3.1). */
  | 'refused'
  /** The greeting was 220, or TLS has begun; EHLO is due. */
  | 'greeted'
  /** EHLO or HELO was accepted, and there is no transaction. */
  | 'ready'
  /** Within a SASL exchange: lines are responses (RFC 4954 §4). */
  | 'authenticating'
  /** Between our reply to STARTTLS and the end of the handshake (RFC 3207 §4). */
  | 'securing'
  /** A transaction without a recipient. */
  | 'mail'
  /** A transaction with one or more. */
  | 'rcpt'
  /** Within the content that DATA brings. */
  | 'data'
  /** Within a chunk that BDAT brings (RFC 3030 §2). */
  | 'chunk'
  /** After a chunk that was not the last. */
  | 'between-chunks'
  /** Within a chunk that nobody wants. */
  | 'draining'
  /** The content is complete; whether it is accepted is being asked. */
  | 'deciding'
  | 'closed';

/** What brings a session from one phase to another. */
export type Step =
  | 'greet'
  | 'turn-away'
  | 'hello'
  | 'start-auth'
  | 'end-auth'
  | 'start-tls'
  | 'end-handshake'
  | 'accept-mail'
  | 'accept-rcpt'
  | 'start-data'
  | 'start-chunk'
  | 'end-chunk'
  | 'complete-content'
  | 'end-transaction'
  | 'start-drain'
  | 'end-drain'
  | 'close';

/** Every lawful transition. A step that a phase does not list cannot happen in it. */
export const transitions: Readonly<Record<Phase, Readonly<Partial<Record<Step, Phase>>>>> = {
  connecting: { greet: 'greeted', 'turn-away': 'refused', close: 'closed' },
  refused: { close: 'closed' },
  greeted: { hello: 'ready', close: 'closed' },
  ready: {
    hello: 'ready',
    'start-auth': 'authenticating',
    'start-tls': 'securing',
    'accept-mail': 'mail',
    'start-drain': 'draining',
    close: 'closed',
  },
  authenticating: { 'end-auth': 'ready', close: 'closed' },
  securing: { 'end-handshake': 'greeted', close: 'closed' },
  mail: { 'accept-rcpt': 'rcpt', 'end-transaction': 'ready', close: 'closed' },
  rcpt: {
    'accept-rcpt': 'rcpt',
    'start-data': 'data',
    'start-chunk': 'chunk',
    'end-transaction': 'ready',
    close: 'closed',
  },
  data: { 'complete-content': 'deciding', 'end-transaction': 'ready', close: 'closed' },
  chunk: {
    'end-chunk': 'between-chunks',
    'complete-content': 'deciding',
    'end-transaction': 'ready',
    close: 'closed',
  },
  'between-chunks': { 'start-chunk': 'chunk', 'end-transaction': 'ready', close: 'closed' },
  draining: { 'end-drain': 'ready', close: 'closed' },
  deciding: { 'end-transaction': 'ready', close: 'closed' },
  closed: {},
};

/** The commands that are served, in the order in which HELP lists them. */
export const verbs = [
  'EHLO',
  'HELO',
  'MAIL',
  'RCPT',
  'DATA',
  'BDAT',
  'RSET',
  'NOOP',
  'VRFY',
  'HELP',
  'AUTH',
  'STARTTLS',
  'QUIT',
] as const;
export type Verb = (typeof verbs)[number];

const anyTime: readonly Phase[] = ['greeted', 'ready', 'mail', 'rcpt', 'between-chunks'];

/** In which phases a command is in order (RFC 5321 §4.1.4). Everywhere else it is a 503. */
export const commandPhases: Readonly<Record<Verb, readonly Phase[]>> = {
  EHLO: anyTime,
  HELO: anyTime,
  MAIL: ['ready'],
  RCPT: ['mail', 'rcpt'],
  // In `mail` they are too early as well, but not for want of a command: 554 says so better.
  DATA: ['mail', 'rcpt'],
  // Its chunk follows in any case and has to be read; the command itself sees to its order.
  BDAT: ['ready', 'mail', 'rcpt', 'between-chunks'],
  RSET: anyTime,
  NOOP: anyTime,
  VRFY: anyTime,
  HELP: anyTime,
  AUTH: ['ready'], // RFC 4954 §4: not within a transaction
  STARTTLS: ['ready'],
  QUIT: [...anyTime, 'refused'],
};

/** The phase of one session. Only `take` changes it. */
export class PhaseMachine {
  #phase: Phase = 'connecting';

  get current(): Phase {
    return this.#phase;
  }

  /** @throws InvariantError if the step is not lawful in this phase */
  take(step: Step): void {
    const next = transitions[this.#phase][step];
    invariant(next !== undefined, `the step ${step} is not lawful in the phase ${this.#phase}`);
    this.#phase = next;
  }
}
