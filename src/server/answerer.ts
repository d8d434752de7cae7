import type { AccountId } from '../accounts/accounts.ts';
import { mailboxKey, parseMailboxAddress } from '../address/mailbox-address.ts';
import { signId } from '../dsn/correlate/signature.ts';
import { Answerer } from '../vacation/answerer.ts';
import type { Core } from './core.ts';
import { noticeSettings } from './settings.ts';

/** Answers for those who are away. An answer counts as a notice does, so that both together stay below the caps. */
export function createAnswerer(core: Core): Answerer {
  const { config, data, log, ours, rules, signingKeys } = core;
  const { caps, defaultLanguage } = noticeSettings(config);
  return new Answerer({
    log,
    ours,
    store: data.vacations,
    directory: data.accounts,
    hostname: config.hostname,
    nextQueueId: core.nextQueueId,
    sign: (id) => signId(id, 'message-id', signingKeys.current),
    isTrusted: rules.isTrusted,
    findAddressee: core.findAddressee,
    nameOf: async (account, address) => {
      const identities = await data.identities.list(account);
      const identity = identities.find(({ email }) => {
        const parsed = parseMailboxAddress(email, { utf8: true });
        return parsed.ok && mailboxKey(parsed.value) === mailboxKey(address);
      });
      return identity?.name || undefined;
    },
    accountOf: (id) => data.accounts.findAccountById(id as AccountId),
    defaultLanguage,
    schedule: rules.schedule,
    caps,
    againMs: config.vacation.again_after,
  });
}
