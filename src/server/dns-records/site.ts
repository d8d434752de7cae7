import type { Domain } from '../../address/domain.ts';
import { type IpAddress, isPublicIp } from '../../address/ip.ts';
import type { Resolver } from '../../dns/resolver.ts';
import type { DkimKeyView } from '../operations/dkim.ts';
import { look } from './look.ts';

/** A domain of this server, and all that its records have to agree with. */
export interface Site {
  readonly domain: Domain;
  readonly hostname: Domain;
  /** Whether mail for addresses at the host's own name is taken, too. */
  readonly isHostOurs: boolean;
  readonly sources: Sources;
  /** The host that takes our mail for others, where there is one. */
  readonly smartHost?: string;
  /** None where mail is not signed. */
  readonly keys: readonly DkimKeyView[];
}

/** The addresses that our mail comes from, as far as they are known. */
export interface Sources {
  readonly addresses: readonly IpAddress[];
  readonly knownFrom: 'configuration' | 'dns' | 'machine' | 'nowhere';
  /** Why the DNS did not say; then what the machine says is a makeshift. */
  readonly failure?: string;
}

export interface SourcesWorld {
  readonly configured: readonly IpAddress[];
  readonly hostname: Domain;
  readonly resolver: Resolver;
  /** All addresses of the machine. */
  readonly machine: () => readonly IpAddress[];
}

/** Finds out where our mail comes from: what is configured, else what the host's name says, else what the machine has in public. */
export async function findSources({
  configured,
  hostname,
  resolver,
  machine,
}: SourcesWorld): Promise<Sources> {
  if (configured.length > 0) return { addresses: configured, knownFrom: 'configuration' };
  const answers = await Promise.all([look(resolver, hostname, 'A'), look(resolver, hostname, 'AAAA')]);
  const found = answers.flatMap((answer) => (answer.kind === 'records' ? answer.records : []));
  if (found.length > 0) return { addresses: found, knownFrom: 'dns' };
  const failed = answers.find((answer) => answer.kind === 'failure');
  const addresses = [...new Set(machine().filter(isPublicIp))];
  return {
    addresses,
    knownFrom: addresses.length > 0 ? 'machine' : 'nowhere',
    ...(failed && { failure: failed.detail }),
  };
}
