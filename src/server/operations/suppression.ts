import * as v from 'valibot';
import type { Account, AccountStore } from '../../accounts/accounts.ts';
import type { MailboxAddress } from '../../address/mailbox-address.ts';
import { instant, minuteMs } from '../../base/instant.ts';
import type { Clock } from '../../base/ports.ts';
import type { QueueId } from '../../queue/message.ts';
import type { Suppression, SuppressionStore } from '../../queue/suppression.ts';
import { addressArgument, OperationError, type Operations, operation } from './operation.ts';

export interface SuppressionOperationsWorld {
  readonly accounts: Pick<AccountStore, 'findAccount'>;
  readonly suppressions: SuppressionStore;
  readonly clock: Clock;
  /** Who sends again so soon after he was told wants to. */
  readonly againMs: number;
}

/** What an operator sees of an entry. */
export interface SuppressionView {
  readonly address: string;
  readonly state: 'suppressed' | 'allowed' | 'expired';
  readonly cause: string;
  readonly reason: string;
  readonly about: string;
  readonly at: string;
  readonly expiresAt: string;
}

/** One entry, and what its owner can do about it. */
export interface ShownSuppression extends SuppressionView {
  readonly account: string;
  readonly againWithinMinutes: number;
}

/** `suppression list|show|remove|allow ACCOUNT [ADDRESS]` */
export function suppressionOperations(world: SuppressionOperationsWorld): Operations {
  const { accounts, suppressions, clock, againMs } = world;
  const both = v.strictObject({ account: addressArgument, address: addressArgument });
  const accountAt = async (address: MailboxAddress): Promise<Account> => {
    const account = await accounts.findAccount(address);
    if (!account) throw new OperationError(`there is no account ${address.text}`);
    return account;
  };
  const entryOf = async (account: MailboxAddress, address: MailboxAddress): Promise<Suppression> => {
    const { id } = await accountAt(account);
    const entry = await suppressions.find(id, address);
    if (!entry) throw notListed(account, address);
    return entry;
  };
  return {
    'suppression.list': operation(v.strictObject({ account: addressArgument }), async ({ account }) => {
      const entries = await suppressions.list((await accountAt(account)).id);
      return entries.map((entry) => viewOf(entry, clock));
    }),
    'suppression.show': operation(both, async ({ account, address }): Promise<ShownSuppression> => {
      const entry = await entryOf(account, address);
      const againWithinMinutes = Math.floor(againMs / minuteMs);
      return { ...viewOf(entry, clock), account: account.text, againWithinMinutes };
    }),
    'suppression.remove': operation(both, async ({ account, address }) => {
      const entry = await entryOf(account, address);
      if ((await suppressions.remove(entry.account, address)) === 'no-such-entry')
        throw notListed(account, address);
      return viewOf(entry, clock);
    }),
    'suppression.allow': operation(both, async ({ account, address }) => {
      const { id } = await accountAt(account);
      const now = clock.now();
      const before: Suppression = (await suppressions.find(id, address)) ?? {
        ...{ account: id, address, cause: 'undefined', reason: '', about: '' as QueueId },
        ...{ at: now, expiresAt: now, isAllowed: true },
      };
      const entry = { ...before, at: now, expiresAt: instant(8.64e15), isAllowed: true };
      await suppressions.put(entry);
      return viewOf(entry, clock);
    }),
  };
}

const notListed = (account: MailboxAddress, address: MailboxAddress): OperationError =>
  new OperationError(`${address.text} is not on the list of ${account.text}; "suppression list" shows it`);

function viewOf(entry: Suppression, clock: Clock): SuppressionView {
  const { address, cause, reason, about, at, expiresAt, isAllowed } = entry;
  const state = isAllowed ? 'allowed' : expiresAt <= clock.now() ? 'expired' : 'suppressed';
  return {
    ...{ address: address.text, state, cause, reason, about },
    at: new Date(at).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
