import type { Account, AccountId, AccountStore } from '../accounts/accounts.ts';
import { type Instant, later, minuteMs, secondMs } from '../base/instant.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import type { QueueId } from '../queue/message.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { BounceStore } from './bounce-store.ts';
import { type CardManner, cardFor } from './card.ts';
import {
  type Flood,
  type FloodAnswer,
  type FloodRules,
  isOver,
  meet,
  type Surge,
  type UnprovenNotice,
} from './flood.ts';

export interface ShieldWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<BounceStore, 'listFloods' | 'putFlood' | 'removeFlood'>;
  readonly queue: Pick<QueueStore, 'accept' | 'find'>;
  readonly mailboxes: Pick<MailboxStore, 'listInbox' | 'expunge'>;
  readonly accounts: Pick<AccountStore, 'findAccountById'>;
  readonly nextQueueId: () => QueueId;
  readonly rules: FloodRules;
  readonly manner: CardManner;
}

/** How often what was counted is written down; what came since then is lost in a crash, and nothing else. */
const saveMs = 10 * secondMs;
/** How often it is looked whether a surge is over. */
const lookMs = 10 * minuteMs;
/** Accounts that are remembered at once. */
const floodsMax = 10_000;

/**
 * Stands before the inboxes when somebody forges an address: recognises the surge of notices, writes one card to the person, and
 * lets only samples through. The beginning of a surge is written down before its card, and the card has an id from the start: so
 * that there is one, whenever the server ends.
 */
export class Shield {
  readonly #world: ShieldWorld;
  readonly #floods: Map<string, Flood>;
  /** Accounts whose flood has changed since it was written down. */
  readonly #changed = new Set<string>();
  /** Accounts whose card is being written. */
  readonly #writing = new Set<string>();
  #cancelSave: (() => void) | undefined;
  #cancelLook: (() => void) | undefined;

  private constructor(world: ShieldWorld, floods: readonly Flood[]) {
    this.#world = world;
    this.#floods = new Map(floods.map((flood) => [flood.account, flood]));
    this.#lookLater();
  }

  /** @throws StoreError */
  static async open(world: ShieldWorld): Promise<Shield> {
    return new Shield(world, await world.store.listFloods());
  }

  /** What is known of the floods, the latest first. */
  list(): readonly Flood[] {
    return [...this.#floods.values()].sort((a, b) => b.lastAt - a.lastAt);
  }

  /** A notice to an account has come that nobody can prove. It never rejects: nobody's mail is lost for a fault of ours. */
  async meet(account: Account, notice: UnprovenNotice): Promise<FloodAnswer> {
    const { rules, nextQueueId, log } = this.#world;
    const before = this.#floods.get(account.id);
    if (before && isOver(before, notice.at, rules)) void this.#end(before);
    const { flood, answer, begins } = meet(before, account.id, notice, rules, nextQueueId);
    if (this.#floods.size >= floodsMax && !before) await this.#forget(notice.at);
    this.#floods.set(account.id, flood);
    this.#changed.add(account.id);
    this.#saveSoon();
    if (begins) log.warn('somebody forges an address: a surge of notices', aboutSurge(flood));
    if (flood.surge && !flood.surge.card.isWritten) await this.#writeCard(account);
    return answer;
  }

  /** Writes down what was counted. It never rejects. */
  async close(): Promise<void> {
    this.#cancelSave?.();
    await this.#save();
    this.#cancelLook?.();
  }

  #lookLater(): void {
    const { clock } = this.#world;
    this.#cancelLook?.();
    this.#cancelLook = undefined;
    if (this.#floods.size === 0) return;
    this.#cancelLook = clock.schedule(later(clock.now(), lookMs), () => void this.#save());
  }

  #saveSoon(): void {
    const { clock } = this.#world;
    this.#cancelSave ??= clock.schedule(later(clock.now(), saveMs), () => {
      this.#cancelSave = undefined;
      void this.#save();
    });
  }

  async #save(): Promise<void> {
    const accounts = [...this.#changed];
    this.#changed.clear();
    for (const account of accounts) await this.#put(account).catch((error) => this.#complain(error));
    await this.#forget(this.#world.clock.now());
    this.#lookLater();
  }

  async #put(account: string): Promise<void> {
    const flood = this.#floods.get(account);
    if (flood) await this.#world.store.putFlood(flood);
  }

  /** Lets go of what is over. */
  async #forget(now: Instant): Promise<void> {
    const { rules } = this.#world;
    for (const flood of [...this.#floods.values()]) if (isOver(flood, now, rules)) await this.#end(flood);
  }

  async #end(flood: Flood): Promise<void> {
    const { account, surge } = flood;
    this.#floods.delete(account);
    this.#changed.delete(account);
    try {
      if (surge) {
        this.#world.log.info('a surge of notices is over', aboutSurge(flood));
        if (surge.card.isWritten) await this.#replaceCard(flood, surge);
      }
      // Another may have begun meanwhile, which took its place.
      if (!this.#floods.has(account)) await this.#world.store.removeFlood(account);
    } catch (error) {
      this.#complain(error);
    }
  }

  /** Puts into the place of the card, if it still lies in the inbox, that it is over. */
  async #replaceCard(flood: Flood, surge: Surge): Promise<void> {
    const { accounts, mailboxes, queue, store, nextQueueId, clock, manner } = this.#world;
    const account = await accounts.findAccountById(flood.account as AccountId);
    const entries = await mailboxes.listInbox(flood.account);
    const card = entries.find(({ queueId }) => queueId === surge.card.queueId);
    if (!account || !card) return;
    const id = (surge.farewell ?? nextQueueId()) as QueueId;
    // As with the card: it has an id before it is written, so that there is one of them.
    if (!this.#floods.has(account.id)) await store.putFlood({ ...flood, surge: { ...surge, farewell: id } });
    if (!(await queue.find(id)))
      await queue.accept([cardFor(account, flood, id, clock.now(), manner, surge.busyAt)]);
    await mailboxes.expunge(account.id, [card.uid]);
  }

  async #writeCard(account: Account): Promise<void> {
    if (this.#writing.has(account.id)) return;
    this.#writing.add(account.id);
    try {
      await this.#put(account.id);
      const flood = this.#floods.get(account.id);
      if (!flood?.surge) return;
      const { clock, queue, manner } = this.#world;
      const id = flood.surge.card.queueId as QueueId;
      // It is there already if the server ended before that was written down.
      if (!(await queue.find(id))) await queue.accept([cardFor(account, flood, id, clock.now(), manner)]);
      this.#markWritten(account.id);
      await this.#put(account.id);
    } catch (error) {
      this.#complain(error);
    } finally {
      this.#writing.delete(account.id);
    }
  }

  #markWritten(account: string): void {
    const flood = this.#floods.get(account);
    if (!flood?.surge) return;
    const card = { ...flood.surge.card, isWritten: true };
    this.#floods.set(account, { ...flood, surge: { ...flood.surge, card } });
  }

  #complain(error: unknown): void {
    this.#world.log.error('what is known of a surge of notices could not be written', { error });
  }
}

const aboutSurge = ({ account, notices, addresses, surge }: Flood) => ({
  account,
  addresses,
  notices,
  ...(surge && { filed: surge.filed, refused: surge.refused, card: surge.card.queueId }),
});
