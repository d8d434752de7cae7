import type { AccountId } from '../../accounts/accounts.ts';
import type { PushSubscription, PushSubscriptionStore } from '../../accounts/push-subscriptions.ts';
import { later, minuteMs, secondMs } from '../../base/instant.ts';
import type { Clock, Log } from '../../base/ports.ts';
import type { JsonObject } from '../json.ts';
import { changedStates, type States, stateChange } from './states.ts';

/** What became of a message to a push service. */
export type PostResult =
  | 'taken'
  /** There is nothing at the URL any more: the subscription can go. */
  | 'gone'
  /** Not now, or not so often. */
  | 'later'
  /** The URL, its host or its answer is of no use. */
  | 'refused';

export interface PushSenderWorld {
  readonly store: PushSubscriptionStore;
  /** All states of an account; undefined if there is no such account. */
  readonly states: (account: AccountId) => Promise<States | undefined>;
  /** Calls back with the account whenever something of it may have changed. @returns what ends it */
  readonly onChange: (listener: (account: string) => void) => () => void;
  /** Sends to the URL of the subscription, encrypted if it has keys. Never rejects. */
  readonly post: (subscription: PushSubscription, message: JsonObject) => Promise<PostResult>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Changes of an account are gathered for so long. */
export const gatherMs = secondMs;
/** How long a subscription is left alone whose push service wants that: at first, and at most. */
export const backOffMs = { first: minuteMs, most: 60 * minuteMs };

/** Tells push services of changes (RFC 8620 §7.2), on behalf of clients that cannot listen themselves. */
export class PushSender {
  readonly #world: PushSenderWorld;
  /** What each subscription was told last. After a restart nobody knows: it is told all. */
  readonly #told = new Map<string, States>();
  /** Subscriptions that are left alone, and how to end that. */
  readonly #quiet = new Map<string, () => void>();
  /** How long they were left alone the last time. */
  readonly #backOffs = new Map<string, number>();
  readonly #gathering = new Map<string, () => void>();
  #stopListening = () => {};
  #isStopped = false;

  constructor(world: PushSenderWorld) {
    this.#world = world;
  }

  start(): void {
    this.#stopListening = this.#world.onChange((account) => this.#gather(account as AccountId));
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopListening();
    for (const cancel of this.#gathering.values()) cancel();
    for (const cancel of this.#quiet.values()) cancel();
  }

  /** Sends a new subscription its code (RFC 8620 §7.2.2). */
  verify(subscription: PushSubscription): void {
    const { id, verificationCode } = subscription;
    const message = { '@type': 'PushVerification', pushSubscriptionId: id, verificationCode };
    void this.#world.post(subscription, message).then((result) => {
      this.#world.log.info('push subscription made', {
        account: subscription.account,
        subscription: id,
        result,
      });
    });
  }

  #gather(account: AccountId): void {
    if (this.#isStopped || this.#gathering.has(account)) return;
    const { clock } = this.#world;
    const cancel = clock.schedule(later(clock.now(), gatherMs), () => {
      this.#gathering.delete(account);
      void this.#tellAccount(account);
    });
    this.#gathering.set(account, cancel);
  }

  async #tellAccount(account: AccountId): Promise<void> {
    const { store, states, clock, log } = this.#world;
    try {
      const all = await store.listSubscriptions(account);
      const now = clock.now();
      const listening = all.filter(
        (each) => each.isVerified && each.expiresAt > now && !this.#quiet.has(each.id),
      );
      const current = listening.length > 0 ? await states(account) : undefined;
      if (current) await Promise.all(listening.map((each) => this.#tell(each, current)));
    } catch (error) {
      log.error('changes could not be pushed', { account, error });
    }
  }

  async #tell(subscription: PushSubscription, current: States): Promise<void> {
    const { id, types } = subscription;
    const changed = changedStates(this.#told.get(id) ?? {}, current, types && new Set(types));
    if (!changed || this.#isStopped) return;
    this.#told.set(id, current);
    const result = await this.#world.post(subscription, stateChange(changed));
    if (result === 'taken') {
      this.#backOffs.delete(id);
      return;
    }
    this.#told.delete(id);
    if (result === 'gone') await this.#world.store.removeSubscription(subscription.account, id);
    else this.#leaveAlone(subscription);
  }

  /** RFC 8620 §7.2: fewer pushes to who says that they are too many. The changes of the time between come in one. */
  #leaveAlone({ id, account }: PushSubscription): void {
    const { clock } = this.#world;
    const ms = Math.min((this.#backOffs.get(id) ?? backOffMs.first / 2) * 2, backOffMs.most);
    this.#backOffs.set(id, ms);
    const cancel = clock.schedule(later(clock.now(), ms), () => {
      this.#quiet.delete(id);
      this.#gather(account);
    });
    this.#quiet.set(id, cancel);
  }
}
