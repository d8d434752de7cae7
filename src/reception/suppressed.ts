import { type MailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { type Instant, later, secondMs } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import { type Reply, reply } from '../envelope/reply.ts';
import type { SuppressionStore } from '../queue/suppression.ts';
import type { AuthorsWish, Preflight } from './preflight.ts';

export interface SuppressedWorld {
  readonly clock: Clock;
  readonly suppressions: Pick<SuppressionStore, 'find'>;
  /** Who comes again within so long means it. */
  readonly againMs: number;
}

/** Sooner than this nobody has read an answer: a mail program has named the address twice. */
export const againSoonestMs = 5 * secondMs;

/** Answers that are remembered; who is forgotten hears his once more. */
export const answersMax = 10_000;

/**
 * Tells an author at once that mail to an address of his list has failed before. Whoever sends it again after that answer wants to,
 * and is let through: the one way that every mail program has.
 */
export function suppressed({ clock, suppressions, againMs }: SuppressedWorld): Preflight {
  const told = new Map<string, Instant>();

  /** True if this account has heard the answer, and comes again. */
  function insists(key: string, now: Instant): boolean {
    const at = told.get(key);
    return at !== undefined && now >= later(at, againSoonestMs) && now <= later(at, againMs);
  }

  function remember(key: string, now: Instant): void {
    const at = told.get(key);
    // The time of the first answer counts, or who names an address twice would never have waited.
    if (at !== undefined && now <= later(at, againMs)) return;
    told.delete(key);
    told.set(key, now);
    const [oldest] = told.keys();
    if (told.size > answersMax && oldest !== undefined) told.delete(oldest);
  }

  return async (address: MailboxAddress, account: string, wish?: AuthorsWish): Promise<Reply | undefined> => {
    if (wish?.sendAnyway) return undefined;
    const entry = await suppressions.find(account, address);
    const now = clock.now();
    if (!entry || entry.isAllowed || entry.expiresAt <= now) return undefined;
    const key = `${account} ${mailboxKey(address)}`;
    if (insists(key, now)) return undefined;
    remember(key, now);
    const day = new Date(entry.at).toISOString().slice(0, 10);
    const minutes = Math.max(1, Math.floor(againMs / 60_000));
    return reply(
      550,
      '5.1.1',
      `Mail of yours to ${address.text} failed on ${day}: ${entry.reason}`,
      `To send it anyway, send it again within ${minutes} min`,
    );
  };
}

/** The first objection of several. */
export const firstOf =
  (...looks: readonly Preflight[]): Preflight =>
  async (address, account, wish) => {
    for (const look of looks) {
      const objection = await look(address, account, wish);
      if (objection) return objection;
    }
    return undefined;
  };
