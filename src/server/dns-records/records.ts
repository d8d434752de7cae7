import { type IpAddress, isIpv6, reverseName } from '../../address/ip.ts';
import type { DkimKeyView } from '../operations/dkim.ts';
import type { DnsRecord } from './finding.ts';
import type { Site } from './site.ts';

/** Records that belong together, with what they are for. */
export interface RecordGroup {
  readonly purpose: string;
  readonly records: readonly DnsRecord[];
  /** They belong into a zone of somebody else, and cannot be pasted with the others. */
  readonly isElsewhere?: boolean;
}

/** All that should stand in the DNS for a domain to send and to be sent mail. */
export function recordsOf(site: Site): readonly RecordGroup[] {
  const { hostname, isHostOurs, sources, keys } = site;
  const groups: RecordGroup[] = [
    { purpose: 'Mail for the domain comes to this host.', records: [mxRecord(site)] },
    { purpose: 'Who sends in the name of the domain (SPF).', records: [spfRecord(site)] },
    { purpose: 'The keys that sign its mail (DKIM).', records: keys.filter(isNeeded).map(dkimRecord) },
    {
      purpose:
        'What others do with mail that neither SPF nor DKIM proves (DMARC): nothing as yet. When all that sends in the name of the domain is proven, make it p=quarantine.',
      records: [dmarcRecord(site)],
    },
    { purpose: 'The host.', records: sources.addresses.map((ip) => addressRecord(hostname, ip)) },
    {
      purpose:
        'The host sends notices, whose sender is empty, in its own name; mail for that name it takes none.',
      records: isHostOurs ? [] : [hostSpfRecord(site), nullMxRecord(site)],
    },
    {
      purpose: 'Reverse names are given by whoever gave you the addresses, such as your provider.',
      records: sources.addresses.map((ip) => reverseRecord(hostname, ip)),
      isElsewhere: true,
    },
  ];
  return groups.filter(({ records }) => records.length > 0);
}

/** The record of a key that only signed is needed while its mail is under way, and then is to go. */
const isNeeded = ({ state }: DkimKeyView): boolean => state !== 'signed';

export const mxRecord = ({ domain, hostname }: Site): DnsRecord => ({
  name: domain,
  type: 'MX',
  data: `10 ${hostname}.`,
});

export const spfRecord = (site: Site): DnsRecord => ({
  name: site.domain,
  type: 'TXT',
  data: ['v=spf1', ...spfTerms(site), '-all'].join(' '),
});

/** What SPF has to let send: the hosts that take our mail, or these addresses, and a smart host. */
function spfTerms({ sources: { addresses, knownFrom }, smartHost }: Site): readonly string[] {
  const own = knownFrom === 'dns' || addresses.length === 0 ? ['mx'] : addresses.map(addressTerm);
  return smartHost === undefined ? own : [...own, `a:${smartHost}`];
}

export const addressTerm = (ip: IpAddress): string => `${isIpv6(ip) ? 'ip6' : 'ip4'}:${ip}`;

export const hostSpfRecord = ({ hostname, sources }: Site): DnsRecord => ({
  name: hostname,
  type: 'TXT',
  data: `v=spf1 ${sources.knownFrom === 'configuration' ? sources.addresses.map(addressTerm).join(' ') : 'a'} -all`,
});

const nullMxRecord = ({ hostname }: Site): DnsRecord => ({ name: hostname, type: 'MX', data: '0 .' });

export const dkimRecord = ({ record: { name, text } }: DkimKeyView): DnsRecord => ({
  name,
  type: 'TXT',
  data: text,
});

export const dmarcRecord = ({ domain }: Site): DnsRecord => ({
  name: `_dmarc.${domain}`,
  type: 'TXT',
  data: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
});

export const addressRecord = (hostname: string, ip: IpAddress): DnsRecord => ({
  name: hostname,
  type: isIpv6(ip) ? 'AAAA' : 'A',
  data: ip,
});

export const reverseRecord = (hostname: string, ip: IpAddress): DnsRecord => ({
  name: reverseName(ip),
  type: 'PTR',
  data: `${hostname}.`,
});
