import { type Instant, later } from '../base/instant.ts';
import type { Log } from '../base/ports.ts';
import { printable } from '../base/printable.ts';
import type { AttemptFacts } from '../dsn/explain/explanation.ts';
import { replyText } from '../envelope/reply.ts';
import type { Heard } from '../queue/heard.ts';
import type { QueuedMessage, Recipient } from '../queue/message.ts';
import type { Claim, MessageRecord, Settlement } from '../queue/queue-store.ts';
import {
  factsOfFailure,
  factsOfNews,
  lastingCause,
  type SuppressionStore,
  suppressionReasonMax,
} from '../queue/suppression.ts';

export interface SuppressorWorld {
  readonly log: Log;
  readonly store: SuppressionStore;
  /** How long an address is suppressed. */
  readonly keptMs: number;
}

/** What a failure said, and when. */
interface Failure {
  readonly facts: AttemptFacts;
  readonly reason: string;
  readonly at: Instant;
}

/**
 * Learns from what became of the mail of accounts which addresses are none, or none any more. It comes after the settlement, in a
 * transaction of its own: what a crash takes away is learnt from the next mail. Never rejects.
 */
export class Suppressor {
  readonly #world: SuppressorWorld;

  constructor(world: SuppressorWorld) {
    this.#world = world;
  }

  async settled(
    { message, recipients }: Claim,
    { transitions }: Pick<Settlement, 'transitions'>,
  ): Promise<void> {
    for (const { recipient: index, next } of transitions) {
      const recipient = recipients.find((each) => each.index === index);
      if (next.kind !== 'settled' || !recipient) continue;
      const { outcome } = next;
      if (outcome.kind === 'relayed') await this.#lift(message, recipient);
      if (outcome.kind !== 'failed') continue;
      const { diagnostic } = outcome;
      const reason = diagnostic.reply ? replyText(diagnostic.reply) : diagnostic.text;
      const facts = factsOfFailure(diagnostic, recipient.address.text);
      await this.#suppress(message, recipient, { facts, reason, at: diagnostic.at });
    }
  }

  /** @param heard of genuine notices alone */
  async heard(heard: readonly Heard[], records: readonly MessageRecord[]): Promise<void> {
    for (const { about, recipients, news } of heard) {
      const record = records.find(({ message }) => message.queueId === about);
      if (!record || news.action !== 'failed') continue;
      for (const recipient of record.recipients.filter(({ index }) => recipients.includes(index))) {
        // Another address than ours failed: where mail to the recipient goes on, he is somebody.
        if (news.address !== undefined) continue;
        const facts = factsOfNews(news, recipient.address.text);
        const reason = news.text ?? news.status ?? '';
        await this.#suppress(record.message, recipient, { facts, reason, at: news.at });
      }
    }
  }

  async #suppress(
    message: QueuedMessage,
    recipient: Recipient,
    { facts, reason, at }: Failure,
  ): Promise<void> {
    const account = authorOf(message, recipient);
    const cause = account === undefined ? undefined : lastingCause(facts);
    if (account === undefined || cause === undefined) return;
    const { log, store, keptMs } = this.#world;
    const { address } = recipient;
    try {
      if ((await store.find(account, address))?.isAllowed) return;
      await store.put({
        account,
        address,
        cause,
        reason: printable(reason, suppressionReasonMax),
        about: message.queueId,
        at,
        expiresAt: later(at, keptMs),
        isAllowed: false,
      });
      log.info('an address is suppressed', {
        queueId: message.queueId,
        account,
        address: address.text,
        cause,
      });
    } catch (error) {
      log.warn('an address could not be suppressed', { queueId: message.queueId, error });
    }
  }

  async #lift(message: QueuedMessage, recipient: Recipient): Promise<void> {
    const account = authorOf(message, recipient);
    if (account === undefined) return;
    const { log, store } = this.#world;
    const { address } = recipient;
    try {
      const entry = await store.find(account, address);
      if (!entry || entry.isAllowed) return;
      await store.remove(account, address);
      log.info('an address is suppressed no more', { account, address: address.text });
    } catch (error) {
      log.warn('an address could not be lifted', { queueId: message.queueId, error });
    }
  }
}

/** Whose list it is: of who submitted it and wrote the address himself. */
const authorOf = ({ origin }: QueuedMessage, { parent }: Recipient): string | undefined =>
  origin.kind === 'submission' && parent === undefined ? origin.account : undefined;
