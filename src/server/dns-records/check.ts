import type { Resolver } from '../../dns/resolver.ts';
import { checkKey } from './check-dkim.ts';
import { checkDmarc } from './check-dmarc.ts';
import { checkHost } from './check-host.ts';
import { checkHostMx, checkMx } from './check-mx.ts';
import { checkHostSpf, checkSpf } from './check-spf.ts';
import { type Finding, findingsAbout } from './finding.ts';
import type { Site } from './site.ts';

/** Compares what the DNS says of a domain with what it should say. @param now in milliseconds */
export async function checkRecords(site: Site, now: number, resolver: Resolver): Promise<readonly Finding[]> {
  const checks: readonly (readonly Finding[])[] = await Promise.all([
    checkMx(site, resolver),
    one(checkSpf(site, resolver)),
    Promise.all(site.keys.map((key) => checkKey(key, now, resolver))),
    one(checkDmarc(site, resolver)),
    checkHost(site, resolver),
    // A host whose name is a mail domain of ours, too, is checked under that.
    site.isHostOurs ? [] : Promise.all([checkHostSpf(site, resolver), checkHostMx(site, resolver)]),
  ]);
  return site.keys.length > 0 ? checks.flat() : [...checks.flat(), unsigned(site)];
}

const one = async (finding: Promise<Finding>): Promise<readonly Finding[]> => [await finding];

const unsigned = ({ domain }: Site): Finding =>
  findingsAbout({ about: 'DKIM', name: domain }).advice(
    'Mail of the domain is not signed (dkim.sign = false).',
    'Let it be signed here, unless another host does it that it passes through.',
  );
