import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { JmapClient } from '../jmap/client.ts';
import type { Delivery, Notice } from '../jmap/news.ts';
import type { GetResponse, Id, QueryResponse } from '../jmap/protocol.ts';

/** What became of the mails that are on the screen: asked for when one is opened, and again when the server says that something has changed. */
export class News {
  readonly #jmap: JmapClient;
  readonly #deliveries = new Map<Id, Signal<readonly Delivery[]>>();
  readonly #abouts = new Map<Id, Signal<Delivery | undefined>>();
  readonly #notices = new Map<Id, Signal<Notice | null | undefined>>();

  constructor(jmap: JmapClient) {
    this.#jmap = jmap;
  }

  /** The sendings of a mail, the latest first. */
  deliveries(emailId: Id): ReadonlySignal<readonly Delivery[]> {
    let known = this.#deliveries.get(emailId);
    if (!known) {
      known = signal([]);
      this.#deliveries.set(emailId, known);
    }
    return known;
  }

  async loadDeliveries(emailId: Id): Promise<void> {
    const { list } = await this.#jmap.request((calls) => {
      const found = calls.call<QueryResponse>('EmailSubmission/query', { filter: { emailIds: [emailId] } });
      return calls.call<GetResponse<Delivery>>('Delivery/get', { '#ids': found.ref('/ids') }).answer;
    });
    this.deliveries(emailId);
    const known = this.#deliveries.get(emailId);
    if (known) known.value = [...list].sort((a, b) => (a.sendAt < b.sendAt ? 1 : -1));
  }

  /** Undefined until it is known; null for a mail that is no notice. */
  notice(emailId: Id): ReadonlySignal<Notice | null | undefined> {
    let known = this.#notices.get(emailId);
    if (!known) {
      known = signal(undefined);
      this.#notices.set(emailId, known);
    }
    return known;
  }

  async loadNotice(emailId: Id): Promise<void> {
    const { list } = await this.#jmap.call<GetResponse<Notice>>('Notice/get', { ids: [emailId] });
    this.notice(emailId);
    const known = this.#notices.get(emailId);
    if (known) known.value = list[0] ?? null;
  }

  /** The sending that a notice is about, as it stands now; undefined if it is not one of this account. */
  about(queueId: Id): ReadonlySignal<Delivery | undefined> {
    let known = this.#abouts.get(queueId);
    if (!known) {
      known = signal(undefined);
      this.#abouts.set(queueId, known);
    }
    return known;
  }

  async loadAbout(queueId: Id): Promise<void> {
    const { list } = await this.#jmap.call<GetResponse<Delivery>>('Delivery/get', { ids: [queueId] });
    this.about(queueId);
    const known = this.#abouts.get(queueId);
    if (known) known.value = list[0];
  }

  /** The mail that a notice is about, if it lies among those that were sent from here. */
  async emailAbout({ queueId }: Notice): Promise<Id | undefined> {
    if (queueId === null) return undefined;
    const { list } = await this.#jmap.call<GetResponse<Delivery>>('Delivery/get', {
      ids: [queueId],
      properties: ['id', 'emailId'],
    });
    return list[0]?.emailId;
  }

  /** Called when submissions have changed. */
  async catchUp(): Promise<void> {
    await Promise.all([
      ...[...this.#deliveries.keys()].map((id) => this.loadDeliveries(id)),
      ...[...this.#abouts.keys()].map((id) => this.loadAbout(id)),
    ]);
  }
}
