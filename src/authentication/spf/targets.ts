import { type IpAddress, isIpv6, nibbles } from '../../address/ip.ts';
import { type DnsName, nameLengthMax, parseQueryName } from '../../dns/name.ts';
import type { MacroValues } from './macros.ts';

/** Which records have addresses of the same family (RFC 7208 §5). */
export const addressType = (ip: IpAddress): 'A' | 'AAAA' => (isIpv6(ip) ? 'AAAA' : 'A');

/** Whom a mail is from, for macros. */
export interface Sender {
  readonly localPart: string;
  readonly domain: string;
}

export interface MacroFacts {
  readonly ip: IpAddress;
  readonly sender: Sender;
  readonly greetingName: string;
  /** Our own name. */
  readonly hostname: string;
  readonly seconds: number;
}

/** RFC 7208 §7.2. @param name what `%{p}` stands for, where it is needed */
export function macroValues(
  { ip, sender, greetingName, hostname, seconds }: MacroFacts,
  domain: string,
  name: string,
): MacroValues {
  const { localPart } = sender;
  return {
    s: `${localPart}@${sender.domain}`,
    l: localPart,
    o: sender.domain,
    d: domain,
    i: isIpv6(ip) ? nibbles(ip).join('.') : ip,
    p: name,
    v: isIpv6(ip) ? 'ip6' : 'in-addr',
    h: greetingName,
    c: ip,
    r: hostname,
    t: String(seconds),
  };
}

/** A name to ask for; undefined if there can be none. What is too long loses labels at its left (RFC 7208 §7.3). */
export function targetName(expanded: string): DnsName | undefined {
  let name = expanded.replace(/\.$/, '');
  while (name.length > nameLengthMax) {
    const dot = name.indexOf('.');
    if (dot === -1) return undefined;
    name = name.slice(dot + 1);
  }
  return parseQueryName(name);
}
