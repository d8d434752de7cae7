import { readFile } from 'node:fs/promises';
import { networkContains } from '../address/ip.ts';
import type { IsTrusted } from '../queue/may-report.ts';
import { checkRetrySchedule, type RetrySchedule } from '../queue/retry-schedule.ts';
import type { ReporterWorld } from '../queue-manager/reporter.ts';
import { buildRoutes, type HopSettings, type Routes } from '../routing/routes.ts';
import type { Config } from './config.ts';
import { isLoopbackOurs, ownAddresses } from './our-domains.ts';
import { StartError } from './start-error.ts';

/** From the words of the configuration to the values that the rooms take. All of these @throws StartError. */

export function retrySchedule({ retry }: Config): RetrySchedule {
  const checked = checkRetrySchedule({
    delaysMs: retry.delays,
    laterMs: { from: retry.later_from, to: retry.later_to },
    giveUpAfterMs: retry.give_up_after,
    giveUpNoticesAfterMs: retry.give_up_notices_after,
    delayNoticeAfterMs: retry.delay_notice_after,
  });
  if (!checked.ok) throw new StartError(`retry: ${checked.error}`);
  return checked.value;
}

export function isTrusted({ notices }: Config): IsTrusted {
  return ({ ip }) => notices.trusted_networks.some((network) => networkContains(network, ip));
}

/** How notices are written, and how many. */
export const noticeSettings = ({
  notices,
}: Config): Pick<ReporterWorld, 'returnBytesMax' | 'defaultLanguage' | 'hidesAliasTargets' | 'caps'> => ({
  returnBytesMax: notices.returned_size,
  defaultLanguage: notices.language,
  hidesAliasTargets: notices.hide_alias_targets,
  caps: {
    perAddressMax: notices.per_address,
    perDomainMax: notices.per_domain,
    inAllMax: notices.per_hour,
    postmasterMax: notices.postmaster_copies,
  },
});

export async function routes(config: Config): Promise<Routes> {
  const { relay, hostname } = config;
  const smartHost = await smartHostOf(config);
  const built = buildRoutes({
    staticRoutes: relay.routes,
    ...(smartHost && { smartHost }),
    smtpPort: relay.port,
    ourNames: [hostname],
    ourAddresses: ownAddresses(config, relay.port),
    isLoopbackOurs: isLoopbackOurs(config, relay.port),
  });
  if (!built.ok) throw new StartError(`relay: ${built.error}`);
  return built.value;
}

async function smartHostOf({ relay }: Config): Promise<HopSettings | undefined> {
  if (relay.smart_host === undefined) return undefined;
  const { smart_host_username: username, smart_host_password_file: file } = relay;
  const auth = username !== undefined &&
    file !== undefined && { auth: { username, password: await readPassword(file) } };
  return { ...relay.smart_host, tls: relay.smart_host_tls, ...auth };
}

async function readPassword(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    throw new StartError(
      `relay.smart_host_password_file: ${file} cannot be read: ${(error as Error).message}`,
    );
  }
}
