import { mailboxAddress } from '../address/mailbox-address.ts';
import { Shield } from '../bounces/shield.ts';
import type { Core } from './core.ts';
import { noticeOverrides } from './notice-overrides.ts';

/** What stands before the inboxes when an address is forged. @throws StoreError, StartError */
export async function openShield(core: Core): Promise<Shield> {
  const { config, data, clock, log, nextQueueId, ours, rules } = core;
  const { surge_from: surgeFrom, surge_samples: samplesPerHour, surge_quiet: quietMs } = config.bounces;
  const overrides = await noticeOverrides(config);
  return await Shield.open({
    clock,
    log,
    store: data.bounces,
    queue: data.queue,
    mailboxes: data.mailboxes,
    accounts: data.accounts,
    nextQueueId,
    rules: { surgeFrom, samplesPerHour, quietMs },
    manner: {
      hostname: config.hostname,
      postmaster: mailboxAddress('postmaster', ours.primary),
      defaultLanguage: config.notices.language,
      schedule: rules.schedule,
      ...(overrides && { overrides }),
    },
  });
}
