import { later, minuteMs } from '../../base/instant.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { parseDnsName } from '../../dns/name.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { isSameKey } from '../../message/dkim/key-record.ts';
import type { DkimKey } from './key-file.ts';
import { type DkimKeys, recordOf } from './keys.ts';

/** How often we look for the record of a key that waits. */
const lookEveryMs = 10 * minuteMs;

export interface WatchWorld {
  readonly keys: DkimKeys;
  readonly resolver: Resolver;
  readonly clock: Clock;
  readonly log: Log;
}

/** Looks whether the keys that wait are in the DNS by now; those that are sign from now on. */
export async function activateShown({ keys, resolver, log }: Omit<WatchWorld, 'clock'>): Promise<void> {
  const waiting = keys.all.filter((key) => keys.stateOf(key) === 'waits');
  const isShown = await Promise.all(waiting.map((key) => isInDns(key, resolver)));
  const shown = new Set(waiting.filter((_, i) => isShown[i]));
  if (shown.size === 0) return;
  await keys.activate((key) => shown.has(key));
  for (const { domain, selector } of shown)
    log.info('a DKIM key is in the DNS, and signs from now on', { domain, selector });
}

async function isInDns(key: DkimKey, resolver: Resolver): Promise<boolean> {
  const { name, text } = recordOf(key);
  const dnsName = parseDnsName(name);
  const answer = dnsName && (await resolver.query(dnsName, 'TXT'));
  return answer?.kind === 'records' && answer.records.some((strings) => isSameKey(strings.join(''), text));
}

/** Makes the first keys, and looks for the records of those that wait until it is told to stop. */
export function watchKeys(world: WatchWorld): { stop(): void } {
  const { keys, clock, log } = world;
  let isStopped = false;
  let cancel = () => {};
  const look = async () => {
    try {
      await keys.ensure();
      await activateShown(world);
    } catch (error) {
      log.error('the DKIM keys could not be looked after', { error });
    }
    if (!isStopped) cancel = clock.schedule(later(clock.now(), lookEveryMs), () => void look());
  };
  void look();
  return {
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
