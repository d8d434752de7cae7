import assert from 'node:assert/strict';
import { parseIp } from '../../../address/ip.ts';
import { instant } from '../../../base/instant.ts';
import type { RecordType, Resolver } from '../../../dns/resolver.ts';
import { type ZoneData, zone, zoneResolver } from '../../../dns/zone.ts';
import type { SpfAnswer } from '../../authenticate.ts';
import { spfCheck } from '../check.ts';

export interface Mail {
  readonly ip?: string;
  readonly sender?: string;
  readonly greetingName?: string;
}

/** Seconds since 1970 at which the mails of these tests come. */
export const arrivalSeconds = 1_795_000_000;

const check = spfCheck({
  hostname: 'mail.springfield.test',
  clock: { now: () => instant(arrivalSeconds * 1000) },
  explains: true,
});

/** What SPF says of a mail, through the port that reception asks. */
export async function spfOf(data: ZoneData, mail: Mail = {}): Promise<SpfAnswer> {
  return (await watched(data, mail)).answer;
}

/** The same, with all that was asked for. */
export async function watched(data: ZoneData, mail: Mail = {}) {
  const { ip = '192.0.2.1', sender = 'krusty@k.test', greetingName = 'mx.k.test' } = mail;
  const address = parseIp(ip);
  assert(address, ip);
  const asked: string[] = [];
  const inner = zoneResolver(zone(data));
  const resolver: Resolver = {
    query<T extends RecordType>(name: Parameters<Resolver['query']>[0], type: T) {
      asked.push(`${type} ${name}`);
      return inner.query(name, type);
    },
  };
  return { answer: await check({ ip: address, greetingName, sender }, resolver), asked };
}
