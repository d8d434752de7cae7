import { type IpAddress, reverseName } from '../../address/ip.ts';
import { type DnsName, parseDnsName } from '../../dns/name.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { isSameOrBelow } from '../alignment.ts';
import { addressType } from './targets.ts';

/** RFC 7208 §4.6.4: names of a host that are looked at; its owner may give it any number. */
const namesMax = 10;

/** Names that the DNS gives to an address, and that in turn have this address (RFC 7208 §5.5). */
export interface ValidatedNames {
  readonly names: readonly DnsName[];
  /** The address has no name at all. */
  readonly isVoid: boolean;
}

/** What cannot be found out counts as not being there. */
export async function validatedNamesOf(ip: IpAddress, resolver: Resolver): Promise<ValidatedNames> {
  const name = parseDnsName(reverseName(ip));
  const answer = name && (await resolver.query(name, 'PTR'));
  if (answer?.kind !== 'records') return { names: [], isVoid: answer?.kind !== 'failure' };
  const candidates = answer.records.slice(0, namesMax);
  const hasAddress = await Promise.all(
    candidates.map(async (candidate) => {
      const addresses = await resolver.query(candidate, addressType(ip));
      return addresses.kind === 'records' && addresses.records.includes(ip);
    }),
  );
  return { names: candidates.filter((_, i) => hasAddress[i]), isVoid: false };
}

/** The one that `%{p}` stands for (RFC 7208 §7.3). */
export const bestName = (names: readonly DnsName[], domain: string): string =>
  names.find((name) => name === domain) ??
  names.find((name) => isSameOrBelow(name, domain)) ??
  names[0] ??
  'unknown';
