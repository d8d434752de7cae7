import type { Instant } from '../../base/instant.ts';
import type { Clock } from '../../base/ports.ts';
import type { AttemptResult } from '../../queue/attempt-result.ts';
import type { QueueId, Recipient } from '../../queue/message.ts';
import type { DeliveryJob, DeliveryReport, Transport } from '../../transports/transport.ts';

/** An attempt as the transport saw it. */
export interface Dial {
  readonly at: Instant;
  readonly queueId: QueueId;
  readonly destination: string;
  readonly recipients: readonly string[];
  readonly attempts: readonly number[];
}

export type Answer = DeliveryReport | Promise<DeliveryReport>;

/** A transport that does what a test says, and remembers what it was asked. */
export class ScriptedTransport implements Transport {
  readonly dials: Dial[] = [];
  /** Attempts under way, and the most there ever were at once. */
  underWay = 0;
  mostUnderWay = 0;
  readonly #clock: Clock;
  #script: (job: DeliveryJob) => Answer;

  constructor(clock: Clock, script: (job: DeliveryJob) => Answer) {
    this.#clock = clock;
    this.#script = script;
  }

  /** From now on. */
  set script(script: (job: DeliveryJob) => Answer) {
    this.#script = script;
  }

  async deliver(job: DeliveryJob): Promise<DeliveryReport> {
    this.dials.push({
      at: this.#clock.now(),
      queueId: job.message.queueId,
      destination: job.destination,
      recipients: job.recipients.map(({ address }) => address.text),
      attempts: job.recipients.map(({ state }) => state.attempts),
    });
    this.underWay++;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    try {
      return await this.#script(job);
    } finally {
      this.underWay--;
    }
  }
}

/** The same for all, or by recipient. */
export function report(
  { recipients }: DeliveryJob,
  result: AttemptResult | ((recipient: Recipient) => AttemptResult),
  destination: DeliveryReport['destination'] = 'ok',
): DeliveryReport {
  const of = typeof result === 'function' ? result : () => result;
  return { results: new Map(recipients.map((recipient) => [recipient.index, of(recipient)])), destination };
}
