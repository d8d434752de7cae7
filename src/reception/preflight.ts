import type { MailDomain } from '../address/domain.ts';
import type { MailboxAddress } from '../address/mailbox-address.ts';
import { nearAddresses } from '../address/near-address.ts';
import { later } from '../base/instant.ts';
import { type Clock, type Log, sleep } from '../base/ports.ts';
import { type Reply, reply } from '../envelope/reply.ts';
import type { StatusCode } from '../envelope/status-code.ts';
import type { QueueStore } from '../queue/queue-store.ts';

/** Why mail for a domain has nowhere to go, as routing found it. */
export interface DomainFailure {
  readonly permanent: boolean;
  readonly status: StatusCode;
  /** One sentence for people. */
  readonly text: string;
  readonly code?: number;
}

export interface PreflightWorld {
  readonly clock: Clock;
  readonly log: Log;
  /** Asks the DNS; undefined where the domain takes mail. It may take long. */
  readonly failureOf: (domain: MailDomain) => Promise<DomainFailure | undefined>;
  readonly queue: Pick<QueueStore, 'reachedBy'>;
  /** How long a mail program waits for the DNS; after that its mail is taken, and a notice tells what is wrong. */
  readonly patienceMs: number;
}

/** What is wrong with the domain of a recipient; undefined if nothing is, or if it is not known soon enough. Never rejects. */
export type Preflight = (
  address: MailboxAddress,
  account: string,
  wish?: AuthorsWish,
) => Promise<Reply | undefined>;

/** What an author says whose mail program can. */
export interface AuthorsWish {
  /** He knows that mail to this address has failed before. */
  readonly sendAnyway?: boolean;
}

/**
 * What no second attempt mends and the author can, by looking at what he wrote: no such domain, or one that takes no mail (RFC 3463
 * §3.2, RFC 7505 §4). Mail exchangers without an address are the fault of others.
 */
const refused: readonly string[] = ['5.1.2', '5.1.10'];

/** Recipients settled last of an account among which a suggestion is looked for. */
const lookedAtMax = 500;

/** Addresses near to one that an account wrote: such as its mail has reached, and domains that everybody knows. Never rejects. */
export type Meant = (address: MailboxAddress, account: string) => Promise<readonly MailboxAddress[]>;

export const meantBy =
  ({ log, queue }: Pick<PreflightWorld, 'log' | 'queue'>): Meant =>
  async (address, account) => {
    try {
      return nearAddresses(address, await queue.reachedBy(account, lookedAtMax));
    } catch (error) {
      // The refusal is worth more than the suggestion in it.
      log.warn('whom an account has reached is not known; nothing is suggested', { error });
      return [];
    }
  };

/** Looks at the domains of recipients while the mail program of their author is on the line. */
export function preflight(world: PreflightWorld): Preflight {
  const { clock, log, failureOf, patienceMs } = world;
  const meant = meantBy(world);
  // Somebody with a hundred recipients would wait a hundred times. Where one answer is overdue, nobody waits for others.
  let overdue = 0;

  async function failureInTime(domain: MailDomain): Promise<DomainFailure | undefined> {
    if (overdue > 0) return undefined;
    const patience = new AbortController();
    const look = failureOf(domain).then((failure) => ({ failure }));
    const timeOver = sleep(clock, later(clock.now(), patienceMs), patience.signal);
    const known = await Promise.race([look, timeOver]).finally(() => patience.abort());
    if (known) return known.failure;
    overdue += 1;
    const settled = () => {
      overdue -= 1;
    };
    look.then(settled, settled);
    return undefined;
  }

  return async (address, account) => {
    try {
      const failure = await failureInTime(address.domain);
      if (!failure?.permanent || !refused.includes(failure.status)) return undefined;
      const near = await meant(address, account);
      return reply(failure.code ?? 550, failure.status, `${failure.text}${question(near)}`);
    } catch (error) {
      log.warn('the domain of a recipient could not be looked at before its mail was taken', { error });
      return undefined;
    }
  };
}

/** Goes behind what is wrong; nothing if nothing is near. */
export function question(near: readonly MailboxAddress[]): string {
  return near.length === 0 ? '' : ` Did you mean ${near.map(({ text }) => text).join(' or ')}?`;
}
