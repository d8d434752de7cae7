import { networkInterfaces } from 'node:os';
import { type AddressLiteral, literalOf } from '../address/domain.ts';
import { type IpAddress, parseIp } from '../address/ip.ts';
import type { OurDomains } from '../policy/domains.ts';
import type { Config } from './config.ts';

/** All addresses of this machine; loopback among them. */
export function machineAddresses(): IpAddress[] {
  return Object.values(networkInterfaces()).flatMap(
    (each) => each?.flatMap(({ address }) => parseIp(address) ?? []) ?? [],
  );
}

const isWildcard = (address: string): boolean => address === '::' || address === '0.0.0.0';

/** The addresses at which we take mail from other hosts on a port. */
export function ownAddresses(config: Config, port: number): readonly IpAddress[] {
  const bound = config.listeners
    .filter((l) => l.role === 'mx' && l.port === port)
    .flatMap((l) => l.addresses);
  if (bound.some(isWildcard)) return machineAddresses();
  return bound.flatMap((address) => parseIp(address) ?? []);
}

export function ourDomains(config: Config): OurDomains {
  const literals = config.listeners
    .filter(({ role }) => role === 'mx')
    .flatMap(({ port }) => ownAddresses(config, port))
    .map((ip): AddressLiteral => literalOf(ip));
  return { primary: config.domains[0], all: new Set(config.domains), literals: new Set(literals) };
}

/** True if every loopback address with this port is ourselves: we listen on all addresses. */
export const isLoopbackOurs = (config: Config, port: number): boolean =>
  config.listeners.some((l) => l.role === 'mx' && l.port === port && l.addresses.some(isWildcard));
