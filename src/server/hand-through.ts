import { createReadStream } from 'node:fs';
import type { Bytes } from '../base/bytes.ts';
import { type Instant, later, minuteMs } from '../base/instant.ts';
import { type Clock, type Log, sleep } from '../base/ports.ts';
import type { Recipient } from '../queue/message.ts';
import type { Content } from '../queue/queue-store.ts';
import type { Handed, HandedMail, HandThrough } from '../reception/hand-through.ts';
import { forwardRefused } from '../reception/replies.ts';
import type { DeliveryReport, Transport } from '../transports/transport.ts';

export interface HandThroughWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly transport: Transport;
  /** How long the whole content may take to be sent; its answer may take as long again. */
  readonly timeoutMs: number;
  /** Messages that may be under way at once. */
  readonly concurrencyMax: number;
}

/** How long a destination that did not answer, or not in time, is left to the queue. */
const restMs = 5 * minuteMs;
/** Destinations that rest at once. When there are more, all are forgotten. */
const restingMax = 1_000;

/** The reason with which an attempt ends that takes too long, as the log tells it. */
const tookTooLong = 'It took too long while the sender waited.';

/**
 * Hands messages through to the hosts to which they are forwarded, by the transport of the queue. What does not work at once is left to
 * the queue; while it does not, nobody is kept waiting for that destination.
 */
export class HandThroughTransport implements HandThrough {
  readonly #world: HandThroughWorld;
  readonly #resting = new Map<string, Instant>();
  #underWay = 0;

  constructor(world: HandThroughWorld) {
    this.#world = world;
  }

  isReady(destination: string): boolean {
    const { clock, concurrencyMax } = this.#world;
    const until = this.#resting.get(destination);
    return this.#underWay < concurrencyMax && (until === undefined || until <= clock.now());
  }

  async hand(mail: HandedMail): Promise<Handed> {
    const { destination, message, target } = mail;
    if (!this.isReady(destination)) return { kind: 'not-now' };
    const { log } = this.#world;
    const handed = handedBy(await this.#deliver(mail).catch((error: unknown) => this.#fault(mail, error)));
    if (handed.kind === 'not-now') this.#rest(destination);
    log.info('a forwarded message was handed through', {
      queueId: message.queueId,
      to: target.text,
      became: handed.kind,
    });
    return handed;
  }

  /** Undefined if the host has the whole message, and does not answer. What becomes of it then, nobody hears: it may arrive twice. */
  async #deliver(mail: HandedMail): Promise<DeliveryReport | undefined> {
    const { clock, transport, timeoutMs } = this.#world;
    const calling = new AbortController();
    const cancel = clock.schedule(later(clock.now(), timeoutMs), () => calling.abort(tookTooLong));
    this.#underWay++;
    const delivery = transport
      .deliver({
        message: mail.message,
        destination: mail.destination,
        recipients: [recipientOf(mail)],
        content: () => relayedPart(mail.content, mail.message.returnPathBytes),
        signal: calling.signal,
        onConnected: () => {},
      })
      .finally(() => {
        cancel();
        this.#underWay--;
      });
    const over = new AbortController();
    const patience = sleep(clock, later(clock.now(), 2 * timeoutMs), over.signal).then(() => undefined);
    return await Promise.race([delivery, patience]).finally(() => over.abort());
  }

  #fault({ message }: HandedMail, error: unknown): undefined {
    this.#world.log.error('a message could not be handed through by a fault of our own', {
      queueId: message.queueId,
      error,
    });
    return undefined;
  }

  #rest(destination: string): void {
    if (this.#resting.size >= restingMax) this.#resting.clear();
    this.#resting.set(destination, later(this.#world.clock.now(), restMs));
  }
}

/** Of the one recipient. */
function handedBy(report: DeliveryReport | undefined): Handed {
  const result = report?.results.get(recipientIndex);
  if (result?.kind === 'relayed') return { kind: 'relayed', result };
  if (result?.kind === 'permanent')
    return { kind: 'refused', reply: forwardRefused(result.diagnostic.status) };
  return { kind: 'not-now' };
}

const recipientIndex = 0;

/** Nobody keeps it: it is what a transport wants to see. */
const recipientOf = ({ target, destination, forward, message }: HandedMail): Recipient => ({
  index: recipientIndex,
  address: target,
  parameters: {},
  forward,
  destination,
  state: { kind: 'waiting', due: message.arrivedAt, attempts: 0 },
  held: false,
  isDelayReported: false,
});

async function* relayedPart(content: Content, from: number): AsyncIterable<Bytes> {
  if (content.kind === 'bytes') yield content.bytes.subarray(from);
  else yield* createReadStream(content.path, { start: from });
}
