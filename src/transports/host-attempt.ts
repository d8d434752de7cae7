import { invariant } from '../base/invariant.ts';
import type { EnvelopeRecipient } from '../envelope/envelope.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { RecipientIndex } from '../queue/message.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';
import type { NextHop } from '../routing/next-hop.ts';
import { type Batch, nextBatch } from '../smtp/client/batch.ts';
import type { OutgoingMessage, TransactionResult, Verdict } from '../smtp/client/dialogue.ts';
import { isPermanentFailure } from '../smtp/client/failure.ts';
import type { ConnectionPool } from './pool.ts';
import type { SmtpConnection } from './smtp-connection.ts';
import type { DeliveryJob, DeliveryReport } from './transport.ts';

/** A recipient as a client session sees it, and which one it is. */
export interface Addressee extends EnvelopeRecipient {
  readonly index: RecipientIndex;
}

/** What came of an attempt at one host. Each addressee is in exactly one of the two maps. */
export interface HostOutcome {
  /** Final for this attempt, whatever other hosts there are. */
  readonly results: ReadonlyMap<RecipientIndex, AttemptResult>;
  /** Those whom this host did not serve and another one may, and why. */
  readonly unserved: ReadonlyMap<Addressee, Diagnostic>;
  /** How the host was when we last heard of it. */
  readonly health: DeliveryReport['destination'];
}

/** One message on its way to one host, in as many transactions as that takes. */
export class HostAttempt {
  readonly #pool: ConnectionPool;
  readonly #hop: NextHop;
  readonly #job: DeliveryJob;
  readonly #signal: AbortSignal;
  readonly #results = new Map<RecipientIndex, AttemptResult>();
  readonly #unserved = new Map<Addressee, Diagnostic>();
  #health: HostOutcome['health'] = 'dead';

  constructor(pool: ConnectionPool, hop: NextHop, job: DeliveryJob, signal: AbortSignal) {
    this.#pool = pool;
    this.#hop = hop;
    this.#job = job;
    this.#signal = signal;
  }

  async run(addressees: readonly Addressee[]): Promise<HostOutcome> {
    const message = outgoingMessage(this.#job);
    let waiting = addressees;
    let mayReuse = true;
    while (waiting.length > 0) {
      const idle: SmtpConnection | undefined = mayReuse ? this.#pool.take(this.#hop) : undefined;
      const connection = idle ?? (await this.#open(waiting));
      if (!connection) break;
      const batch = nextBatch(message, waiting, connection.offer);
      const result = await this.#transact(connection, batch);
      // A host may end an idle session at any time, and we learn of it by the next message. That is nobody's failure.
      mayReuse = !(idle && result.isUnheard);
      if (mayReuse) waiting = this.#note(connection, waiting, batch, result);
    }
    return { results: this.#results, unserved: this.#unserved, health: this.#health };
  }

  async #open(waiting: readonly Addressee[]): Promise<SmtpConnection | undefined> {
    const opened = await this.#pool.open(this.#hop, this.#signal);
    if (opened.ok) return opened.value;
    for (const addressee of waiting) this.#unserved.set(addressee, opened.error);
    if (this.#health === 'ok') this.#health = 'trouble';
    return undefined;
  }

  async #transact(connection: SmtpConnection, batch: Batch<Addressee>): Promise<TransactionResult> {
    this.#job.onConnected(connection.remote);
    const result = await connection.transact(batch, this.#job.content, this.#signal);
    const isOfUse = connection.isReady && !result.verdicts.every(isHostFailure);
    this.#health = isOfUse ? 'ok' : 'trouble';
    this.#pool.release(connection);
    return result;
  }

  /** Writes down who got what; answers who has still to be served here. */
  #note(
    connection: SmtpConnection,
    waiting: readonly Addressee[],
    { recipients }: Batch<Addressee>,
    { verdicts }: TransactionResult,
  ): readonly Addressee[] {
    // RFC 5321 §4.5.3.1.10: who was too many is sent after the others. If there were no others, that would never end.
    const mayRepeat = !verdicts.every(isOverLimit);
    const done = new Set<Addressee>();
    for (const [position, addressee] of recipients.entries()) {
      const verdict = verdicts[position];
      invariant(verdict, 'there is a verdict for everybody');
      if (mayRepeat && isOverLimit(verdict)) continue;
      done.add(addressee);
      this.#settle(connection, addressee, verdict);
    }
    return waiting.filter((addressee) => !done.has(addressee));
  }

  #settle(connection: SmtpConnection, addressee: Addressee, verdict: Verdict): void {
    const { index } = addressee;
    if (verdict.kind === 'taken') {
      const { remote: by, tls, offer } = connection;
      const result = { kind: 'relayed', by, reply: verdict.reply, dsnPassedOn: offer.dsn } as const;
      this.#results.set(index, tls === undefined ? result : { ...result, tls });
      return;
    }
    invariant(verdict.kind === 'failed', 'an attempt is no probe');
    const { failure } = verdict;
    const diagnostic = connection.diagnose(failure);
    if (failure.scope === 'host') this.#unserved.set(addressee, diagnostic);
    else
      this.#results.set(index, { kind: isPermanentFailure(failure) ? 'permanent' : 'transient', diagnostic });
  }
}

const outgoingMessage = ({ message: { envelope, sizeBytes, facts } }: DeliveryJob): OutgoingMessage => ({
  envelope,
  sizeBytes,
  is8bit: facts.is8bit,
  isHeaderUtf8: facts.isHeaderUtf8,
});

const isOverLimit = (verdict: Verdict): boolean =>
  verdict.kind === 'failed' && verdict.failure.isOverRecipientLimit === true;

const isHostFailure = (verdict: Verdict): boolean =>
  verdict.kind === 'failed' && verdict.failure.scope === 'host';
