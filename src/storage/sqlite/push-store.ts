import type { AccountId } from '../../accounts/accounts.ts';
import type {
  Credential,
  PushSubscription,
  PushSubscriptionStore,
} from '../../accounts/push-subscriptions.ts';
import { type Instant, instant } from '../../base/instant.ts';
import { type Connection, integer, json, type Row, text } from './connection.ts';
import type { Writer } from './verbs.ts';

export class SqlitePushStore implements PushSubscriptionStore {
  readonly #writer: Writer;
  readonly #reader: Connection;

  constructor(writer: Writer, reader: Connection) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async addSubscription(subscription: PushSubscription): Promise<'added' | 'no-such-account'> {
    const isAdded = await this.#writer.call('addSubscription', rowOf(subscription));
    return isAdded ? 'added' : 'no-such-account';
  }

  async listSubscriptions(account: AccountId): Promise<readonly PushSubscription[]> {
    const rows = this.#reader.all(
      `SELECT subscription_id, account_id, credential, expires_at, detail FROM push_subscription
       WHERE account_id = ? ORDER BY subscription_id`,
      account,
    );
    return rows.map(subscriptionOf);
  }

  async replaceSubscription(subscription: PushSubscription): Promise<void> {
    await this.#writer.call('replaceSubscription', rowOf(subscription));
  }

  async removeSubscription(account: AccountId, id: string): Promise<'removed' | 'no-such-subscription'> {
    const isRemoved = await this.#writer.call('removeSubscription', account, id);
    return isRemoved ? 'removed' : 'no-such-subscription';
  }

  forgetSubscriptions(
    which: { readonly account: AccountId; readonly credential: Credential } | Instant,
  ): Promise<number> {
    return typeof which === 'object'
      ? this.#writer.call('forgetSubscriptionsOf', which.account, which.credential)
      : this.#writer.call('forgetExpiredSubscriptions', which);
  }
}

const rowOf = ({ id, account, credential, expiresAt, ...detail }: PushSubscription) => ({
  ...{ id, account, credential, expiresAt },
  detail: JSON.stringify(detail),
});

const subscriptionOf = (row: Row): PushSubscription => ({
  ...json<Omit<PushSubscription, 'id' | 'account' | 'credential' | 'expiresAt'>>(row.detail),
  id: text(row.subscription_id),
  account: text(row.account_id) as AccountId,
  credential: text(row.credential) as Credential,
  expiresAt: instant(integer(row.expires_at)),
});
