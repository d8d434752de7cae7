/** An IP address in canonical text: dotted decimal, or RFC 5952 for IPv6. IPv4-mapped IPv6 addresses become IPv4. */
export type IpAddress = string & { readonly __brand: 'IpAddress' };

/** Parses a dotted-decimal IPv4 or any RFC 4291 form of an IPv6 address; undefined if it is neither. No zone index. */
export function parseIp(text: string): IpAddress | undefined {
  const octets = parseIpv4(text) ?? parseIpv6(text);
  return octets && formatIp(octets);
}

export const isIpv6 = (ip: IpAddress): boolean => ip.includes(':');

/** A block of addresses in CIDR notation. */
export interface IpNetwork {
  readonly octets: readonly number[];
  readonly prefixLength: number;
}

/** Parses `192.0.2.0/24`, `2001:db8::/32` or a single address; undefined if malformed. */
export function parseNetwork(text: string): IpNetwork | undefined {
  const [address = '', length, ...rest] = text.split('/');
  const octets = parseIpv4(address) ?? parseIpv6(address);
  if (!octets || rest.length > 0) return undefined;
  const bits = octets.length * 8;
  if (length === undefined) return { octets, prefixLength: bits };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  return { octets, prefixLength: Number(length) };
}

export function networkContains(network: IpNetwork, ip: IpAddress): boolean {
  const octets = parseIpv4(ip) ?? parseIpv6(ip);
  if (octets?.length !== network.octets.length) return false;
  for (let bit = 0; bit < network.prefixLength; bit += 8) {
    const kept = Math.min(8, network.prefixLength - bit);
    const mask = (0xff00 >> kept) & 0xff;
    if (((octets[bit / 8] ?? 0) & mask) !== ((network.octets[bit / 8] ?? 0) & mask)) return false;
  }
  return true;
}

/** Whom to count as one: what a customer of a provider usually has, an IPv4 address or 64 bits of IPv6. Equal for the same customer. */
export const customerOf = (ip: IpAddress): string =>
  isIpv6(ip) ? (parseIpv6(ip) ?? []).slice(0, 8).join('.') : ip;

/** The name under which the DNS tells whose address it is (RFC 7208 §5.5). */
export const reverseName = (ip: IpAddress): string =>
  isIpv6(ip)
    ? `${nibbles(ip).reverse().join('.')}.ip6.arpa`
    : `${ip.split('.').reverse().join('.')}.in-addr.arpa`;

/** The 32 hexadecimal digits of an IPv6 address. */
export const nibbles = (ip: IpAddress): string[] =>
  (parseIpv6(ip) ?? []).flatMap((octet) => [(octet >> 4).toString(16), (octet & 15).toString(16)]);

/** Networks whose addresses mean nothing to hosts elsewhere. */
const ownNetworks = [
  ...[
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
  ],
  ...['224.0.0.0/3', '::/127', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
].flatMap((text) => parseNetwork(text) ?? []);

/** Whether hosts elsewhere can reach the address, as far as it shows. */
export const isPublicIp = (ip: IpAddress): boolean =>
  !ownNetworks.some((network) => networkContains(network, ip));

/** 127.0.0.0/8 and ::1. */
export const isLoopback = (ip: IpAddress): boolean => ip.startsWith('127.') || ip === '::1';

function parseIpv4(text: string): number[] | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const octets = match?.slice(1).map(Number);
  return octets?.every((octet) => octet <= 255) ? octets : undefined;
}

function parseIpv6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const head = parseGroups(groups[0] ?? [], halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(groups[1] ?? [], true) : [];
  if (!head || !tail) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  const octets = [...head, ...Array<number>(missing).fill(0), ...tail];
  const isMapped = octets.slice(0, 10).every((o) => o === 0) && octets[10] === 255 && octets[11] === 255;
  return isMapped ? octets.slice(12) : octets;
}

function parseGroups(groups: readonly string[], mayEndInIpv4: boolean): number[] | undefined {
  const octets: number[] = [];
  for (const [i, group] of groups.entries()) {
    const ipv4 = mayEndInIpv4 && i === groups.length - 1 ? parseIpv4(group) : undefined;
    if (ipv4) octets.push(...ipv4);
    else if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16);
      octets.push(value >> 8, value & 255);
    } else return undefined;
  }
  return octets;
}

function formatIp(octets: readonly number[]): IpAddress {
  if (octets.length === 4) return octets.join('.') as IpAddress;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((octets[i] ?? 0) << 8) | (octets[i + 1] ?? 0));
  const text = groups.map((group) => group.toString(16)).join(':');
  // RFC 5952 §4.2: the longest run of two or more zero groups, the first of equals, becomes `::`.
  const runs = text.match(/\b0(?::0)+\b/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return text as IpAddress;
  const at = text.search(new RegExp(`(^|:)${longest}(:|$)`));
  const start = text[at] === ':' ? at + 1 : at;
  const before = text.slice(0, start).replace(/:$/, '');
  const after = text.slice(start + longest.length).replace(/^:/, '');
  return `${before}::${after}` as IpAddress;
}
