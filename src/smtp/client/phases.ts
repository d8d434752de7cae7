import { invariant } from '../../base/invariant.ts';

/** How far a session has come. */
export type Phase =
  /** The socket is not open yet. */
  | 'connecting'
  /** On the way from the greeting to a session that takes mail. */
  | 'opening'
  /** Between the reply to STARTTLS and the end of the handshake (RFC 3207 §4). */
  | 'securing'
  /** Open and idle: a transaction may begin. */
  | 'ready'
  /** MAIL, RCPT and DATA are under way. */
  | 'envelope'
  /** After 354: the content goes out. */
  | 'content'
  /** The end of the content was sent; the host decides. */
  | 'deciding'
  /** QUIT was said. */
  | 'leaving'
  | 'closed';

/** What brings a session from one phase to another. */
export type Transition =
  | 'connect'
  | 'start-tls'
  | 'end-handshake'
  | 'become-ready'
  | 'start-transaction'
  | 'start-content'
  | 'end-content'
  | 'end-transaction'
  | 'leave'
  | 'close';

/** Every lawful transition. One that a phase does not list cannot happen in it. */
export const transitions: Readonly<Record<Phase, Readonly<Partial<Record<Transition, Phase>>>>> = {
  connecting: { connect: 'opening', close: 'closed' },
  opening: { 'start-tls': 'securing', 'become-ready': 'ready', leave: 'leaving', close: 'closed' },
  securing: { 'end-handshake': 'opening', close: 'closed' },
  ready: { 'start-transaction': 'envelope', leave: 'leaving', close: 'closed' },
  envelope: {
    'start-content': 'content',
    'end-transaction': 'ready',
    close: 'closed',
  },
  content: { 'end-content': 'deciding', close: 'closed' },
  deciding: { 'end-transaction': 'ready', close: 'closed' },
  leaving: { close: 'closed' },
  closed: {},
};

/** The phase of one session. Only `take` changes it. */
export class PhaseMachine {
  #phase: Phase = 'connecting';

  get current(): Phase {
    return this.#phase;
  }

  /** @throws InvariantError if the transition is not lawful in this phase */
  take(transition: Transition): void {
    const next = transitions[this.#phase][transition];
    invariant(next !== undefined, `${transition} is not lawful in the phase ${this.#phase}`);
    this.#phase = next;
  }
}
