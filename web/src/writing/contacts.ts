import { type Signal, signal } from '@preact/signals';
import type { JmapClient } from '../jmap/client.ts';
import type { EmailAddress } from '../jmap/mail.ts';
import type { Delivery } from '../jmap/news.ts';
import type { GetResponse, Id, QueryResponse } from '../jmap/protocol.ts';
import { standingOf } from '../news/summary.ts';

/** Mails that are looked at for whom the person writes to. */
const lookedAtMax = 200;

interface Sent {
  readonly to: readonly EmailAddress[] | null;
  readonly cc: readonly EmailAddress[] | null;
}

/** Whom the person has written to, those who are written to most first: what is offered while an address is typed. */
export class Contacts {
  readonly list: Signal<readonly EmailAddress[]> = signal([]);
  readonly #jmap: JmapClient;

  constructor(jmap: JmapClient) {
    this.#jmap = jmap;
  }

  async load(sentId: Id): Promise<void> {
    const [sent, deliveries] = await this.#jmap.request((calls) => {
      const found = calls.call<QueryResponse>('Email/query', {
        filter: { inMailbox: sentId },
        sort: [{ property: 'receivedAt', isAscending: false }],
        limit: lookedAtMax,
      });
      const emails = calls.call<GetResponse<Sent>>('Email/get', {
        '#ids': found.ref('/ids'),
        properties: ['to', 'cc'],
      });
      const submissions = calls.call<QueryResponse>('EmailSubmission/query', { limit: lookedAtMax });
      const fates = calls.call<GetResponse<Delivery>>('Delivery/get', { '#ids': submissions.ref('/ids') });
      return Promise.all([emails.answer, fates.answer]);
    });
    this.list.value = ranked(sent.list, deliveries.list);
  }
}

/** Addresses to which the last mail failed sink to the end. */
export function ranked(sent: readonly Sent[], deliveries: readonly Delivery[]): readonly EmailAddress[] {
  const counts = new Map<string, { address: EmailAddress; count: number }>();
  for (const address of sent.flatMap(({ to, cc }) => [...(to ?? []), ...(cc ?? [])])) {
    const known = counts.get(address.email);
    counts.set(address.email, {
      // A name is better than none.
      address: known?.address.name ? known.address : address,
      count: (known?.count ?? 0) + 1,
    });
  }
  const failed = failedLast(deliveries);
  return [...counts.values()]
    .sort(
      (a, b) =>
        Number(failed.has(a.address.email)) - Number(failed.has(b.address.email)) || b.count - a.count,
    )
    .map(({ address }) => address);
}

/** Addresses whose latest mail did not arrive because of the address. */
function failedLast(deliveries: readonly Delivery[]): ReadonlySet<string> {
  const latest = new Map<string, boolean>();
  for (const { recipients } of [...deliveries].sort((a, b) => (a.sendAt < b.sendAt ? -1 : 1))) {
    for (const recipient of recipients) {
      const isGone = standingOf(recipient) === 'failed' && recipient.failure?.owner === 'sender';
      latest.set(recipient.address, isGone);
    }
  }
  return new Set([...latest].filter(([, isGone]) => isGone).map(([address]) => address));
}
