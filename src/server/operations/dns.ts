import * as v from 'valibot';
import type { Domain } from '../../address/domain.ts';
import type { IpAddress } from '../../address/ip.ts';
import type { Clock } from '../../base/ports.ts';
import type { Resolver } from '../../dns/resolver.ts';
import type { OurDomains } from '../../policy/domains.ts';
import type { Config } from '../config.ts';
import type { DkimKeys } from '../dkim/keys.ts';
import { checkRecords } from '../dns-records/check.ts';
import type { Finding } from '../dns-records/finding.ts';
import { type RecordGroup, recordsOf } from '../dns-records/records.ts';
import { findSources, type Site, type Sources } from '../dns-records/site.ts';
import { demandOurs, domainArgument, viewOf } from './dkim.ts';
import { type Operations, operation } from './operation.ts';

export interface DnsOperationsWorld {
  readonly config: Pick<Config, 'hostname' | 'relay' | 'dkim'>;
  readonly keys: DkimKeys;
  readonly ours: OurDomains;
  readonly clock: Pick<Clock, 'now'>;
  /** A resolver that remembers nothing of before. */
  readonly resolver: () => Resolver;
  /** All addresses of the machine. */
  readonly machine: () => readonly IpAddress[];
}

/** What was taken for granted. */
export interface SiteView {
  readonly domain: string;
  readonly hostname: string;
  /** The addresses that mail comes from, and how they are known. */
  readonly sources: Sources;
  readonly smartHost?: string;
}

export interface WantedRecords {
  readonly site: SiteView;
  readonly groups: readonly RecordGroup[];
}

export interface CheckedRecords {
  readonly site: SiteView;
  readonly findings: readonly Finding[];
}

/** `dns DOMAIN [--check]` */
export function dnsOperations(world: DnsOperationsWorld): Operations {
  const ofDomain = v.strictObject({ domain: domainArgument });
  return {
    'dns.records': operation(ofDomain, async ({ domain }): Promise<WantedRecords> => {
      const site = await siteOf(domain, world, world.resolver());
      return { site: shown(site), groups: recordsOf(site) };
    }),
    'dns.check': operation(ofDomain, async ({ domain }): Promise<CheckedRecords> => {
      const resolver = world.resolver();
      const site = await siteOf(domain, world, resolver);
      return { site: shown(site), findings: await checkRecords(site, world.clock.now(), resolver) };
    }),
  };
}

async function siteOf(
  domain: Domain,
  { config, keys, ours, machine }: DnsOperationsWorld,
  resolver: Resolver,
): Promise<Site> {
  demandOurs(domain, ours);
  await keys.ensure();
  const { hostname, relay, dkim } = config;
  const own = dkim.sign ? keys.all.filter((key) => key.domain === domain) : [];
  return {
    domain,
    hostname,
    isHostOurs: ours.all.has(hostname),
    sources: await findSources({ configured: relay.source_addresses, hostname, resolver, machine }),
    keys: own.map((key) => viewOf(key, keys)),
    ...(relay.smart_host && { smartHost: relay.smart_host.host }),
  };
}

const shown = ({ domain, hostname, sources, smartHost }: Site): SiteView => ({
  domain,
  hostname,
  sources,
  ...(smartHost !== undefined && { smartHost }),
});
