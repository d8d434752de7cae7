import { parseDomain } from '../../address/domain.ts';
import { walk } from '../../authentication/dmarc-walk.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { textsOf } from './look.ts';

/** Destinations that are looked at. */
const destinationsMax = 10;

/**
 * Hosts of others to which a DMARC record wants reports sent, and which do not say that they take them: then nobody sends any
 * (RFC 9990 §4). What the DNS does not say for the moment is not among them.
 * @param text a record of `domain`
 */
export async function unwillingDestinations(
  domain: string,
  text: string,
  resolver: Resolver,
): Promise<readonly string[]> {
  const hosts = [...new Set(destinationsIn(text))].slice(0, destinationsMax);
  const own = await walk(domain, resolver);
  if (own.kind === 'failed') return [];
  const isUnwilling = await Promise.all(
    hosts.map(async (host) => {
      const other = await walk(host, resolver);
      if (other.kind === 'failed' || other.organizationalDomain === own.organizationalDomain) return false;
      const texts = await textsOf(resolver, consentName(domain, host));
      return (
        texts.kind === 'known' && !texts.records.some((record) => /^\s*v\s*=\s*DMARC1\s*(?:;|$)/.test(record))
      );
    }),
  );
  return hosts.filter((_, i) => isUnwilling[i]);
}

/** Where a host says that it takes reports about a domain. */
export const consentName = (domain: string, host: string): string => `${domain}._report._dmarc.${host}`;

function destinationsIn(text: string): readonly string[] {
  const [, list = ''] = /;\s*rua\s*=([^;]*)/i.exec(text) ?? [];
  return list.split(',').flatMap((uri) => {
    const [, host = ''] = /^\s*mailto:[^@]*@([^\s!?]+)/i.exec(uri) ?? [];
    const parsed = parseDomain(host);
    return parsed.ok ? [parsed.value] : [];
  });
}
