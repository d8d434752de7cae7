import { type Bytes, fromLatin1, toBase64 } from '../base/bytes.ts';
import type { CloseReason, Output, Question } from './dialogue.ts';
import { errorsMax } from './limits.ts';
import type { PhaseHolder } from './phases.ts';

/** RFC 2449 §8.1, RFC 3206 §4 and §5. LOGIN-DELAY is not used, polling is cheap here; SYS/PERM is not, all that fails may mend. */
export type ResponseCode = 'IN-USE' | 'SYS/TEMP' | 'AUTH';

/**
 * Speaks for a session: collects its outputs, and puts its responses into words. None of the words may come from a client, so that
 * they need not be made harmless, nor cut at 512 octets (RFC 1939 §3), nor can begin with a `[` by chance (RFC 2449 §6.4).
 */
export class Speaker {
  readonly #phase: PhaseHolder;
  #outputs: Output[] = [];
  #sentBytes = 0;
  #errors = 0;

  constructor(phase: PhaseHolder) {
    this.#phase = phase;
  }

  /** The outputs since the last call. */
  takeOutputs(): Output[] {
    const outputs = this.#outputs;
    this.#outputs = [];
    this.#sentBytes = 0;
    return outputs;
  }

  /** Octets in the outputs that were not taken yet. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  accept(text = ''): void {
    this.send(fromLatin1(text === '' ? '+OK\r\n' : `+OK ${text}\r\n`));
  }

  /** A response of several lines, none of which begins with a dot. */
  acceptLines(text: string, lines: readonly string[]): void {
    this.send(fromLatin1([`+OK ${text}`, ...lines, '.', ''].join('\r\n')));
  }

  refuse(text: string, code?: ResponseCode): void {
    this.send(fromLatin1(code === undefined ? `-ERR ${text}\r\n` : `-ERR [${code}] ${text}\r\n`));
  }

  /** Refuses what a client should not have said, and closes when it goes on like that. */
  complain(text: string): void {
    this.refuse(text);
    this.#errors++;
    if (this.#errors >= errorsMax) this.close('too-many-errors');
  }

  /** A SASL challenge: `+`, a space, base64, also if there is nothing in it (RFC 5034 §4). */
  challenge(challenge: Bytes): void {
    this.send(fromLatin1(`+ ${toBase64(challenge)}\r\n`));
  }

  send(bytes: Bytes): void {
    if (bytes.length === 0) return;
    this.#sentBytes += bytes.length;
    this.output({ kind: 'send', bytes });
  }

  ask(question: Question): void {
    this.output({ kind: 'ask', question });
  }

  close(reason: CloseReason): void {
    this.#phase.move('closed');
    this.output({ kind: 'close', reason });
  }

  output(output: Output): void {
    this.#outputs.push(output);
  }
}
