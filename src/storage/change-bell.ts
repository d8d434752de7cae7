import type { QueueId } from '../queue/message.ts';
import type { Acceptance, Settlement } from '../queue/queue-store.ts';

/** Tells whoever wants to know that the mail of an account has changed, what became of its submissions, or what else clients show of it. */
export class ChangeBell {
  readonly #listeners = new Set<(account: string) => void>();

  /** @returns what ends it */
  listen(listener: (account: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  ring(accounts: Iterable<string>): void {
    for (const account of new Set(accounts)) for (const listener of this.#listeners) listener(account);
  }
}

/**
 * The accounts that something was written of: those who have a new mail, and those who submitted what it says something about.
 * @param submitterOf undefined where it was no submission of the outbox
 */
export function accountsWithNews(
  acceptances: readonly Acceptance[],
  settlement: Pick<Settlement, 'queueId' | 'deliveries'> | undefined,
  submitterOf: (queueId: QueueId) => string | undefined,
): readonly string[] {
  const deliveries = [...acceptances, ...(settlement ? [settlement] : [])].flatMap((each) => each.deliveries);
  const about = acceptances.flatMap(({ heard = [] }) => heard.map((each) => each.about));
  const submitters = [...about, ...(settlement ? [settlement.queueId] : [])].flatMap(
    (queueId) => submitterOf(queueId) ?? [],
  );
  return [...deliveries.map(({ account }) => account), ...submitters];
}
