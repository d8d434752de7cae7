import { invariant } from '../base/invariant.ts';
import type { Command } from './command.ts';

/** Where a session stands. RFC 1939 §3 has three states; the phases between them are those in which somebody else must act. */
export type Phase =
  /** Nothing was sent yet. */
  | 'connecting'
  /** AUTHORIZATION: commands are read. */
  | 'authorization'
  /** AUTHORIZATION, and the command before was a USER: PASS is possible. */
  | 'named'
  /** A proof is being checked. */
  | 'authenticating'
  /** A challenge was sent: the next line is the response. */
  | 'responding'
  /** +OK to STLS was sent: the handshake is under way. */
  | 'securing'
  /** The maildrop is being locked and listed. */
  | 'opening'
  /** TRANSACTION: commands are read. */
  | 'transaction'
  /** A message is being looked for. */
  | 'fetching'
  /** A message is being sent, piece by piece. */
  | 'sending'
  /** UPDATE: messages are being removed. */
  | 'updating'
  | 'closed';

export type PhaseEvent =
  | 'greeted'
  | 'named'
  | 'name-dropped'
  | 'proof-given'
  | 'challenged'
  | 'refused'
  | 'authenticated'
  | 'tls-started'
  | 'tls-established'
  | 'opened'
  | 'message-asked'
  | 'message-found'
  | 'message-ended'
  | 'quit'
  | 'closed';

/** What can happen in which phase, and where it leads. What is not listed is a fault of the program, or of the shell. */
export const transitions: Readonly<Record<Phase, Readonly<Partial<Record<PhaseEvent, Phase>>>>> = {
  connecting: { greeted: 'authorization', closed: 'closed' },
  authorization: {
    named: 'named',
    'proof-given': 'authenticating',
    'tls-started': 'securing',
    closed: 'closed',
  },
  named: { 'name-dropped': 'authorization', 'proof-given': 'authenticating', closed: 'closed' },
  authenticating: {
    challenged: 'responding',
    refused: 'authorization',
    authenticated: 'opening',
    closed: 'closed',
  },
  responding: { 'proof-given': 'authenticating', refused: 'authorization', closed: 'closed' },
  securing: { 'tls-established': 'authorization', closed: 'closed' },
  opening: { opened: 'transaction', refused: 'authorization', closed: 'closed' },
  transaction: { 'message-asked': 'fetching', quit: 'updating', closed: 'closed' },
  fetching: { 'message-found': 'sending', refused: 'transaction', closed: 'closed' },
  sending: { 'message-ended': 'transaction', closed: 'closed' },
  updating: { closed: 'closed' },
  closed: {},
};

/** The phases in which the session waits for a line from the client. In the others, lines wait for the session. */
const listening: ReadonlySet<Phase> = new Set(['authorization', 'named', 'responding', 'transaction']);

type CommandKind = Command['kind'];
const everywhere: CommandKind[] = ['CAPA', 'QUIT'];

/** RFC 1939 §4, §5 and §7, RFC 2449 §5, RFC 2595 §4, RFC 5034 §4. */
const permitted: Readonly<Partial<Record<Phase, ReadonlySet<CommandKind>>>> = {
  authorization: new Set<CommandKind>([...everywhere, 'USER', 'AUTH', 'STLS']),
  named: new Set<CommandKind>(['PASS']),
  transaction: new Set<CommandKind>([
    ...everywhere,
    'STAT',
    'LIST',
    'RETR',
    'DELE',
    'NOOP',
    'RSET',
    'TOP',
    'UIDL',
  ]),
};

/** Holds the phase of a session. Only `move` changes it. */
export class PhaseHolder {
  #phase: Phase = 'connecting';

  get current(): Phase {
    return this.#phase;
  }

  get isListening(): boolean {
    return listening.has(this.#phase);
  }

  permits(command: CommandKind): boolean {
    return permitted[this.#phase]?.has(command) ?? false;
  }

  /** @throws InvariantError if this cannot happen in the current phase */
  move(event: PhaseEvent): void {
    const next = transitions[this.#phase][event];
    invariant(next, `${event} cannot happen while ${this.#phase}`);
    this.#phase = next;
  }
}
