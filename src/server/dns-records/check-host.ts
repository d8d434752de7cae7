import { type IpAddress, isIpv6, reverseName } from '../../address/ip.ts';
import type { DnsName } from '../../dns/name.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { type Finding, findingsAbout } from './finding.ts';
import { look } from './look.ts';
import { addressRecord, reverseRecord } from './records.ts';
import type { Site } from './site.ts';

/** Whether the host's name has the addresses that our mail comes from, and these have that name. */
export async function checkHost(site: Site, resolver: Resolver): Promise<readonly Finding[]> {
  const { hostname, sources } = site;
  const about = findingsAbout({ about: 'address', name: hostname });
  if (sources.failure !== undefined) return [about.unknown(sources.failure)];
  if (sources.addresses.length === 0)
    return [
      about.missing(
        'The name of this host has no address, and the machine has none that others can reach: where mail comes from is not known.',
        'Publish the address (A, AAAA) of this host, or of what it stands behind.',
      ),
    ];
  return (
    await Promise.all(
      sources.addresses.map(async (ip) => [
        await checkAddress(site, ip, resolver),
        await checkReverse(site, ip, resolver),
      ]),
    )
  ).flat();
}

async function checkAddress({ hostname }: Site, ip: IpAddress, resolver: Resolver): Promise<Finding> {
  const about = findingsAbout({ about: 'address', name: hostname });
  const answer = await look(resolver, hostname, isIpv6(ip) ? 'AAAA' : 'A');
  if (answer.kind === 'failure') return about.unknown(answer.detail);
  if (answer.kind === 'records' && answer.records.includes(ip))
    return about.right(`It has the address ${ip}.`);
  return about.missing(
    `Mail comes from ${ip}, and that is no address of the name by which this host greets.`,
    'Publish this record, or set "hostname" to the name that the address has.',
    addressRecord(hostname, ip),
  );
}

async function checkReverse({ hostname }: Site, ip: IpAddress, resolver: Resolver): Promise<Finding> {
  const about = findingsAbout({ about: 'reverse name', name: reverseName(ip) });
  const answer = await look(resolver, reverseName(ip), 'PTR');
  if (answer.kind === 'failure') return about.unknown(answer.detail);
  const names = answer.kind === 'records' ? answer.records : [];
  if (names.length === 0)
    return about.missing(
      `${ip} has no reverse name: many hosts take no mail from it.`,
      'Have whoever gave you the address set this record.',
      reverseRecord(hostname, ip),
    );
  const all = names.join(' and ');
  const confirmed = await Promise.all(names.map((name) => hasAddress(name, ip, resolver)));
  if (confirmed.includes('unknown') && !confirmed.includes('yes'))
    return about.unknown(`whether ${all} has the address ${ip}`);
  if (!confirmed.includes('yes'))
    return about.wrong(
      `${ip} is called ${all}, which does not have that address: many hosts take such a name for forged.`,
      'Have whoever gave you the address set this record.',
      reverseRecord(hostname, ip),
    );
  if (!names.some((name, i) => name === (hostname as string) && confirmed[i] === 'yes'))
    return about.advice(
      `${ip} is called ${all}, and this host greets as ${hostname}: some hosts want both to be the same.`,
      `Have it called ${hostname}, or set "hostname" to ${names[0]}.`,
    );
  return about.right(`${ip} is called ${hostname}, which has that address.`);
}

async function hasAddress(
  name: DnsName,
  ip: IpAddress,
  resolver: Resolver,
): Promise<'yes' | 'no' | 'unknown'> {
  const answer = await resolver.query(name, isIpv6(ip) ? 'AAAA' : 'A');
  if (answer.kind === 'failure') return 'unknown';
  return answer.kind === 'records' && answer.records.includes(ip) ? 'yes' : 'no';
}
